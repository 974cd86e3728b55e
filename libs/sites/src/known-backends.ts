/** Backends that this build brings along; a site's file may name no other. A new backend adds its name here and its binding in the app. */
export const KNOWN_ERP_BACKENDS = ['erp-simulated'] as const;
/** As above, for the MES of a site. */
export const KNOWN_MES_BACKENDS = ['mes-webhook', 'mes-pull'] as const;
