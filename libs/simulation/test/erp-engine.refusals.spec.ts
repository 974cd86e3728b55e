import { describe, expect, it } from '@jest/globals';
import type { ErpCommand } from '../src/engine/erp-command.js';
import type { NewPlannedOrder, PlantData } from '../src/engine/plant-data.js';
import { REFUSAL_CODES } from '../src/engine/refusal.js';
import type { RefusalCode } from '../src/engine/refusal.js';
import { AT, confirmation, engineOf, itemsWith, kilograms, pieces, plant, posted, refused, reversal, snapshot, TODAY } from './erp-engine.fixture.js';

/** A command that must be refused, after what went before it, in the demo plant with some changes. */
interface Case {
  readonly what: string;
  readonly command: ErpCommand;
  readonly before?: readonly ErpCommand[];
  readonly plant?: Partial<PlantData>;
}

const FIRST = '4000000001';
const order = plant().orders[0];
const one = confirmation({ yield: pieces('1') });
const receipt = { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: kilograms('1'), postingDate: TODAY } as const;
const lock: ErpCommand = { type: 'lockOrder', at: AT, workOrderId: 'WO-1001', user: 'MILLER' };
const close: ErpCommand = { type: 'closeOrder', at: AT, workOrderId: 'WO-1001' };
const plan = (changes: Partial<NewPlannedOrder> = {}): ErpCommand => ({
  type: 'createPlannedOrder', at: AT, reference: 'p-1', plannedOrder: { plannedOrderId: 'PLN-1', itemId: 'FG-200', quantity: pieces('10'), startAt: AT, dueAt: AT, ...changes },
});
const convert: ErpCommand = { type: 'convertPlannedOrder', at: AT, reference: 'c-1', plannedOrderId: 'PLN-1' };
const cancelPlan: ErpCommand = { type: 'cancelPlannedOrder', at: AT, plannedOrderId: 'PLN-1' };
/** 1 kg of RM-2 to WO-1001, whose bill of material does not name it. */
const issue = (changes: Partial<ErpCommand & { readonly type: 'issueGoods' }> = {}): ErpCommand => ({
  type: 'issueGoods', at: AT, reference: 'i-1', workOrderId: 'WO-1001', operationId: '0010', itemId: 'RM-2', lotId: 'RM2-A', quantity: kilograms('1'), postingDate: TODAY, ...changes,
});
const change = (type: 'releaseOrder' | 'holdOrder' | 'closeOrder' | 'cancelOrder', workOrderId = 'WO-1001'): ErpCommand => ({ type, at: AT, workOrderId });
const changed = (changes: Partial<ErpCommand & { readonly type: 'changeOrder' }>): ErpCommand => ({ type: 'changeOrder', at: AT, workOrderId: 'WO-1001', ...changes });
const create = (changes: Partial<typeof order>): ErpCommand => ({ type: 'createOrder', at: AT, order: { ...order, workOrderId: 'WO-9', ...changes } });
const used = (itemId: string, lotId: string | undefined, backflush: boolean): ErpCommand =>
  confirmation({ yield: pieces('1'), consumptions: [{ itemId, ...(lotId === undefined ? {} : { lotId }), backflush, ...(backflush ? {} : { quantity: { value: '1', unit: 'KGM' } }) }] });
const dated = (postingDate: string): ErpCommand => ({ ...one, postingDate });

/** SA-10 is lot-tracked; its last operation is 0030. */
const lotPlant = { orders: [{ ...order, itemId: 'SA-10' }] };
const upToLast = ['0010', '0020'].map((operationId) => confirmation({ operationId, yield: pieces('10') }));
const intoLots = (...lots: readonly (readonly [string, string])[]): ErpCommand =>
  confirmation({ operationId: '0030', yield: pieces('10'), producedLots: lots.map(([lotId, value]) => ({ lotId, quantity: pieces(value) })) });

const serialPlant = { items: itemsWith('FG-100', { tracking: 'serial' }) };
const serials = (...serialNumbers: readonly string[]): ErpCommand => confirmation({ operationId: '0020', yield: pieces('2'), serialNumbers });
const withoutBill = { bills: plant().bills.filter(({ itemId }) => itemId !== 'FG-200'), orders: [] };
const withoutRouting = { routings: plant().routings.filter(({ itemId }) => itemId !== 'FG-200'), orders: [] };
const withoutOperations = {
  routings: plant().routings.map((routing) => (routing.itemId === 'FG-200' ? { ...routing, operations: [] } : routing)),
  bills: plant().bills.map((bill) => (bill.itemId === 'FG-200' ? { ...bill, components: [] } : bill)), orders: [],
};
const shorterRouting = { routings: plant().routings.map((routing) => (routing.itemId === 'FG-200' ? { ...routing, operations: routing.operations.slice(0, 1) } : routing)), orders: [] };

