import type { SystemFamily } from './site-configuration.js';

/** Backends that this build brings along; a site's file may name no other. A new backend adds its name here and its binding in the app. */
export const KNOWN_ERP_BACKENDS = ['erp-simulated'] as const;
/** As above, for the MES of a site. */
export const KNOWN_MES_BACKENDS = ['mes-webhook', 'mes-pull'] as const;
/** As above, for the other system families. */
export const KNOWN_SYSTEM_BACKENDS: Readonly<Record<SystemFamily, readonly string[]>> = {
  planning: ['aps-simulated'], maintenance: ['cmms-simulated'], customer: ['crm-simulated'], quality: ['qms-simulated'], equipment: ['equipment-mqtt'],
};
