export { QMS_SIMULATED, qmsSimulated } from './qms-simulated.backend.js';
export { QMS_SIMULATED_SETTINGS } from './qms-simulated.config.js';
