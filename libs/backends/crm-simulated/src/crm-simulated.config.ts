import { wireSettings } from '@plantway/wire';

/** Settings of the backend `crm-simulated`. */
export const CRM_SIMULATED_SETTINGS = wireSettings('CRM', 'customer system');
