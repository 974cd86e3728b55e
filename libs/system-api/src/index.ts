export { BACKEND_HEADER, NamesBackend } from './backend-header.interceptor.js';
export { BoundedCall, TakesDeadline } from './bounded-call.pipe.js';
export { ofSite } from './of-site.js';
export { serveSystemApi, type SystemApiProcess } from './serve-system-api.js';
export { SYSTEM_API_PROCESS_SETTINGS, systemApiSettings } from './system-api.config.js';
export type { SystemEdge } from './system-edge.js';
export { systemEdgeProviders } from './system-edge-providers.js';
export { writeAudit, type AuditWords, type AuditedWrite } from './write-audit.js';
