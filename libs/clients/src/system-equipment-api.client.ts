import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-equipment/client/index.js';
import { SystemEquipmentApi } from './generated/system-equipment/index.js';

/** The typed client of the equipment system API: each operation of openapi/system-equipment.json is one method. */
export function createSystemEquipmentApiClient(connection: ClientConnection): SystemEquipmentApi {
  return new SystemEquipmentApi({ client: createClient(clientConfig(connection)) });
}
