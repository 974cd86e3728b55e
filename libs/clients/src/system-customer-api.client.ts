import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-customer/client/index.js';
import { SystemCustomerApi } from './generated/system-customer/index.js';

/** The typed client of the customer system API: each operation of openapi/system-customer.json is one method. The port over it is `SystemCustomerClient`. */
export function createSystemCustomerApiClient(connection: ClientConnection): SystemCustomerApi {
  return new SystemCustomerApi({ client: createClient(clientConfig(connection)) });
}
