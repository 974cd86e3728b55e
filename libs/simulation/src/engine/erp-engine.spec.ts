import { describe, expect, it } from '@jest/globals';
import type { ErpEngine } from './erp-engine.js';
import { AT, confirmation, engineOf, itemsWith, pieces, plant, posted, refused, snapshot, TODAY } from '../../test/erp-engine.fixture.js';
import { operationStatus, orderStatus } from './rules/order.rule.js';

function stock(engine: ErpEngine, itemId: string, lotId?: string): string {
  const rows = engine.balances().filter((row) => row.itemId === itemId && (lotId === undefined || row.lotId === lotId));
  return String(rows.reduce((sum, row) => sum + Number(row.quantity.value), 0));
}

function operation(engine: ErpEngine, operationId: string) {
  return engine.order('WO-1001')!.operations.find((candidate) => candidate.operationId === operationId)!;
}

describe('worked example 1: quantities of an order of 100 FG-100', () => {
  it('backflushes 77.25 kg and 200 bushes and receives 98 pieces', () => {
    const engine = engineOf();
    const before = { steel: Number(stock(engine, 'RM-1')), bushes: Number(stock(engine, 'CP-2')), brackets: Number(stock(engine, 'FG-100')) };

    posted(engine, confirmation({ kind: 'final', yield: pieces('100'), scrap: [{ quantity: pieces('3'), reasonCode: 'BURR' }] }));
    posted(engine, confirmation({ operationId: '0020', kind: 'final', yield: pieces('98'), scrap: [{ quantity: pieces('2'), reasonCode: 'SCRATCH' }] }));

    expect(before.steel - Number(stock(engine, 'RM-1'))).toBe(77.25);
    expect(before.bushes - Number(stock(engine, 'CP-2'))).toBe(200);
    expect(Number(stock(engine, 'FG-100')) - before.brackets).toBe(98);
    expect(engine.order('WO-1001')!.components.map(({ withdrawn }) => withdrawn)).toEqual(['77.25', '200']);
    expect(orderStatus(engine.order('WO-1001')!)).toBe('completed');
  });
});

describe('worked example 2: reversal', () => {
  it('gives 45.75 kg back to the very lots, resets the totals and keeps both documents pointing at each other', () => {
    const lots = [{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: { value: '40', unit: 'KGM' } }, { itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '100', unit: 'KGM' } }];
    const engine = engineOf({ openingStock: lots });
    const original = posted(engine, confirmation({ yield: pieces('60'), scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }] }));
    expect([stock(engine, 'RM-1', 'RM1-A'), stock(engine, 'RM-1', 'RM1-B')]).toEqual(['0', '94.25']); // 40 + 5.75 = 61 × 0.75

    const reversal = posted(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: original.number, postingDate: TODAY });

    expect([stock(engine, 'RM-1', 'RM1-A'), stock(engine, 'RM-1', 'RM1-B')]).toEqual(['40', '100']);
    expect(operation(engine, '0010').yield).toEqual({ entered: {}, booked: '0' });
    expect(operation(engine, '0010').scrap).toEqual({ entered: {}, booked: '0' });
    expect(orderStatus(engine.order('WO-1001')!)).toBe('released');
    expect(reversal.reverses).toBe(original.number);
    expect(engine.confirmation(original.number)!.reversedBy).toBe(reversal.number);
  });

  it('refuses to reverse twice, and to reverse a reversal', () => {
    const engine = engineOf();
    const original = posted(engine, confirmation({ yield: pieces('60') }));
    const reversal = posted(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: original.number, postingDate: TODAY });

    expect(refused(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: original.number, postingDate: TODAY })).toBe('ALREADY_REVERSED');
    expect(refused(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: reversal.number, postingDate: TODAY })).toBe('ALREADY_REVERSED');
    expect(refused(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: '1', postingDate: TODAY })).toBe('CONFIRMATION_UNKNOWN');
  });

  it('re-opens a finally confirmed operation', () => {
    const engine = engineOf();
    const final = posted(engine, confirmation({ kind: 'final', yield: pieces('60') }));

    posted(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: final.number, postingDate: TODAY });

    expect(operationStatus(engine.order('WO-1001')!, operation(engine, '0010'))).toBe('released');
    posted(engine, confirmation({ yield: pieces('60') }));
  });

  it('refuses when the next operation has confirmed more than would be left, or the product has left the store', () => {
    const engine = engineOf({ openingStock: plant().openingStock.filter(({ itemId }) => itemId !== 'FG-100') });
    const first = posted(engine, confirmation({ yield: pieces('60') }));
    const last = posted(engine, confirmation({ operationId: '0020', yield: pieces('60') }));
    expect(refused(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: first.number, postingDate: TODAY })).toBe('SUCCESSOR_CONFIRMED');

    posted(engine, confirmation({ workOrderId: 'WO-1003', consumptions: [{ itemId: 'FG-100', quantity: pieces('1'), backflush: false }] })); // takes one away

    expect(refused(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: last.number, postingDate: TODAY })).toBe('STOCK_SHORT');
  });
});

