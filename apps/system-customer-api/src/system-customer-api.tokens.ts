/** The customer port that the customer system API is bound to. */
export const CUSTOMER = Symbol('system-customer-api customer');
