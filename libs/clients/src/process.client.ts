import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/process/client/index.js';
import { ProcessApi } from './generated/process/index.js';

/**
 * The typed client of the process API, as a MES uses it. Each operation of openapi/process.json is one method; it answers `{ data, status, headers }`
 * and throws axios's error for every refusal (`problemOf` reads the problem from it).
 */
export function createProcessClient(connection: ClientConnection): ProcessApi {
  return new ProcessApi({ client: createClient(clientConfig(connection)) });
}
