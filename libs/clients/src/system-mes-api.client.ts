import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-mes/client/index.js';
import { SystemMesApi } from './generated/system-mes/index.js';

/** The typed client of the MES system API: each operation of openapi/system-mes.json is one method. The MES port over it is `SystemMesClient`. */
export function createSystemMesApiClient(connection: ClientConnection): SystemMesApi {
  return new SystemMesApi({ client: createClient(clientConfig(connection)) });
}