describe('worked example 3: tolerance, sequence, stock', () => {
  it('accepts a total of 105 for an order of 100 with 5 % and posts nothing at 106', () => {
    const engine = engineOf();
    posted(engine, confirmation({ yield: pieces('105') }));
    const before = snapshot(engine);

    expect(refused(engine, confirmation({ yield: pieces('1') }))).toBe('OVER_TOLERANCE');

    expect(snapshot(engine)).toEqual(before);
  });

  it('refuses 61 at 0020 while 60 are confirmed at 0010, and takes it later', () => {
    const engine = engineOf();
    posted(engine, confirmation({ yield: pieces('60') }));

    expect(refused(engine, confirmation({ operationId: '0020', yield: pieces('61') }))).toBe('PREDECESSOR_OPEN');
    posted(engine, confirmation({ yield: pieces('1') }));
    posted(engine, confirmation({ operationId: '0020', yield: pieces('61') }));
  });

  it('keeps the confirmation when 40.00 kg do not cover 45.75, and posts the movement once when stock arrives', () => {
    const engine = engineOf({ openingStock: [{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: { value: '40', unit: 'KGM' } }] });

    const document = posted(engine, confirmation({ yield: pieces('60'), scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }] }));

    expect(document.stockDocuments).toEqual([]);
    expect(engine.followUps()).toEqual([expect.objectContaining({ confirmationNumber: document.number, itemId: 'RM-1', quantity: { value: '45.75', unit: 'KGM' }, status: 'open' })]);
    expect(stock(engine, 'RM-1')).toBe('40');

    posted(engine, { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '5', unit: 'KGM' }, postingDate: TODAY });
    expect(engine.followUps()[0].status).toBe('open'); // 45.00 is still short

    posted(engine, { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '5', unit: 'KGM' }, postingDate: TODAY });
    posted(engine, { type: 'processFollowUps', at: AT, postingDate: TODAY });

    expect(engine.followUps()[0].status).toBe('posted');
    expect(engine.confirmation(document.number)!.stockDocuments).toHaveLength(1);
    expect(stock(engine, 'RM-1')).toBe('4.25');
    expect(engine.order('WO-1001')!.components[0].withdrawn).toBe('45.75');
  });

  it('dates the later movement as its confirmation while that period is open, and as the arrival afterwards', () => {
    const december = '2026-12-01';
    const late = (periods: readonly ['2026-11' | '2026-12', 'open' | 'closed' | 'future'][]) => {
      const engine = engineOf({ openingStock: [] });
      posted(engine, confirmation({ yield: pieces('60') }));
      for (const [periodId, status] of periods) {
        posted(engine, { type: 'setPeriod', at: AT, period: { periodId, startsOn: `${periodId}-01`, endsOn: periodId === '2026-11' ? '2026-11-30' : '2026-12-31', status } });
      }
      posted(engine, { type: 'setLotStatus', at: `${december}T08:00:00.000Z`, itemId: 'RM-1', lotId: 'RM1-B', status: 'blocked' });
      posted(engine, { type: 'setPeriod', at: `${december}T08:00:00.000Z`, period: { periodId: '2027-01', startsOn: '2027-01-01', endsOn: '2027-01-31', status: 'open' } });
      posted(engine, { type: 'receiveGoods', at: `${december}T08:00:00.000Z`, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '45', unit: 'KGM' }, postingDate: '2027-01-02' });
      posted(engine, { type: 'setLotStatus', at: `${december}T08:00:00.000Z`, itemId: 'RM-1', lotId: 'RM1-B', status: 'unrestricted' });
      return engine.stockDocuments().find(({ confirmationNumber }) => confirmationNumber !== undefined)?.postingDate;
    };

    expect(late([['2026-12', 'open']])).toBe(TODAY);
    expect(late([['2026-11', 'closed'], ['2026-12', 'open']])).toBe(december);
    expect(late([['2026-11', 'closed'], ['2026-12', 'closed']])).toBeUndefined(); // it waits for a period, too
  });

  it('cancels an open follow-up with the reversal of its confirmation', () => {
    const engine = engineOf({ openingStock: [] });
    const document = posted(engine, confirmation({ yield: pieces('60') }));

    posted(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: document.number, postingDate: TODAY });
    posted(engine, { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '500', unit: 'KGM' }, postingDate: TODAY });

    expect(engine.followUps()[0].status).toBe('cancelled');
    expect(stock(engine, 'RM-1')).toBe('500');
  });

  it('takes back a confirmation whose own output covered its follow-up', () => {
    const engine = engineOf({ openingStock: plant().openingStock.filter(({ itemId }) => itemId !== 'FG-100') });
    posted(engine, confirmation({ yield: pieces('5') }));
    const two = confirmation({ operationId: '0020', yield: pieces('5'), consumptions: [{ itemId: 'FG-100', quantity: pieces('2'), backflush: false }] });
    const { number, stockDocuments } = posted(engine, two);
    expect([stockDocuments.length, stock(engine, 'FG-100')]).toEqual([2, '3']); // 5 received, then 2 of them issued

    posted(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: number, postingDate: TODAY });

    expect(stock(engine, 'FG-100')).toBe('0');
  });
});

