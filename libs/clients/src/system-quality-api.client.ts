import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-quality/client/index.js';
import { SystemQualityApi } from './generated/system-quality/index.js';

/** The typed client of the quality system API: each operation of openapi/system-quality.json is one method. The port over it is `SystemQualityClient`. */
export function createSystemQualityApiClient(connection: ClientConnection): SystemQualityApi {
  return new SystemQualityApi({ client: createClient(clientConfig(connection)) });
}
