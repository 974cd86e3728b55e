/** What the MES system API is bound to; each name is one provider of its module. */
export const MES = Symbol('system-mes-api mes');
export const CLOCK = Symbol('system-mes-api clock');
export const SITES = Symbol('system-mes-api sites');
