import { describe, expect, it } from '@jest/globals';
import type { ErpEngine } from '../src/engine/erp-engine.js';
import { orderStatus } from '../src/engine/rules/order.rule.js';
import { rolledUpCost } from '../src/engine/standard-cost.js';
import { AT, confirmation, costRows, engineOf, kilograms, minutes, pieces, plant, posted, refused, reversal, TODAY } from './erp-engine.fixture.js';

/** What an order has cost, by account. */
function orderCost(engine: ErpEngine): Record<string, string> {
  const accounts = ['wip', 'scrapVariance', 'efficiencyVariance', 'usageVariance'] as const;
  return Object.fromEntries(accounts.map((account) => [account, engine.balanceOf(account, 'WO-1001')]));
}

const milled = confirmation({ kind: 'final', yield: pieces('100'), scrap: [{ quantity: pieces('3'), reasonCode: 'BURR' }], activities: [minutes('setup', 32), minutes('run', 160)] });
const assembled = confirmation({ operationId: '0020', kind: 'final', yield: pieces('98'), scrap: [{ quantity: pieces('2'), reasonCode: 'SCRATCH' }], activities: [minutes('run', 410)] });
const partlyMilled = confirmation({ yield: pieces('60'), scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }], activities: [minutes('setup', 32), minutes('run', 95)] });

describe('worked example 1: what an order of 100 FG-100 costs', () => {
  // A piece takes 0.75 kg of RM-1 at 12.00 (9.00) and two CP-2 at 4.25 (8.50); a set-up of 30 min serves a lot of 100 pieces. WC-10 costs 1.00 a minute, WC-20 0.75:
  // 17.50 + 0.30 + 1.50 + 4 × 0.75 = 22.30.
  it('has a standard cost of 22.30 a piece, as the item says', () => {
    expect(rolledUpCost(plant(), 'FG-100')).toBe('22.30');
    expect(plant().items.find(({ itemId }) => itemId === 'FG-100')!.standardCost!.amount).toBe('22.30');
  });

  it('charges material and time, receives 98 at standard and settles 91.10 as variances, so that nothing stays in WIP', () => {
    const engine = engineOf();

    posted(engine, milled);
    posted(engine, assembled);

    expect(costRows(engine)).toEqual([
      ['issue', 'wip WO-1001 927.00', 'stock RM-1 -927.00'], // 103 pieces used 77.25 kg
      ['activity', 'wip WO-1001 192.00', 'absorption WC-10 -192.00'], // 32 + 160 minutes
      ['issue', 'wip WO-1001 850.00', 'stock CP-2 -850.00'], // 100 pieces used 200 bushes
      ['productReceipt', 'stock FG-100 2185.40', 'wip WO-1001 -2185.40'], // 98 × 22.30
      ['activity', 'wip WO-1001 307.50', 'absorption WC-20 -307.50'], // 410 minutes
      // Scrap: 3 pieces worth 9.00 + 1.50 after milling, 2 worth 17.50 + 1.50 + 3.00 after assembly. Time: set-up 32.00 for a standard of 0.30 × 98;
      // milling 160.00 for 103 × 1.50; assembly 307.50 for 100 × 3.00: 2.60 + 5.50 + 7.50.
      ['settlement', 'scrapVariance WO-1001 75.50', 'efficiencyVariance WO-1001 15.60', 'wip WO-1001 -91.10'],
    ]);
    expect(orderCost(engine)).toEqual({ wip: '0.00', scrapVariance: '75.50', efficiencyVariance: '15.60', usageVariance: '0.00' });
    expect(orderStatus(engine.order('WO-1001')!)).toBe('completed');
  });

  it('names the document behind every entry, and the entries in the confirmation', () => {
    const engine = engineOf();

    const document = posted(engine, milled);

    const [issue, activity] = engine.costEntries().slice(-2);
    expect(document.costEntries).toEqual([issue.number, activity.number]);
    expect(issue).toMatchObject({ postingDate: TODAY, enteredAt: AT, sourceDocument: document.stockDocuments[0], confirmationNumber: document.number, workOrderId: 'WO-1001' });
    expect(activity).toMatchObject({ sourceDocument: document.number, confirmationNumber: document.number });
    expect(engine.stockDocuments().at(-1)!.costEntries).toEqual([issue.number]);
  });
});

