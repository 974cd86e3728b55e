export * from './clock.port.js';
export * from './delivery.port.js';
export * from './erp.port.js';
export * from './erp-error.js';
export { allPages } from './all-pages.js';
export { failedBeforeSending } from './failed-before-sending.js';
export { retryAfterMs } from './retry-after.js';
export * from './erp.contract.js';
