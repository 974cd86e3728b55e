import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-erp/client/index.js';
import { SystemErpApi } from './generated/system-erp/index.js';

/** The typed client of the ERP system API: each operation of openapi/system-erp.json is one method. The ERP port over it is `SystemErpClient`. */
export function createSystemErpApiClient(connection: ClientConnection): SystemErpApi {
  return new SystemErpApi({ client: createClient(clientConfig(connection)) });
}
