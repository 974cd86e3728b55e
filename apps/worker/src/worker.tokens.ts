/** What the worker is made of; each name is one provider of its module. */
export const DELIVERY_ENGINE = Symbol('worker delivery engine');
export const DELIVERY_START = Symbol('worker delivery start');
export const EVENT_LOG_KEEPER = Symbol('worker event log keeper');
export const JOB_ORDER_BOOK = Symbol('worker job order book');
export const JOB_ORDER_DISPATCHER = Symbol('worker job order dispatcher');
export const MESSAGE_READER = Symbol('worker message reader');
export const ORDER_NEGOTIATION = Symbol('worker order negotiation');
export const OWN_COMMANDS = Symbol('worker own commands');
export const PROMISE_BOOK = Symbol('worker promise book');
export const RELATED_MESSAGES = Symbol('worker related messages');
export const REPEATING_TASKS = Symbol('worker repeating tasks');
export const REPLAN_COALESCER = Symbol('worker replan coalescer');
export const SCHEDULE_BOOK = Symbol('worker schedule book');
export const SITES = Symbol('worker sites');
export const WORK_ORDER_CHANGES = Symbol('worker work order changes');
export const WORK_ORDER_FOLLOWER = Symbol('worker work order follower');