const CASES: Readonly<Record<RefusalCode, readonly Case[]>> = {
  MALFORMED: [
    { what: 'a negative quantity', command: { ...one, yield: pieces('-1') } },
    { what: 'a quantity with an exponent', command: { ...one, yield: pieces('1e3') } },
    { what: 'a negative rework', command: { ...one, rework: pieces('-1') } },
    { what: 'a negative scrap', command: { ...one, scrap: [{ quantity: pieces('-1'), reasonCode: 'BURR' }] } },
    { what: 'a negative by-product', command: { ...one, otherOutputs: [{ itemId: 'BY-1', type: 'byProduct', quantity: kilograms('-1') }] } },
    { what: 'a negative time', command: { ...one, activities: [{ activity: 'run', seconds: '-1' }] } },
    { what: 'a negative lot quantity', plant: lotPlant, before: upToLast, command: intoLots(['P-1', '-1']) },
    { what: 'a negative consumption', command: { ...one, consumptions: [{ itemId: 'PK-1', quantity: pieces('-1'), backflush: false }] } },
    { what: 'a consumption with a quantity that is backflushed as well', command: { ...one, consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', quantity: kilograms('1'), backflush: true }] } },
    { what: 'a lot name that could be mistaken', plant: lotPlant, before: upToLast, command: intoLots(['P|1', '10']) },
    { what: 'a by-product lot name that could be mistaken', command: { ...one, otherOutputs: [{ itemId: 'SA-10', type: 'coProduct', quantity: pieces('1'), lotId: 'P|1' }] } },
    { what: 'no reference', command: { ...one, reference: '' } },
    { what: 'a reversal without reference', before: [one], command: { ...reversal(FIRST), reference: '' } },
    { what: 'a posting day that does not exist', command: dated('2026-02-30') },
    { what: 'a time before the last one', before: [one], command: { ...one, at: '2026-11-22T07:59:59.999Z' } },
    { what: 'a time that is none', command: { ...one, at: 'noon' } },
    { what: 'a command that does not exist', command: { type: 'sell', at: AT } as unknown as ErpCommand },
    { what: 'a receipt of nothing', command: { ...receipt, quantity: kilograms('0') } },
    { what: 'a receipt into a lot with a wrong name', command: { ...receipt, lotId: '' } },
    { what: 'a receipt at a place with a wrong name', command: { ...receipt, locationId: 'A|B' } },
    { what: 'an order for nothing', command: create({ quantity: pieces('0') }) },
    { what: 'an order number that could be mistaken', command: create({ workOrderId: 'WO|9' }) },
    { what: 'a negative tolerance', command: create({ overDeliveryTolerancePercent: '-5' }) },
    { what: 'an under-delivery of more than all', command: create({ underDeliveryTolerancePercent: '101' }) },
    { what: 'a change of nothing', command: changed({}) },
    { what: 'a change to a quantity of nothing', command: changed({ quantity: pieces('0') }) },
    { what: 'a change to a time that is none', command: changed({ dueAt: 'noon' }) },
    { what: 'a hold with a name that could be mistaken', command: { type: 'holdOrder', at: AT, workOrderId: 'WO-1001', reference: 'a|b' } },
    { what: 'a change without a name that was meant to have one', command: changed({ quantity: pieces('90'), reference: '' }) },
    { what: 'a lot status with a name that could be mistaken', command: { type: 'setLotStatus', at: AT, itemId: 'RM-1', lotId: 'RM1-A', status: 'blocked', reference: 'a|b' } },
    { what: 'an issue of nothing', command: issue({ quantity: kilograms('0') }) },
    { what: 'an issue that is nothing once it is rounded', command: issue({ quantity: kilograms('0.0001') }) },
    { what: 'an issue without reference', command: issue({ reference: '' }) },
    { what: 'a planned order number that could be mistaken', command: plan({ plannedOrderId: 'P|1' }) },
    { what: 'a planned order with a time that is none', command: plan({ dueAt: 'noon' }) },
    { what: 'a planned order for nothing', command: plan({ quantity: pieces('0') }) },
    { what: 'a second set of plant data', command: { type: 'seedPlant', at: AT, plant: plant() } },
  ],
  ORDER_UNKNOWN: [
    { what: 'an unknown order', command: { ...one, workOrderId: 'WO-1' } }, { what: 'the release of an unknown order', command: change('releaseOrder', 'WO-1') },
    { what: 'an issue to an unknown order', command: issue({ workOrderId: 'WO-1' }) },
    { what: 'the change of an unknown order', command: changed({ workOrderId: 'WO-1', quantity: pieces('1') }) },
  ],
  ORDER_EXISTS: [{ what: 'an order that exists', command: create({ workOrderId: 'WO-1001' }) }],
  ORDER_NOT_CREATED: [
    { what: 'the release of a released order', command: change('releaseOrder') },
    { what: 'the release of a released order on hold', before: [change('holdOrder')], command: change('releaseOrder') },
  ],
  ORDER_NOT_RELEASED: [
    { what: 'a created order', command: { ...one, workOrderId: 'WO-1002' } },
    { what: 'an issue to a created order', command: issue({ workOrderId: 'WO-1002' }) },
    { what: 'a created order on hold', before: [change('holdOrder', 'WO-1002')], command: { ...one, workOrderId: 'WO-1002' } },
  ],
  ORDER_ON_HOLD: [
    { what: 'an order on hold', before: [change('holdOrder')], command: one },
    { what: 'an issue to an order on hold', before: [change('holdOrder')], command: issue() },
    { what: 'the release of a created order on hold', before: [change('holdOrder', 'WO-1002')], command: change('releaseOrder', 'WO-1002') },
  ],
  ORDER_CLOSED: [
    { what: 'a closed order', before: [close], command: one },
    { what: 'an issue to a closed order', before: [close], command: issue() },
    { what: 'a cancelled order', before: [change('cancelOrder')], command: one },
    { what: 'the reversal on a closed order', before: [one, close], command: reversal(FIRST) },
    { what: 'the hold of a closed order', before: [close], command: change('holdOrder') },
    { what: 'the lock of a closed order', before: [close], command: lock },
    { what: 'the change of a closed order', before: [close], command: changed({ quantity: pieces('90') }) },
    { what: 'the change of a cancelled order', before: [change('cancelOrder')], command: changed({ dueAt: AT }) },
  ],
  ORDER_LOCKED: [
    { what: 'an order that is locked', before: [lock], command: one },
    { what: 'an issue to a locked order', before: [lock], command: issue() },
    { what: 'the reversal on a locked order', before: [one, lock], command: reversal(FIRST) },
    { what: 'the release of a locked order', before: [{ ...lock, workOrderId: 'WO-1002' } as ErpCommand], command: change('releaseOrder', 'WO-1002') },
    { what: 'the change of a locked order', before: [lock], command: changed({ quantity: pieces('90') }) },
    { what: 'an order that another user has locked', before: [lock], command: lock },
  ],
  REVISION_STALE: [
    { what: 'the hold of an order that was confirmed meanwhile', before: [one], command: { type: 'holdOrder', at: AT, workOrderId: 'WO-1001', expectedRevision: '1' } },
    { what: 'another quantity for an order that was held meanwhile', before: [change('holdOrder')], command: changed({ quantity: pieces('90'), expectedRevision: '1' }) },
  ],
  PLANNED_ORDER_UNKNOWN: [{ what: 'the conversion of an unknown planned order', command: convert }, { what: 'the cancellation of one', command: cancelPlan }],
  PLANNED_ORDER_EXISTS: [{ what: 'a planned order that exists', before: [plan()], command: plan({ quantity: pieces('20') }) }],
  PLANNED_ORDER_CONVERTED: [{ what: 'a second conversion', before: [plan(), convert], command: convert }, { what: 'the cancellation of a converted plan', before: [plan(), convert], command: cancelPlan }],
  PLANNED_ORDER_CANCELLED: [{ what: 'the conversion of a cancelled plan', before: [plan(), cancelPlan], command: convert }],
  OPERATION_UNKNOWN: [{ what: 'an unknown operation', command: { ...one, operationId: '0099' } }, { what: 'an issue to an unknown operation', command: issue({ operationId: '0099' }) }],
  OPERATION_ALREADY_FINAL: [{ what: 'an operation that is finished', before: [{ ...one, kind: 'final' }], command: one }],
  PREDECESSOR_OPEN: [{ what: 'more than the operation before has yielded', before: [one], command: confirmation({ operationId: '0020', yield: pieces('2') }) }],
  SUCCESSOR_CONFIRMED: [{ what: 'the reversal of what the next operation has used', before: [one, confirmation({ operationId: '0020', yield: pieces('1') })], command: reversal(FIRST) }],
  OVER_TOLERANCE: [
    { what: 'a total of 106 for 100 with 5 %', before: [confirmation({ yield: pieces('105') })], command: one },
    { what: 'a total of 101 for 100 without tolerance', plant: { orders: [{ ...order, overDeliveryTolerancePercent: '0' }] }, command: confirmation({ yield: pieces('101') }) },
  ],
  BELOW_CONFIRMED: [
    { what: 'a quantity below what the first operation has yielded', before: [confirmation({ yield: pieces('60') })], command: changed({ quantity: pieces('59') }) },
    { what: 'a quantity below what is confirmed, within the tolerance', before: [confirmation({ yield: pieces('100') })], command: changed({ quantity: pieces('96') }) },
  ],
  LOT_SUM_WRONG: [{ what: 'lots that do not add up to the yield', plant: lotPlant, before: upToLast, command: intoLots(['P-1', '4'], ['P-2', '5']) }],
  ITEM_UNKNOWN: [
    { what: 'the consumption of an unknown item', command: used('XX', undefined, false) },
    { what: 'an unknown by-product', command: { ...one, otherOutputs: [{ itemId: 'XX', type: 'byProduct', quantity: pieces('1') }] } },
    { what: 'the receipt of an unknown item', command: { ...receipt, itemId: 'XX' } },
    { what: 'the issue of an unknown item', command: issue({ itemId: 'XX' }) },
    { what: 'a planned order for an unknown item', command: plan({ itemId: 'XX' }) },
    { what: 'an order for an unknown item', command: create({ itemId: 'XX' }) },
  ],
  LOT_UNKNOWN: [
    { what: 'backflush from an unknown lot', command: used('RM-1', 'NO', true) },
    { what: 'an issue from an unknown lot', command: issue({ lotId: 'NO' }) },
    { what: 'a reported lot-tracked item without its lot', command: used('RM-2', undefined, false) },
    { what: 'the receipt of a lot-tracked item without lot', command: { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', quantity: kilograms('1'), postingDate: TODAY } },
    { what: 'the status of an unknown lot', command: { type: 'setLotStatus', at: AT, itemId: 'RM-1', lotId: 'NO', status: 'blocked' } },
  ],
  LOT_RESTRICTED: [
    { what: 'backflush from a lot in inspection', command: used('RM-1', 'RM1-Q', true) },
    { what: 'an issue from a blocked lot', command: issue({ lotId: 'RM2-X' }) },
    { what: 'consumption from a blocked lot', command: used('RM-2', 'RM2-X', false) },
    {
      what: 'yield into a blocked lot', plant: lotPlant, before: [...upToLast, { type: 'setLotStatus', at: AT, itemId: 'SA-10', lotId: 'SA10-A', status: 'blocked' }],
      command: intoLots(['SA10-A', '10']),
    },
    {
      what: 'a co-product into a blocked lot', before: [{ type: 'setLotStatus', at: AT, itemId: 'SA-10', lotId: 'SA10-A', status: 'blocked' }],
      command: { ...one, otherOutputs: [{ itemId: 'SA-10', type: 'coProduct', quantity: pieces('1'), lotId: 'SA10-A' }] },
    },
  ],
  SERIAL_INVALID: [
    { what: 'one serial number for two pieces', plant: serialPlant, before: [confirmation({ yield: pieces('2') })], command: serials('S1') },
    { what: 'the same serial number twice', plant: serialPlant, before: [confirmation({ yield: pieces('2') })], command: serials('S1', 'S1') },
    { what: 'a serial number that exists', plant: serialPlant, before: [confirmation({ yield: pieces('4') }), serials('S1', 'S2')], command: serials('S2', 'S3') },
  ],
  PERIOD_CLOSED: [
    { what: 'a closed period', command: dated('2026-10-31') },
    { what: 'a day before all periods', command: dated('2020-01-01') },
    { what: 'a reversal in a closed period', before: [one], command: { ...reversal(FIRST), postingDate: '2026-10-31' } },
    { what: 'an issue in a closed period', command: issue({ postingDate: '2026-10-31' }) },
    { what: 'a receipt in a closed period', command: { ...receipt, postingDate: '2026-10-31' } },
    { what: 'follow-ups in a closed period', command: { type: 'processFollowUps', at: AT, postingDate: '2026-10-31' } },
  ],
  PERIOD_NOT_OPEN_YET: [
    { what: 'a future period', command: dated('2026-12-01') },
    { what: 'an issue in a future period', command: issue({ postingDate: '2026-12-01' }) },
    { what: 'a day after all periods', command: dated('2027-06-01') },
    { what: 'closing an order with work in process after the open period', before: [one], command: { ...close, at: '2026-12-01T00:00:00.000Z' } },
  ],
  STOCK_SHORT: [
    { what: 'an issue of more than there is', command: issue({ quantity: kilograms('1800.001') }) },
    {
      what: 'the reversal of a receipt that has left the store', plant: { openingStock: plant().openingStock.filter(({ itemId }) => itemId !== 'FG-100') },
      before: [one, confirmation({ operationId: '0020', yield: pieces('1') }), confirmation({ workOrderId: 'WO-1003', consumptions: [{ itemId: 'FG-100', quantity: pieces('1'), backflush: false }] })],
      command: reversal('4000000002'),
    },
  ],
  UNIT_NOT_CONVERTIBLE: [
    { what: 'an issue of metres of a thing that is weighed', command: issue({ quantity: { value: '1', unit: 'MTR' } }) },
    { what: 'a planned order in litres', command: plan({ quantity: { value: '1', unit: 'LTR' } }) },
    { what: 'litres of a thing counted in pieces', command: { ...one, yield: { value: '1', unit: 'LTR' } } },
    { what: 'a receipt in pieces of a liquid', command: { ...receipt, itemId: 'RM-3', quantity: pieces('1') } },
    { what: 'the change of an order into litres', command: changed({ quantity: { value: '1', unit: 'LTR' } }) },
    { what: 'an order in litres', command: create({ quantity: { value: '1', unit: 'LTR' } }) },
  ],
  REASON_UNKNOWN: [
    { what: 'an unknown reason', command: { ...one, scrap: [{ quantity: pieces('1'), reasonCode: 'RUST' }] } },
    { what: 'a reason that is not used any more', plant: { reasons: plant().reasons.map((reason) => ({ ...reason, active: false })) }, command: { ...one, scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }] } },
  ],
  WORK_CENTER_UNKNOWN: [{ what: 'an unknown work center', command: { ...one, workCenterId: 'WC-99' } }],
  ISSUE_METHOD_MIXED: [
    { what: 'a backflushed component that is reported too', command: used('RM-1', 'RM1-A', false) },
    { what: 'the issue of a backflushed component', command: issue({ itemId: 'RM-1', lotId: 'RM1-A' }) },
    { what: 'backflush of what the bill leaves to the report', command: used('PK-1', undefined, true) },
    { what: 'backflush of what another operation uses', command: used('CP-2', undefined, true) },
  ],
  CONFIRMATION_UNKNOWN: [{ what: 'the reversal of nothing', command: reversal('1') }],
  ALREADY_REVERSED: [
    { what: 'a second reversal', before: [one, reversal(FIRST)], command: reversal(FIRST) },
    { what: 'the reversal of a reversal', before: [one, reversal(FIRST)], command: reversal('4000000002') },
  ],
  BILL_OR_ROUTING_MISSING: [
    { what: 'a planned order for a bought item', command: plan({ itemId: 'RM-1', quantity: kilograms('1') }) },
    { what: 'an order for a bought item', command: create({ itemId: 'RM-1' }) },
    { what: 'an item without bill of material', plant: withoutBill, command: create({ itemId: 'FG-200' }) },
    { what: 'an item without routing', plant: withoutRouting, command: create({ itemId: 'FG-200' }) },
    { what: 'an item whose routing and bill are empty', plant: withoutOperations, command: create({ itemId: 'FG-200' }) },
    { what: 'a bill that uses a component at an operation which the routing lacks', plant: shorterRouting, command: create({ itemId: 'FG-200' }) },
  ],
};

describe('the ERP refuses, without any change,', () => {
  it.each(REFUSAL_CODES.flatMap((code) => CASES[code].map((example) => [example.what, code, example] as const)))('%s with %s', (_what, code, { command, before = [], plant: changes }) => {
    const engine = engineOf(changes);
    for (const earlier of before) posted(engine, earlier);
    const state = snapshot(engine);

    expect(refused(engine, command)).toBe(code);

    expect(snapshot(engine)).toBe(state);
  });

  it.each(REFUSAL_CODES)('%s only for cause: there is a case of it', (code) => {
    expect(CASES[code].length).toBeGreaterThan(0);
  });
});
