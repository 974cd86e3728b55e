export { CRM_SIMULATED, crmSimulated } from './crm-simulated.backend.js';
export { CRM_SIMULATED_SETTINGS } from './crm-simulated.config.js';
