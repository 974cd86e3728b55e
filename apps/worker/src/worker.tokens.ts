/** What the worker is made of; each name is one provider of its module. */
export const DELIVERY_ENGINE = Symbol('worker delivery engine');
export const DELIVERY_START = Symbol('worker delivery start');
export const EVENT_LOG_KEEPER = Symbol('worker event log keeper');
export const WORK_ORDER_REGISTER = Symbol('worker work order register');
export const WORK_ORDER_REFRESH = Symbol('worker work order refresh');
