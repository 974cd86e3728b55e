/** Why the ERP says no; nothing was posted then. Each wire face has its own words for them. */
export const REFUSAL_CODES = [
  'MALFORMED', 'ORDER_UNKNOWN', 'ORDER_EXISTS', 'ORDER_NOT_CREATED', 'ORDER_NOT_RELEASED', 'ORDER_ON_HOLD', 'ORDER_CLOSED', 'ORDER_LOCKED', 'REVISION_STALE', 'OPERATION_UNKNOWN',
  'OPERATION_ALREADY_FINAL', 'PREDECESSOR_OPEN', 'SUCCESSOR_CONFIRMED', 'OVER_TOLERANCE', 'BELOW_CONFIRMED', 'LOT_SUM_WRONG', 'ITEM_UNKNOWN', 'LOT_UNKNOWN', 'LOT_RESTRICTED',
  'SERIAL_INVALID', 'PERIOD_CLOSED', 'PERIOD_NOT_OPEN_YET', 'STOCK_SHORT', 'UNIT_NOT_CONVERTIBLE', 'REASON_UNKNOWN', 'WORK_CENTER_UNKNOWN',
  'ISSUE_METHOD_MIXED', 'CONFIRMATION_UNKNOWN', 'ALREADY_REVERSED', 'BILL_OR_ROUTING_MISSING',
  'PLANNED_ORDER_UNKNOWN', 'PLANNED_ORDER_EXISTS', 'PLANNED_ORDER_CONVERTED', 'PLANNED_ORDER_CANCELLED',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** Thrown by a posting rule before anything is changed; the engine turns it into an answer. `facts` name the objects. */
export class Refusal extends Error {
  constructor(readonly code: RefusalCode, message: string, readonly facts: Readonly<Record<string, string>> = {}) {
    super(message);
    this.name = 'Refusal';
  }
}
