import { describe, expect, it } from '@jest/globals';
import type { ErpEngine } from '../src/engine/erp-engine.js';
import type { ErpCommand } from '../src/engine/erp-command.js';
import { orderStatus } from '../src/engine/rules/order.rule.js';
import { AT, confirmation, costRows, engineOf, kilograms, minutes, pieces, posted, refused, reversal, TODAY } from './erp-engine.fixture.js';

const WORK_ORDER = 'WO-1001';
const plan: ErpCommand & { readonly type: 'createPlannedOrder' } = {
  type: 'createPlannedOrder', at: AT, reference: 'plan-1',
  plannedOrder: { plannedOrderId: 'PLN-1', itemId: 'FG-100', quantity: pieces('60'), startAt: '2026-11-23T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z', customerOrderId: 'CO-8001', customerOrderLineId: '10' },
};
const convert: ErpCommand & { readonly type: 'convertPlannedOrder' } = { type: 'convertPlannedOrder', at: AT, reference: 'convert-1', plannedOrderId: 'PLN-1' };
const issue = (changes: Partial<ErpCommand & { readonly type: 'issueGoods' }> = {}): ErpCommand & { readonly type: 'issueGoods' } => ({
  type: 'issueGoods', at: AT, reference: 'issue-1', workOrderId: WORK_ORDER, operationId: '0010', itemId: 'RM-2', lotId: 'RM2-A', quantity: kilograms('2.5'), postingDate: TODAY, ...changes,
});
const claimsOf = (engine: ErpEngine, owner: string) => engine.reservations().filter(({ workOrderId, plannedOrderId }) => owner === (workOrderId ?? plannedOrderId)).map(({ itemId, quantity: { value } }) => `${itemId} ${value}`);
const happened = (engine: ErpEngine, workOrderId = WORK_ORDER) => engine.orderChanges().filter((change) => change.workOrderId === workOrderId).map(({ what, reference }) => (reference === undefined ? what : `${what} ${reference}`));

describe('Planned orders in the ERP', () => {
  it('become a created work order with a number of the ERP', () => {
    const engine = engineOf();

    posted(engine, plan);
    const { status, conversion } = posted(engine, convert);

    expect([status, conversion]).toEqual(['converted', { reference: 'convert-1', workOrderId: 'WP-7000001', enteredAt: AT }]);
    expect(engine.order('WP-7000001')).toMatchObject({ itemId: 'FG-100', quantity: pieces('60'), phase: 'created', startAt: '2026-11-23T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z', overDeliveryTolerancePercent: '5' });
    expect(happened(engine, 'WP-7000001')).toEqual(['created convert-1']);
  });

  it('do not take a number that a clerk has used', () => {
    const engine = engineOf();
    posted(engine, { type: 'createOrder', at: AT, order: { workOrderId: 'WP-7000001', itemId: 'FG-100', quantity: pieces('1'), overDeliveryTolerancePercent: '0', startAt: AT, dueAt: AT, released: false } });

    posted(engine, plan);

    expect(posted(engine, convert).conversion?.workOrderId).toBe('WP-7000002');
  });

  it('have claim to the material of their bill until they are cancelled, or their work order has it', () => {
    const engine = engineOf();
    posted(engine, plan);
    posted(engine, { ...plan, reference: 'plan-2', plannedOrder: { ...plan.plannedOrder, plannedOrderId: 'PLN-2' } });
    const planned = claimsOf(engine, 'PLN-1');

    posted(engine, convert);
    posted(engine, { type: 'cancelPlannedOrder', at: AT, plannedOrderId: 'PLN-2' });

    expect(planned).toEqual(['CP-2 120', 'RM-1 45']); // 60 × 2, 60 × 0.75 kg
    expect([claimsOf(engine, 'PLN-1'), claimsOf(engine, 'PLN-2'), claimsOf(engine, 'WP-7000001')]).toEqual([[], [], planned]);
  });
});

describe('Claims of a work order to material', () => {
  it('shrink with what is withdrawn, and end with the operation', () => {
    const engine = engineOf();
    const before = claimsOf(engine, WORK_ORDER);

    posted(engine, confirmation({ yield: pieces('40') }));
    const halfway = claimsOf(engine, WORK_ORDER);
    posted(engine, confirmation({ kind: 'final', yield: pieces('50') })); // ten pieces less than ordered

    expect([before, halfway, claimsOf(engine, WORK_ORDER)]).toEqual([['CP-2 200', 'RM-1 75'], ['CP-2 200', 'RM-1 45'], ['CP-2 200']]);
  });

  it('keep what a final confirmation was short of', () => {
    const engine = engineOf({ openingStock: [] });

    posted(engine, confirmation({ kind: 'final', yield: pieces('100') }));

    expect(claimsOf(engine, WORK_ORDER)).toEqual(['CP-2 200', 'RM-1 75']);
  });

  it('follow another quantity, and are gone with the order', () => {
    const engine = engineOf();

    posted(engine, { type: 'changeOrder', at: AT, workOrderId: WORK_ORDER, quantity: pieces('80') });
    const less = claimsOf(engine, WORK_ORDER);
    posted(engine, { type: 'cancelOrder', at: AT, workOrderId: WORK_ORDER });

    expect([less, claimsOf(engine, WORK_ORDER)]).toEqual([['CP-2 160', 'RM-1 60'], []]);
  });
});

