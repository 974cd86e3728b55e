/** What the consumer API is bound to; each name is one provider of its module. */
export const POOL = Symbol('consumer-api pool');
export const SITES = Symbol('consumer-api sites');
export const PROCESS = Symbol('consumer-api process tier');
export const BUSINESS_NOW = Symbol('consumer-api business time');
export const PROJECTOR = Symbol('consumer-api projector');
export const WORK_ORDER_READER = Symbol('consumer-api work order reader');
export const OVERVIEW_READER = Symbol('consumer-api overview reader');
export const EVENT_FEED = Symbol('consumer-api event feed');
export const EVENT_STREAMS = Symbol('consumer-api event streams');
