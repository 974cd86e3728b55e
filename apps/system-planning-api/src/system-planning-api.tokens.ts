/** The planning port that the planning system API is bound to. */
export const PLANNING = Symbol('system-planning-api planning');
