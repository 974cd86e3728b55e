/** What the process API is bound to; each name is one provider of its module. */
export const SITES = Symbol('process-api sites');
export const CLOCK = Symbol('process-api clock');
export const INTAKE = Symbol('process-api intake');
export const MESSAGE_READER = Symbol('process-api message reader');
export const MESSAGE_DESK = Symbol('process-api message desk');
export const CONFIRMATION_INTAKE = Symbol('process-api confirmation intake');
export const REVERSAL_INTAKE = Symbol('process-api reversal intake');
export const CONFIRMATION_BATCH = Symbol('process-api confirmation batch');
export const RELEASE_INTAKE = Symbol('process-api release intake');
export const ACKNOWLEDGEMENT_INTAKE = Symbol('process-api acknowledgement intake');
export const EXECUTION_READER = Symbol('process-api execution reader');
export const WORK_ORDER_PLACES = Symbol('process-api work order places');
export const PLACES_CATCH_UP = Symbol('process-api places catch-up');