describe('rounding and units', () => {
  it('books seven pieces of a third of a kilogram as in worked example 4', () => {
    const base = plant();
    const items = base.items.map((item) => (item.itemId === 'FG-100' ? { ...item, baseUnit: 'KGM', baseUnitDecimals: 3, conversions: [{ from: { value: '3', unit: 'H87' }, to: { value: '1', unit: 'KGM' } }] } : item));
    const engine = engineOf({ items });

    const booked = Array.from({ length: 7 }, () => posted(engine, confirmation({ yield: pieces('1') })).booked.yield);

    expect(booked).toEqual(['0.333', '0.334', '0.333', '0.333', '0.334', '0.333', '0.333']);
    expect(operation(engine, '0010').yield.booked).toBe('2.333');
  });

  it('keeps a foot exact: 10 ft three times are 9.144 m', () => {
    const bills = plant().bills.filter(({ itemId }) => itemId !== 'FG-100').concat({ ...plant().bills[0], itemId: 'FG-100', components: [], lotSize: { value: '1', unit: 'MTR' } });
    const items = itemsWith('FG-100', { baseUnit: 'MTR', baseUnitDecimals: 3, conversions: [] });
    const engine = engineOf({ items, bills, orders: [{ ...plant().orders[0], quantity: { value: '100', unit: 'MTR' } }] });

    const booked = [1, 2, 3].map(() => posted(engine, confirmation({ yield: { value: '10', unit: 'FOT' } })).booked.yield);

    expect(booked).toEqual(['3.048', '3.048', '3.048']);
    expect(operation(engine, '0010').yield.booked).toBe('9.144');
  });

  it('issues components without drift: seven single pieces of a third of a kilogram use 2.333 kg together', () => {
    const bills = plant().bills.map((bill) => (bill.itemId === 'FG-100' ? { ...bill, lotSize: pieces('3'), components: [{ ...bill.components[0], quantity: { value: '1', unit: 'KGM' } }] } : bill));
    const engine = engineOf({ bills });

    const demands = Array.from({ length: 7 }, () => posted(engine, confirmation({ yield: pieces('1') })).booked.demand['0010']);

    expect(demands).toEqual(['0.333', '0.334', '0.333', '0.333', '0.334', '0.333', '0.333']);
  });

  it('takes a report in another unit of the item and refuses one that it cannot convert', () => {
    const engine = engineOf();

    expect(posted(engine, confirmation({ yield: { value: '4000', unit: 'GRM' } })).booked.yield).toBe('6'); // 2 kg are 3 pieces
    expect(refused(engine, confirmation({ yield: { value: '1', unit: 'LTR' } }))).toBe('UNIT_NOT_CONVERTIBLE');
  });
});

