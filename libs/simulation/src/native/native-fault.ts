import type { Refusal, RefusalCode } from '../engine/refusal.js';
import type { Outcome } from '../engine/erp-command.js';

/** An answer of the native face that says no: `{ error: { code, text, info } }`. */
export class NativeFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly info: Readonly<Record<string, string>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'NativeFault';
  }

  get body(): unknown {
    return { error: { code: this.code, text: this.message, info: this.info } };
  }
}

export function malformed(field: string, problem: string): NativeFault {
  return new NativeFault(400, 'SYS-400', `${field}: ${problem}`, { field });
}

/** The native word for each refusal of the engine; README.md holds their meaning. */
const NATIVE_CODES: Readonly<Record<RefusalCode, readonly [status: number, code: string]>> = {
  MALFORMED: [400, 'SYS-400'],
  ORDER_UNKNOWN: [422, 'ORD-001'], ORDER_NOT_RELEASED: [422, 'ORD-010'], ORDER_ON_HOLD: [422, 'ORD-015'], ORDER_CLOSED: [422, 'ORD-020'], ORDER_LOCKED: [423, 'ORD-030'], ORDER_NOT_CREATED: [422, 'ORD-040'],
  ORDER_EXISTS: [422, 'ORD-050'], BILL_OR_ROUTING_MISSING: [422, 'ORD-060'],
  REVISION_STALE: [422, 'ORD-070'], PLANNED_ORDER_UNKNOWN: [422, 'PLN-001'], PLANNED_ORDER_CONVERTED: [422, 'PLN-010'], PLANNED_ORDER_EXISTS: [422, 'PLN-020'], PLANNED_ORDER_CANCELLED: [422, 'PLN-030'],
  OPERATION_UNKNOWN: [422, 'STP-001'], OPERATION_ALREADY_FINAL: [422, 'STP-010'], PREDECESSOR_OPEN: [422, 'STP-020'], SUCCESSOR_CONFIRMED: [422, 'STP-030'],
  OVER_TOLERANCE: [422, 'QTY-010'], LOT_SUM_WRONG: [422, 'QTY-020'], BELOW_CONFIRMED: [422, 'QTY-030'], ITEM_UNKNOWN: [422, 'ART-001'], LOT_UNKNOWN: [422, 'CHG-001'], LOT_RESTRICTED: [422, 'CHG-010'],
  SERIAL_INVALID: [422, 'SER-010'], PERIOD_CLOSED: [422, 'PER-010'], PERIOD_NOT_OPEN_YET: [422, 'PER-020'], STOCK_SHORT: [422, 'STK-010'], UNIT_NOT_CONVERTIBLE: [422, 'UOM-010'],
  REASON_UNKNOWN: [422, 'RSN-001'], WORK_CENTER_UNKNOWN: [422, 'STA-001'], ISSUE_METHOD_MIXED: [422, 'CMP-010'], CONFIRMATION_UNKNOWN: [422, 'FBK-001'], ALREADY_REVERSED: [422, 'FBK-010'],
};

export function refusalAsFault({ code, message, facts }: Pick<Refusal, 'code' | 'message' | 'facts'>): NativeFault {
  const [status, nativeCode] = NATIVE_CODES[code];
  return new NativeFault(status, nativeCode, message, facts);
}

/** The result of a posted command. @throws NativeFault when it was refused */
export function resultOf<T>(outcome: Outcome<T>): T {
  if (outcome.posted) return outcome.result;
  throw refusalAsFault(outcome);
}
