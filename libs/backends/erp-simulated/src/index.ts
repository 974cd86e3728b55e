export { SIMULATED_ERP } from './simulated-erp.backend.js';
export { SIMULATED_ERP_SETTINGS } from './simulated-erp.config.js';
export type { SimulatedErpSettings } from './simulated-erp.config.js';
export { simulatedErp } from './simulated-erp.module.js';
