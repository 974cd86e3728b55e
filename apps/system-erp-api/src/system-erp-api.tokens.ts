/** The ERP port that the ERP system API is bound to. */
export const ERP = Symbol('system-erp-api erp');
