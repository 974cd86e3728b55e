import { describe, expect, it } from '@jest/globals';
import { isUnderDelivered, orderStatus } from '../src/engine/rules/order.rule.js';
import type { ErpCommand } from '../src/engine/erp-command.js';
import { ErpEngine } from '../src/engine/erp-engine.js';
import { AT, confirmation, costRows, engineOf, euro, itemsWith, kilograms, minutes, pieces, plant, posted, refused, reversal, snapshot, TODAY } from './erp-engine.fixture.js';

const receipt = { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: kilograms('100'), postingDate: TODAY } as const;

describe('stock at standard cost', () => {
  it('opens with the value of the opening stock', () => {
    const engine = engineOf({ openingStock: [{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: kilograms('40') }] });

    expect(engine.costEntries()).toEqual([expect.objectContaining({
      number: '6000000001', event: 'opening', lines: [{ account: 'stock', object: 'RM-1', debit: '480.00', credit: '0.00' }, { account: 'openingClearing', object: 'RM-1', debit: '0.00', credit: '480.00' }],
    })]);
  });

  it('receives bought goods at standard, whatever their price', () => {
    const engine = engineOf({ openingStock: [] });

    posted(engine, receipt);
    posted(engine, { ...receipt, unitPrice: euro('12.50') });

    // 100 kg at 12.00; then the supplier asks 1,250.00 for the same: 50.00 dearer than standard.
    expect(engine.costEntries().map(({ lines }) => lines.map(({ account, debit, credit }) => [account, debit, credit]))).toEqual([
      [['stock', '1200.00', '0.00'], ['receiptClearing', '0.00', '1200.00']],
      [['stock', '1200.00', '0.00'], ['priceDifference', '50.00', '0.00'], ['receiptClearing', '0.00', '1250.00']],
    ]);
    expect(refused(engine, { ...receipt, unitPrice: { amount: '12.50', currency: 'USD' } })).toBe('MALFORMED');
    expect(refused(engine, { ...receipt, unitPrice: euro('-1') })).toBe('MALFORMED');
  });

  it('never drifts from stock × standard cost: the cent of rounding has an account of its own', () => {
    // One piece uses a third of a kilogram of RM-1 at 12.00: issues of 0.333, 0.334 and 0.333 kg are worth 3.996, 4.008 and 3.996, rounded 4.00, 4.01 and 4.00.
    const bills = plant().bills.map((bill) => (bill.itemId === 'FG-100' ? { ...bill, lotSize: pieces('3'), components: [{ ...bill.components[0], quantity: kilograms('1') }] } : bill));
    const engine = engineOf({ bills, openingStock: [{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: kilograms('1') }] });

    const [, second] = ['a', 'b', 'c'].map((reference) => posted(engine, confirmation({ reference, yield: pieces('1') })));

    expect(engine.balanceOf('wip', 'WO-1001')).toBe('12.01');
    expect(engine.balanceOf('stock', 'RM-1')).toBe('0.00'); // nothing is left, so nothing is worth anything
    expect(engine.balanceOf('roundingDifference', 'RM-1')).toBe('-0.01');
    posted(engine, reversal(second.number));
    expect(engine.balanceOf('wip', 'WO-1001')).toBe('8.00'); // exactly without the 4.01
    expect(engine.balanceOf('stock', 'RM-1')).toBe('4.01'); // 0.334 kg
  });

  it('rounds half a cent to the even one', () => {
    const engine = engineOf({ items: itemsWith('RM-1', { standardCost: euro('0.05') }), openingStock: [] });

    posted(engine, { ...receipt, quantity: kilograms('0.1') }); // 0.005
    expect(engine.balanceOf('receiptClearing')).toBe('0.00');
    posted(engine, { ...receipt, quantity: kilograms('0.3') }); // 0.015
    expect(engine.balanceOf('receiptClearing')).toBe('-0.02');
  });

  it('lets stock fall below zero only where the item says so, at standard cost', () => {
    const openingStock = [{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: kilograms('40') }];
    const engine = engineOf({ openingStock, items: itemsWith('RM-1', { negativeStockAllowed: true }) });

    posted(engine, confirmation({ yield: pieces('61') }));

    expect(engine.followUps()).toEqual([]);
    expect(engine.balances()).toEqual([expect.objectContaining({ lotId: 'RM1-A', quantity: kilograms('-5.75') })]);
    expect(engine.balanceOf('stock', 'RM-1')).toBe('-69.00');
  });

  it('gives a product that has left the store back below zero only where the item says so', () => {
    const openingStock = plant().openingStock.filter(({ itemId }) => itemId !== 'FG-100');
    const engine = engineOf({ openingStock, items: itemsWith('FG-100', { negativeStockAllowed: true }) });
    posted(engine, confirmation({ yield: pieces('10') }));
    const made = posted(engine, confirmation({ operationId: '0020', yield: pieces('10') }));
    posted(engine, confirmation({ workOrderId: 'WO-1003', consumptions: [{ itemId: 'FG-100', quantity: pieces('4'), backflush: false }] }));

    posted(engine, reversal(made.number));

    expect(engine.balanceOf('stock', 'FG-100')).toBe('-89.20'); // −4 × 22.30
  });

  it('takes a follow-up that names a lot from it only while it is unrestricted', () => {
    const engine = engineOf({ openingStock: [] });
    posted(engine, confirmation({ yield: pieces('10'), consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', backflush: true }] }));
    posted(engine, { type: 'setLotStatus', at: AT, itemId: 'RM-1', lotId: 'RM1-A', status: 'blocked' });

    posted(engine, receipt);
    expect(engine.followUps()[0].status).toBe('open');
    posted(engine, { type: 'setLotStatus', at: AT, itemId: 'RM-1', lotId: 'RM1-A', status: 'unrestricted' });
    expect(engine.followUps()[0].status).toBe('posted');
  });
});

describe('what an order is charged with', () => {
  it('costs set-up, run and teardown at the work center that did it, and no labor beside them', () => {
    const engine = engineOf({ openingStock: [] });

    posted(engine, confirmation({ workCenterId: 'WC-30', activities: [minutes('setup', 10), minutes('run', 20), minutes('teardown', 5), minutes('labor', 35)] }));

    expect(costRows(engine)).toEqual([['activity', 'wip WO-1001 31.50', 'absorption WC-30 -31.50']]); // 35 minutes at 54.00 an hour
  });

  it('credits WIP with co- and by-products at their standard', () => {
    const engine = engineOf();

    posted(engine, confirmation({ otherOutputs: [{ itemId: 'BY-1', type: 'byProduct', quantity: kilograms('12') }, { itemId: 'SA-10', type: 'coProduct', quantity: pieces('1') }] }));

    expect(costRows(engine)).toEqual([['productReceipt', 'stock BY-1 2.40', 'stock SA-10 72.60', 'wip WO-1001 -75.00']]);
  });

  it('does not use material for rework: the piece is reported again as good or as scrap', () => {
    const engine = engineOf();

    expect(posted(engine, confirmation({ yield: pieces('8'), rework: pieces('2') })).booked.demand).toEqual({ '0010': '6' });
    expect(posted(engine, confirmation({ yield: pieces('1'), scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }] })).booked.demand).toEqual({ '0010': '1.5' });
    expect(engine.order('WO-1001')!.operations[0].rework.booked).toBe('2');
  });
});

describe('settlement', () => {
  const finish = (operationId: string, good: string) => confirmation({ operationId, kind: 'final', yield: pieces(good) });

  it('shows material used off standard, and pieces left between operations, as usage variance', () => {
    const engine = engineOf();
    posted(engine, confirmation({ kind: 'final', yield: pieces('100'), activities: [minutes('setup', 28.2), minutes('run', 150)] }));

    posted(engine, { ...finish('0020', '94'), consumptions: [{ itemId: 'PK-1', quantity: pieces('10'), backflush: false }], activities: [minutes('run', 376)] });

    // Time is exactly standard: set-up 0.30 × 94, milling 100 × 1.50, assembly 94 × 3.00. Six milled pieces (9.00 + 1.50) and ten boxes (0.60) are not in the yield.
    expect(costRows(engine).at(-1)).toEqual(['settlement', 'usageVariance WO-1001 69.00', 'wip WO-1001 -69.00']);
  });

  it('follows a late report and its reversal: WIP stays 0.00', () => {
    const engine = engineOf();
    posted(engine, confirmation({ yield: pieces('100') }));
    posted(engine, finish('0020', '100'));

    const late = posted(engine, confirmation({ scrap: [{ quantity: pieces('2'), reasonCode: 'BURR' }], activities: [minutes('run', 3)] }));
    expect([engine.balanceOf('wip', 'WO-1001'), engine.balanceOf('scrapVariance', 'WO-1001')]).toEqual(['0.00', '21.00']); // 2 × 10.50
    expect(late.costEntries).toHaveLength(3); // issue, time, settlement
    posted(engine, reversal(late.number));

    expect([engine.balanceOf('wip', 'WO-1001'), engine.balanceOf('scrapVariance', 'WO-1001')]).toEqual(['0.00', '0.00']);
    expect(orderStatus(engine.order('WO-1001')!)).toBe('inProgress');
  });

  it('spreads a set-up over the standard lot size of the item', () => {
    const engine = engineOf({ items: itemsWith('FG-100', { standardLotSize: '50', standardCost: euro('22.60') }) });
    posted(engine, confirmation({ kind: 'final', yield: pieces('100'), activities: [minutes('setup', 60), minutes('run', 150)] }));

    posted(engine, { ...finish('0020', '100'), activities: [minutes('run', 400)] });

    // Two set-ups of 30 minutes for two lots of 50: just standard.
    expect([engine.balanceOf('efficiencyVariance', 'WO-1001'), engine.balanceOf('usageVariance', 'WO-1001')]).toEqual(['0.00', '0.00']);
  });

  it.each(['closeOrder', 'cancelOrder'] as const)('takes what is left out of WIP with %s, which needs an open period then', (type) => {
    const engine = engineOf();
    posted(engine, confirmation({ yield: pieces('10'), activities: [minutes('run', 15)] }));
    const change: ErpCommand = { type, at: '2026-12-01T08:00:00.000Z', workOrderId: 'WO-1001' };
    expect(refused(engine, change)).toBe('PERIOD_NOT_OPEN_YET');
    posted(engine, { ...change, workOrderId: 'WO-1003' }); // nothing in WIP: the period does not matter

    posted(engine, { type: 'setPeriod', at: change.at, period: { periodId: '2026-12', startsOn: '2026-12-01', endsOn: '2026-12-31', status: 'open' } });
    posted(engine, change);

    expect(costRows(engine).at(-1)).toEqual(['settlement', 'usageVariance WO-1001 105.00', 'wip WO-1001 -105.00']);
    expect(engine.costEntries().at(-1)).toMatchObject({ sourceDocument: 'WO-1001', postingDate: '2026-12-01' });
  });
});

describe('what nobody dated', () => {
  it('is posted on the day at the plant', () => {
    const engine = engineOf({ timeZone: 'America/Chicago' });
    posted(engine, confirmation({ yield: pieces('1') }));

    posted(engine, { type: 'closeOrder', at: '2026-12-01T02:00:00.000Z', workOrderId: 'WO-1001' }); // the evening of 30 November there: its period is open

    expect(engine.costEntries().at(-1)!.postingDate).toBe('2026-11-30');
  });
});

describe('under-delivery', () => {
  const order = { ...plant().orders[0], underDeliveryTolerancePercent: '10' };
  const yieldOf = (good: string, kind: 'partial' | 'final') => {
    const engine = engineOf({ orders: [order] });
    posted(engine, confirmation({ yield: pieces('100') }));
    posted(engine, confirmation({ operationId: '0020', kind, yield: pieces(good) }));
    return isUnderDelivered(engine.order('WO-1001')!);
  };

  it('marks an order that is finished below quantity minus tolerance, and refuses nothing', () => {
    expect([yieldOf('89', 'final'), yieldOf('90', 'final'), yieldOf('89', 'partial')]).toEqual([true, false, false]);
  });

  it('has no tolerance unless the order says so', () => {
    const engine = engineOf();
    posted(engine, confirmation({ kind: 'final', yield: pieces('99') }));
    posted(engine, confirmation({ operationId: '0020', kind: 'final', yield: pieces('99') }));

    expect(isUnderDelivered(engine.order('WO-1001')!)).toBe(true);
  });
});

describe('money that valuation cannot count on', () => {
  it.each([
    ['a cost in another currency', { items: itemsWith('RM-1', { standardCost: { amount: '1', currency: 'USD' } }) }],
    ['a cost below zero', { items: itemsWith('RM-1', { standardCost: euro('-1') }) }],
    ['a rate that is no amount', { activityRates: { 'WC-10': euro('sixty') } }],
    ['a rate of no work center', { activityRates: { 'WC-99': euro('60.00') } }],
    ['a lot size of nothing', { items: itemsWith('FG-100', { standardLotSize: '0' }) }],
  ])('is refused with the plant: %s', (_what, changes) => {
    const engine = new ErpEngine();

    expect(refused(engine, { type: 'seedPlant', at: AT, plant: plant(changes) })).toBe('MALFORMED');

    expect(snapshot(engine)).toEqual(snapshot(new ErpEngine()));
  });
});
