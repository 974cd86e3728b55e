/** The MES port that the MES system API is bound to. */
export const MES = Symbol('system-mes-api mes');