describe('Material that is issued to an order by itself', () => {
  it('leaves the stock of its lot and charges the order at standard cost', () => {
    const engine = engineOf();
    const inLot = () => engine.balances().find(({ lotId }) => lotId === 'RM2-A')?.quantity.value;

    const document = posted(engine, issue());

    expect(inLot()).toBe('1797.5');
    expect(document).toMatchObject({ reference: 'issue-1', postingDate: TODAY, lines: [{ kind: 'issue', itemId: 'RM-2', lotId: 'RM2-A', workOrderId: WORK_ORDER, quantity: kilograms('2.5') }] });
    expect(document.confirmationNumber).toBeUndefined();
    expect(costRows(engine)).toEqual([['issue', 'wip WO-1001 46.25', 'stock RM-2 -46.25']]); // 2.5 kg × 18.50
  });

  it('rounds its running total together with what confirmations report', () => {
    const engine = engineOf();
    const third = { itemId: 'RM-2', lotId: 'RM2-A', quantity: { value: '333.4', unit: 'GRM' } };

    posted(engine, issue(third));
    posted(engine, confirmation({ yield: pieces('1'), consumptions: [{ ...third, backflush: false }] }));
    posted(engine, issue({ ...third, reference: 'issue-2' }));

    // 1,000.2 g are 1.000 kg: 0.333, 0.334 and 0.333
    expect(engine.stockDocuments().flatMap(({ lines }) => lines).filter(({ kind, itemId }) => kind === 'issue' && itemId === 'RM-2').map(({ quantity }) => quantity.value)).toEqual(['0.333', '0.334', '0.333']);
  });

  it('is settled at once when the order is settled', () => {
    const engine = engineOf();
    posted(engine, confirmation({ kind: 'final', yield: pieces('100'), activities: [minutes('run', 150)] }));
    posted(engine, confirmation({ operationId: '0020', kind: 'final', yield: pieces('100') }));

    posted(engine, issue());

    expect(engine.balanceOf('wip', WORK_ORDER)).toBe('0.00');
    expect(costRows(engine).slice(-2)).toEqual([['issue', 'wip WO-1001 46.25', 'stock RM-2 -46.25'], ['settlement', 'usageVariance WO-1001 46.25', 'wip WO-1001 -46.25']]);
  });

  it('stays when a confirmation of the same item is reversed', () => {
    const engine = engineOf();
    posted(engine, issue());
    const { number } = posted(engine, confirmation({ yield: pieces('1'), consumptions: [{ itemId: 'RM-2', lotId: 'RM2-A', quantity: kilograms('1'), backflush: false }] }));

    posted(engine, reversal(number));

    expect(engine.order(WORK_ORDER)?.reported['RM-2']?.booked).toBe('2.5');
    expect(engine.balances().find(({ lotId }) => lotId === 'RM2-A')?.quantity.value).toBe('1797.5');
  });
});

describe('The log of what happened to orders', () => {
  it('has whatever changed an order, whoever did it, and no lock', () => {
    const engine = engineOf();
    const state = (type: 'holdOrder' | 'resumeOrder' | 'cancelOrder', reference?: string): ErpCommand => ({ type, at: AT, workOrderId: WORK_ORDER, ...(reference === undefined ? {} : { reference }) });

    posted(engine, state('holdOrder', 'ours-1'));
    posted(engine, state('resumeOrder'));
    posted(engine, { type: 'changeOrder', at: AT, workOrderId: WORK_ORDER, quantity: pieces('90'), dueAt: '2026-11-30T13:00:00.000Z' });
    posted(engine, { type: 'lockOrder', at: AT, workOrderId: WORK_ORDER, user: 'MILLER' });
    posted(engine, { type: 'unlockOrder', at: AT, workOrderId: WORK_ORDER });
    const { number } = posted(engine, confirmation({ reference: 'ours-2', yield: pieces('1') }));
    posted(engine, reversal(number));
    posted(engine, issue());
    posted(engine, state('cancelOrder'));

    expect(happened(engine)).toEqual(['created', 'released', 'held ours-1', 'resumed', 'quantityChanged', 'dateChanged', 'confirmed ours-2', 'reversed undo', 'issued issue-1', 'cancelled']);
    expect(orderStatus(engine.order(WORK_ORDER)!)).toBe('cancelled');
    expect(engine.orderChanges().at(-1)?.revision).toBe(engine.order(WORK_ORDER)?.revision);
    expect(engine.orderChanges().map(({ number: line }) => line)).toEqual(engine.orderChanges().map((_change, index) => String(8_000_000_001 + index)));
  });

  it('has nothing of a command that is refused', () => {
    const engine = engineOf();
    const before = engine.orderChanges().length;

    expect(refused(engine, { type: 'holdOrder', at: AT, workOrderId: WORK_ORDER, reference: 'ours-1', expectedRevision: '7' })).toBe('REVISION_STALE');

    expect(engine.orderChanges()).toHaveLength(before);
  });

  it('has the issue of a component that was short when it is made up for', () => {
    const engine = engineOf({ openingStock: [] });
    posted(engine, confirmation({ yield: pieces('10') }));

    posted(engine, { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-N', quantity: kilograms('100'), postingDate: TODAY });

    expect(happened(engine).slice(-2)).toEqual([expect.stringMatching(/^confirmed ref-/), 'issued']);
  });
});

it('The status of a lot is a numbered document that says what it was before', () => {
  const engine = engineOf();

  const change = posted(engine, { type: 'setLotStatus', at: AT, itemId: 'RM-1', lotId: 'RM1-Q', status: 'unrestricted', reference: 'ours-1', reason: 'Inspection INS-1.' });

  expect(change).toEqual({ number: '9000000001', itemId: 'RM-1', lotId: 'RM1-Q', before: 'qualityInspection', status: 'unrestricted', enteredAt: AT, reference: 'ours-1', reason: 'Inspection INS-1.' });
  expect(engine.lotStatusChanges()).toEqual([change]);
});