describe('lots and serial numbers', () => {
  it('receives a lot-tracked product into the reported lots, made from the lots it took', () => {
    const engine = engineOf({ orders: [{ ...plant().orders[0], workOrderId: 'WO-1', itemId: 'SA-10' }] });
    for (const operationId of ['0010', '0020']) posted(engine, confirmation({ workOrderId: 'WO-1', operationId, yield: pieces('10') }));
    const lots = [{ lotId: 'P-1', quantity: pieces('4') }, { lotId: 'P-2', quantity: pieces('6') }];

    expect(refused(engine, confirmation({ workOrderId: 'WO-1', operationId: '0030', yield: pieces('11'), producedLots: lots }))).toBe('PREDECESSOR_OPEN');
    expect(refused(engine, confirmation({ workOrderId: 'WO-1', operationId: '0030', yield: pieces('9'), producedLots: lots }))).toBe('LOT_SUM_WRONG');
    posted(engine, confirmation({ workOrderId: 'WO-1', operationId: '0030', yield: pieces('10'), producedLots: lots }));

    expect([stock(engine, 'SA-10', 'P-1'), stock(engine, 'SA-10', 'P-2')]).toEqual(['4', '6']);
    expect(engine.lot('SA-10', 'P-1')!.status).toBe('unrestricted');
  });

  it('gives a lot of its own when none is reported', () => {
    const engine = engineOf({ orders: [{ ...plant().orders[0], workOrderId: 'WO-1', itemId: 'SA-10' }] });
    for (const operationId of ['0010', '0020']) posted(engine, confirmation({ workOrderId: 'WO-1', operationId, yield: pieces('10') }));

    const { number } = posted(engine, confirmation({ workOrderId: 'WO-1', operationId: '0030', yield: pieces('10') }));

    expect(stock(engine, 'SA-10', `L${number}`)).toBe('10');
  });

  it('wants one new serial number for each piece and frees them with the reversal', () => {
    const items = plant().items.map((item) => (item.itemId === 'FG-100' ? { ...item, tracking: 'serial' as const } : item));
    const engine = engineOf({ items });
    posted(engine, confirmation({ yield: pieces('10') }));
    const two = confirmation({ operationId: '0020', yield: pieces('2'), serialNumbers: ['S1', 'S2'] });

    expect(refused(engine, { ...two, serialNumbers: ['S1'] })).toBe('SERIAL_INVALID');
    expect(refused(engine, { ...two, serialNumbers: ['S1', 'S1'] })).toBe('SERIAL_INVALID');
    const { number } = posted(engine, two);
    expect(refused(engine, { ...two, reference: 'again' })).toBe('SERIAL_INVALID');
    posted(engine, { type: 'reverse', at: AT, reference: 'undo', confirmationNumber: number, postingDate: TODAY });
    posted(engine, { ...two, reference: 'again' });
  });

  it('leaves a component that is reported to the report', () => {
    const engine = engineOf({ orders: [{ ...plant().orders[0], workOrderId: 'WO-1', itemId: 'FG-300' }] });
    const boxes = () => engine.order('WO-1')!.components.find(({ itemId }) => itemId === 'PK-1')!.withdrawn;
    posted(engine, confirmation({ workOrderId: 'WO-1', yield: pieces('10') }));

    posted(engine, confirmation({ workOrderId: 'WO-1', operationId: '0020', yield: pieces('10') }));
    expect(boxes()).toBe('0');
    posted(engine, confirmation({ workOrderId: 'WO-1', operationId: '0020', consumptions: [{ itemId: 'PK-1', quantity: pieces('10'), backflush: false }] }));

    expect(boxes()).toBe('10');
  });

  it('takes backflush from the named lots in their order', () => {
    const engine = engineOf();

    posted(engine, confirmation({ yield: pieces('10'), consumptions: [{ itemId: 'RM-1', lotId: 'RM1-B', backflush: true }] }));

    expect([stock(engine, 'RM-1', 'RM1-A'), stock(engine, 'RM-1', 'RM1-B')]).toEqual(['1200', '2492.5']);
  });
});

describe('orders and references', () => {
  it('releases a created order once and counts its changes', () => {
    const engine = engineOf();

    expect(posted(engine, { type: 'releaseOrder', at: AT, workOrderId: 'WO-1002' }).revision).toBe(2);
    expect(refused(engine, { type: 'releaseOrder', at: AT, workOrderId: 'WO-1002' })).toBe('ORDER_NOT_CREATED');
    posted(engine, confirmation({ workOrderId: 'WO-1002', yield: pieces('1') }));
    expect(engine.order('WO-1002')!.revision).toBe(3);
  });

  it('keeps references searchable and does not enforce them: class R', () => {
    const engine = engineOf();
    const twice = confirmation({ yield: pieces('1'), reference: 'same' });
    const numbers = [posted(engine, twice).number, posted(engine, twice).number];

    expect(engine.confirmationsUnder('same').map(({ number }) => number)).toEqual(numbers);
    expect(engine.confirmationsUnder('other')).toEqual([]);
  });

  it('has the same demo data for the same seed, with WO-1001 released and WO-1002 created', () => {
    expect(plant()).toEqual(plant());
    const orders = plant().orders;
    expect(orders.filter(({ released }) => released).length).toBeGreaterThanOrEqual(12);
    expect(orders.slice(0, 2)).toEqual([expect.objectContaining({ workOrderId: 'WO-1001', itemId: 'FG-100', released: true }), expect.objectContaining({ workOrderId: 'WO-1002', released: false })]);
    expect(plant().periods.map(({ periodId, status }) => [periodId, status])).toEqual([['2026-10', 'closed'], ['2026-11', 'open'], ['2026-12', 'future']]);
  });
});
