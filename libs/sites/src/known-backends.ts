/** Backends that this build brings along; a site's file may name no other. A new backend adds its name here and its binding in the app. */
export const KNOWN_ERP_BACKENDS = ['erp-simulated'] as const;
