/** What the worker is made of; each name is one provider of its module. */
export const DELIVERY_ENGINE = Symbol('worker delivery engine');
export const DELIVERY_START = Symbol('worker delivery start');
export const EVENT_LOG_KEEPER = Symbol('worker event log keeper');
export const FOLLOW_UP_WATCH = Symbol('worker follow-up watch');
export const JOB_ORDER_BOOK = Symbol('worker job order book');
export const JOB_ORDER_DISPATCHER = Symbol('worker job order dispatcher');
export const MESSAGE_READER = Symbol('worker message reader');
export const RELATED_MESSAGES = Symbol('worker related messages');
export const REPORT_BOOK = Symbol('worker report book');
export const WORK_ORDER_FOLLOWER = Symbol('worker work order follower');
export const WORK_ORDER_REFRESH = Symbol('worker work order refresh');
