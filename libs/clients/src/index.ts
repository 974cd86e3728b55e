export type { ClientConnection } from './connection.js';
export { createProcessClient } from './process.client.js';
export { createSystemErpApiClient } from './system-erp-api.client.js';
export { SystemErpClient, type SystemErpClientOptions } from './system-erp.client.js';
export { problemOf } from './problem.js';
export type * as process from './generated/process/index.js';
export type * as systemErp from './generated/system-erp/index.js';
