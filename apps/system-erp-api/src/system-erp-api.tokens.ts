/** What the ERP system API is bound to; each name is one provider of its module. */
export const ERP = Symbol('system-erp-api erp');
export const CLOCK = Symbol('system-erp-api clock');
export const SITES = Symbol('system-erp-api sites');
