import { wireSettings } from '@plantway/wire';

/** Settings of the backend `aps-simulated`. */
export const APS_SIMULATED_SETTINGS = wireSettings('APS', 'planning system');
