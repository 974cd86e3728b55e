import { wireSettings } from '@plantway/wire';

/** Settings of the backend `cmms-simulated`. */
export const CMMS_SIMULATED_SETTINGS = wireSettings('CMMS', 'maintenance system');
