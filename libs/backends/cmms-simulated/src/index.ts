export { CMMS_SIMULATED, cmmsSimulated } from './cmms-simulated.backend.js';
export { CMMS_SIMULATED_SETTINGS } from './cmms-simulated.config.js';