describe('worked example 2: a reversal leaves no cost', () => {
  it('posts the four opposite lines, and WIP is 0.00 again', () => {
    const engine = engineOf({ openingStock: [{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: kilograms('40') }, { itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: kilograms('40') }] });
    const original = posted(engine, partlyMilled);
    expect(engine.balanceOf('wip', 'WO-1001')).toBe('676.00'); // 45.75 kg are 549.00; 32 + 95 minutes are 127.00

    const undone = posted(engine, reversal(original.number));

    expect(costRows(engine)).toEqual([
      ['issue', 'wip WO-1001 549.00', 'stock RM-1 -549.00'],
      ['activity', 'wip WO-1001 127.00', 'absorption WC-10 -127.00'],
      ['issueCancelled', 'stock RM-1 549.00', 'wip WO-1001 -549.00'],
      ['activityCancelled', 'absorption WC-10 127.00', 'wip WO-1001 -127.00'],
    ]);
    expect([engine.balanceOf('wip', 'WO-1001'), engine.balanceOf('stock', 'RM-1'), engine.balanceOf('absorption')]).toEqual(['0.00', '960.00', '0.00']);
    expect([undone.reverses, engine.confirmation(original.number)!.reversedBy]).toEqual([original.number, undone.number]);
    expect(undone.costEntries).toHaveLength(2);
    expect(refused(engine, reversal(original.number))).toBe('ALREADY_REVERSED');
  });

  it('takes the settlement back with the final confirmation, and settles anew with the next one', () => {
    const engine = engineOf();
    posted(engine, milled);
    const before = orderCost(engine);
    const final = posted(engine, assembled);

    posted(engine, reversal(final.number));

    expect(costRows(engine).at(-1)).toEqual(['settlementCancelled', 'wip WO-1001 91.10', 'scrapVariance WO-1001 -75.50', 'efficiencyVariance WO-1001 -15.60']);
    expect(orderCost(engine)).toEqual(before);
    posted(engine, { ...assembled, reference: 'again' });
    expect(orderCost(engine)).toEqual({ wip: '0.00', scrapVariance: '75.50', efficiencyVariance: '15.60', usageVariance: '0.00' });
  });
});

describe('worked example 3: a component is short', () => {
  // 45.75 kg are asked for, 40.00 are there: the confirmation stands, its issue does not.
  const short = { openingStock: [{ itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-A', quantity: kilograms('40') }] };
  const delivery = { type: 'receiveGoods', at: AT, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: kilograms('10'), postingDate: TODAY } as const;

  it('has only the time in WIP until stock arrives, then the issue and its cost once', () => {
    const engine = engineOf(short);

    const { number } = posted(engine, partlyMilled);
    expect(costRows(engine)).toEqual([['activity', 'wip WO-1001 127.00', 'absorption WC-10 -127.00']]);

    posted(engine, delivery);
    posted(engine, delivery);
    posted(engine, { type: 'processFollowUps', at: AT, postingDate: TODAY });

    expect(costRows(engine).slice(1)).toEqual([['issue', 'wip WO-1001 549.00', 'stock RM-1 -549.00']]);
    expect(engine.balanceOf('wip', 'WO-1001')).toBe('676.00');
    expect(engine.confirmation(number)!.costEntries).toHaveLength(2);
  });

  it('settles what arrives after the final confirmation, so that WIP ends at 0.00', () => {
    const engine = engineOf({ openingStock: [...short.openingStock, { itemId: 'CP-2', locationId: 'RAW', quantity: pieces('200') }] });
    posted(engine, milled);
    posted(engine, assembled);
    // 927.00 of steel are missing in WIP: the variances of scrap and time are known, the rest waits as usage variance.
    expect(orderCost(engine)).toEqual({ wip: '0.00', scrapVariance: '75.50', efficiencyVariance: '15.60', usageVariance: '-927.00' });

    posted(engine, { ...delivery, quantity: kilograms('100') });

    expect(orderCost(engine)).toEqual({ wip: '0.00', scrapVariance: '75.50', efficiencyVariance: '15.60', usageVariance: '0.00' });
  });

  it('posts nothing at all for a yield of 106 on an order of 100 with 5 %, and for 61 where 60 came from the operation before', () => {
    const engine = engineOf();
    posted(engine, confirmation({ yield: pieces('60'), activities: [minutes('run', 90)] }));
    const entries = engine.costEntries();

    expect(refused(engine, confirmation({ yield: pieces('46'), activities: [minutes('run', 1)] }))).toBe('OVER_TOLERANCE');
    expect(refused(engine, confirmation({ operationId: '0020', yield: pieces('61'), activities: [minutes('run', 1)] }))).toBe('PREDECESSOR_OPEN');

    expect(engine.costEntries()).toEqual(entries);
    posted(engine, confirmation({ yield: pieces('45') }));
  });
});
