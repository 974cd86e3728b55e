import type { ErrorCode, MessageState } from '@plantway/canonical';

/** A body that is accepted; each case changes one thing of it. */
export const GOOD_CONFIRMATION = {
  confirmationId: 'mes-000123',
  workOrderId: 'WO-1001',
  operationId: '0010',
  kind: 'partial',
  yield: { value: '12', unit: 'H87' },
  scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }],
  startedAt: '2026-11-22T06:00:00+01:00',
  finishedAt: '2026-11-22T06:40:00+01:00',
  workCenterId: 'WC-10',
} as const;

type Body = Record<string, unknown>;

/** One way in which a request or the plant can be wrong, and what the gateway does about it. Test data and source of docs/bad-input.md alike. */
export interface BadInputCase {
  /** What is wrong, in the words of the document. */
  readonly name: string;
  readonly method?: 'GET' | 'PUT';
  /** Site in the path; BER1 when absent. */
  readonly siteId?: string;
  /** Role of the credential; `mes` when absent, `null` for no credential at all. */
  readonly role?: 'supplier' | null;
  readonly contentType?: string;
  /** Makes the body from the good one; absent: the good one. */
  readonly body?: (good: Body) => unknown;
  /** Makes the very text that is sent; wins over `body`. */
  readonly text?: (good: string) => string;
  /** What happened in the plant or the ERP before the request. */
  readonly before?: 'goodWasAccepted' | 'orderKnownAtOtherSite' | 'orderClosed' | 'erpDown';
  readonly status: number;
  readonly code?: ErrorCode;
  /** Paths of the findings, exactly these. */
  readonly findings?: readonly string[];
  /** `nothing`, or where the stored message stands after the delivery looked at it. */
  readonly stored: 'nothing' | { readonly state: MessageState; readonly code: ErrorCode };
}

const set = (change: Body) => (good: Body): Body => ({ ...good, ...change });
const without = (field: string) => (good: Body): Body => Object.fromEntries(Object.entries(good).filter(([name]) => name !== field));
const nothing = 'nothing' as const;
const refused = (name: string, body: (good: Body) => unknown, ...findings: string[]): BadInputCase => ({ name, body, status: 400, code: 'VALIDATION_FAILED', findings, stored: nothing });
const pieces = (value: string) => ({ value, unit: 'H87' });

/** Shape of the body: refused, nothing stored, nothing sent. */
export const SHAPE_CASES: readonly BadInputCase[] = [
  refused('a number where text is due', set({ yield: { value: 12, unit: 'H87' } }), '/yield/value'),
  refused('text where an object is due', set({ yield: '12 H87' }), '/yield'),
  refused('an object where a list is due', set({ scrap: { quantity: pieces('1'), reasonCode: 'BURR' } }), '/scrap'),
  refused('a list where an object is due', set({ yield: [] }), '/yield'),
  refused('the body is a list', (good) => [good], ''),
  refused('a required field is missing', without('workOrderId'), '/workOrderId'),
  refused('a required object is missing', without('yield'), '/yield'),
  refused('several fields are wrong: each one is named', set({ kind: 'maybe', yield: pieces('-1') }), '/kind', '/yield/value'),
  refused('a negative quantity', set({ yield: pieces('-12') }), '/yield/value'),
  refused('thirteen decimals', set({ yield: pieces('1.1234567890123') }), '/yield/value'),
  refused('a quantity with an exponent', set({ yield: pieces('1e3') }), '/yield/value'),
  refused('an unknown unit', set({ yield: { value: '12', unit: 'XYZ' } }), '/yield/unit'),
  refused('an unknown field', set({ yeild: pieces('12') }), '/yeild'),
  refused('an unknown field further down', set({ scrap: [{ quantity: pieces('1'), reasonCode: 'BURR', remark: 'x' }] }), '/scrap/0/remark'),
  refused('a negative quantity in a list', set({ scrap: [{ quantity: pieces('-1'), reasonCode: 'BURR' }] }), '/scrap/0/quantity/value'),
  refused('scrap in another unit than the yield', set({ scrap: [{ quantity: { value: '1', unit: 'KGM' }, reasonCode: 'BURR' }] }), '/scrap/0/quantity/unit'),
  refused('rework in another unit than the yield', set({ rework: { value: '1', unit: 'KGM' } }), '/rework/unit'),
  refused('finished before it was started', set({ startedAt: '2026-11-22T06:40:00+01:00', finishedAt: '2026-11-22T06:00:00+01:00' }), '/finishedAt'),
  refused('an instant without offset', set({ finishedAt: '2026-11-22T06:40:00' }), '/finishedAt'),
  refused('an instant that no calendar has', set({ finishedAt: '2026-02-30T06:40:00+01:00' }), '/finishedAt'),
  { name: 'a body of 10 MB', body: set({ confirmationId: 'x'.repeat(10 * 1024 * 1024) }), status: 413, code: 'BODY_TOO_LARGE', findings: [], stored: nothing },
  { name: 'broken JSON', text: (good) => good.slice(0, -1), status: 400, code: 'JSON_INVALID', findings: [''], stored: nothing },
  { name: 'no body', text: () => '', status: 400, code: 'VALIDATION_FAILED', findings: [''], stored: nothing },
  { name: 'a key twice in one object', text: (good) => good.replace('"kind":', '"kind":"final","kind":'), status: 400, code: 'JSON_DUPLICATE_KEY', findings: ['/kind'], stored: nothing },
  { name: 'the key __proto__', text: (good) => good.replace('"kind":', '"__proto__":{"isAdmin":true},"kind":'), status: 400, code: 'JSON_FORBIDDEN_KEY', findings: ['/__proto__'], stored: nothing },
  { name: 'nested 40 levels deep', text: () => `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`, status: 400, code: 'JSON_TOO_DEEP', findings: [], stored: nothing },
  { name: 'another media type', contentType: 'text/plain', status: 415, code: 'MEDIA_TYPE_UNSUPPORTED', findings: [], stored: nothing },
  { name: 'an order of another site', before: 'orderKnownAtOtherSite', body: set({ workOrderId: 'WO-9001' }), status: 404, code: 'WORK_ORDER_NOT_AT_SITE', findings: ['/workOrderId'], stored: nothing },
  { name: 'the same id with another body', before: 'goodWasAccepted', body: set({ yield: pieces('13') }), status: 422, code: 'IDEMPOTENCY_BODY_MISMATCH', findings: ['/confirmationId'], stored: nothing },
];

