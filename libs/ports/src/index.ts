export * from './clock.port.js';
export * from './delivery.port.js';
export * from './erp.port.js';
export * from './erp-error.js';
export * from './erp.contract.js';
