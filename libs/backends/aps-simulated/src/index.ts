export { APS_SIMULATED, apsSimulated } from './aps-simulated.backend.js';
export { APS_SIMULATED_SETTINGS } from './aps-simulated.config.js';
