import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-maintenance/client/index.js';
import { SystemMaintenanceApi } from './generated/system-maintenance/index.js';

/** The typed client of the maintenance system API: each operation of openapi/system-maintenance.json is one method. The port over it is `SystemMaintenanceClient`. */
export function createSystemMaintenanceApiClient(connection: ClientConnection): SystemMaintenanceApi {
  return new SystemMaintenanceApi({ client: createClient(clientConfig(connection)) });
}
