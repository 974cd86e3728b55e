import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-planning/client/index.js';
import { SystemPlanningApi } from './generated/system-planning/index.js';

/** The typed client of the planning system API: each operation of openapi/system-planning.json is one method. The port over it is `SystemPlanningClient`. */
export function createSystemPlanningApiClient(connection: ClientConnection): SystemPlanningApi {
  return new SystemPlanningApi({ client: createClient(clientConfig(connection)) });
}
