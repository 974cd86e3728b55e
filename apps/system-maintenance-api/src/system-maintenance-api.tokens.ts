/** The maintenance port that the maintenance system API is bound to. */
export const MAINTENANCE = Symbol('system-maintenance-api maintenance');
