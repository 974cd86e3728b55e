import { wireSettings } from '@plantway/wire';

/** Settings of the backend `qms-simulated`. */
export const QMS_SIMULATED_SETTINGS = wireSettings('QMS', 'quality system');