/** Who asks, where and how: refused, nothing stored, nothing sent. */
export const ACCESS_CASES: readonly BadInputCase[] = [
  { name: 'no credential', role: null, status: 401, code: 'CREDENTIAL_MISSING', findings: [], stored: nothing },
  { name: 'a role that may not do this', role: 'supplier', status: 403, code: 'ROLE_NOT_ALLOWED', findings: [], stored: nothing },
  { name: 'an unknown site', siteId: 'NOWHERE', status: 404, code: 'SITE_NOT_FOUND', findings: [], stored: nothing },
  { name: 'another method', method: 'PUT', status: 405, code: 'METHOD_NOT_ALLOWED', findings: [], stored: nothing },
];

const stays = (state: MessageState, code: ErrorCode) => ({ state, code });

/** State of the business: the plant reports a physical fact, so it is accepted and its reason is shown. */
export const BUSINESS_CASES: readonly BadInputCase[] = [
  { name: 'an order that no ERP knows', body: set({ workOrderId: 'WO-4711' }), status: 202, stored: stays('parked', 'ORDER_UNKNOWN') },
  { name: 'an order that is not released', body: set({ workOrderId: 'WO-1002' }), status: 202, stored: stays('parked', 'ORDER_NOT_RELEASED') },
  { name: 'a closed order', before: 'orderClosed', status: 202, stored: stays('parked', 'ORDER_CLOSED') },
  { name: 'an operation out of sequence', body: set({ operationId: '0020', workCenterId: 'WC-20' }), status: 202, stored: stays('waiting', 'PREDECESSOR_OPEN') },
  { name: 'an unknown operation', body: set({ operationId: '0099' }), status: 202, stored: stays('parked', 'OPERATION_UNKNOWN') },
  { name: 'an unknown lot', body: set({ consumptions: [{ itemId: 'RM-1', lotId: 'LOT-UNKNOWN', backflush: true }] }), status: 202, stored: stays('parked', 'LOT_UNKNOWN') },
  { name: 'an unknown item', body: set({ consumptions: [{ itemId: 'RM-UNKNOWN', quantity: { value: '9', unit: 'KGM' } }] }), status: 202, stored: stays('parked', 'ITEM_UNKNOWN') },
  { name: 'a component reported that the ERP backflushes', body: set({ consumptions: [{ itemId: 'RM-1', quantity: { value: '9', unit: 'KGM' } }] }), status: 202, stored: stays('parked', 'ISSUE_METHOD_MIXED') },
  { name: 'a closed period', body: set({ postingDate: '2026-10-15' }), status: 202, stored: stays('parked', 'PERIOD_CLOSED') },
  { name: 'a period that is not open yet', body: set({ postingDate: '2026-12-15' }), status: 202, stored: stays('waiting', 'PERIOD_NOT_OPEN_YET') },
  { name: 'more than ordered and tolerated', body: set({ yield: pieces('106') }), status: 202, stored: stays('parked', 'OVER_TOLERANCE') },
  { name: 'the ERP does not answer', before: 'erpDown', status: 202, stored: stays('retrying', 'ERP_UNAVAILABLE') },
];

export const BAD_INPUT_CASES: readonly BadInputCase[] = [...SHAPE_CASES, ...ACCESS_CASES, ...BUSINESS_CASES];
