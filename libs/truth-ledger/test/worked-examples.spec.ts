import { describe, expect, it } from '@jest/globals';
import { grade } from '../src/index.js';
import type { Grade } from '../src/index.js';
import { BracketOrder, ORDER, pieces, SITE } from './bracket-order.js';

function graded(books: BracketOrder): Grade {
  return grade(books.observations(), { sites: [SITE] });
}

function opened(): BracketOrder {
  return new BracketOrder().stock('51', undefined, 'opening RM-1 RAW A 40', 'opening RM-1 RAW B 100', 'opening CP-2 RAW - 500')
    .cost('opening', '51', 'stock RM-1 1680.00', 'stock CP-2 2125.00', 'openingClearing RM-1 -1680.00', 'openingClearing CP-2 -2125.00');
}

/**
 * An order of 100 brackets. 0010: yield 100, scrap 3, set-up 32 min, run 160 min. 0020 final: yield 98, scrap 2, 410 min. WIP takes 927.00 + 192.00 + 850.00 + 307.50 =
 * 2,276.50 and gives 98 × 22.30 = 2,185.40 and the variances: scrap 3 × 10.50 + 2 × 22.00 = 75.50; efficiency 2.60 set-up + 5.50 + 7.50 = 15.60.
 */
function wholeOrder(scrapVariance = '75.50', efficiencyVariance = '15.60', settled = '-91.10'): BracketOrder {
  return opened()
    .report('41', { confirmationId: 'c-1', operationId: '0010', kind: 'final', yield: pieces('100'), scrap: [{ quantity: pieces('3'), reasonCode: 'BURR' }], setupMinutes: 32, runMinutes: 160 })
    .stock('52', '41', 'issue RM-1 RAW A 40', 'issue RM-1 RAW B 37.25')
    .cost('issue', '52', `wip ${ORDER} 927.00`, 'stock RM-1 -927.00').cost('activity', '41', `wip ${ORDER} 192.00`, 'absorption WC-10 -192.00')
    .report('42', { confirmationId: 'c-2', operationId: '0020', kind: 'final', yield: pieces('98'), scrap: [{ quantity: pieces('2'), reasonCode: 'SCRATCH' }], setupMinutes: 0, runMinutes: 410 })
    .stock('53', '42', 'issue CP-2 RAW - 200', 'productReceipt FG-100 FIN - 98')
    .cost('issue', '53', `wip ${ORDER} 850.00`, 'stock CP-2 -850.00').cost('productReceipt', '53', 'stock FG-100 2185.40', `wip ${ORDER} -2185.40`)
    .cost('activity', '42', `wip ${ORDER} 307.50`, 'absorption WC-20 -307.50')
    .cost('settlement', '42', `scrapVariance ${ORDER} ${scrapVariance}`, `efficiencyVariance ${ORDER} ${efficiencyVariance}`, `wip ${ORDER} ${settled}`);
}

describe('books kept by hand', () => {
  it('of a whole order with backflush, scrap and variances are found right to the cent', () => {
    expect(graded(wholeOrder())).toMatchObject({ clean: true, findings: [], reports: 2, documents: 2 });
  });

  it('that move a cent between two variances are found wrong', () => {
    expect(graded(wholeOrder('75.51', '15.59')).findings).toEqual([
      expect.objectContaining({ kind: 'costDrift', workOrderId: ORDER, account: 'scrapVariance', expected: '75.5', found: '75.51' }),
      expect.objectContaining({ kind: 'costDrift', workOrderId: ORDER, account: 'efficiencyVariance', expected: '15.6', found: '15.59' }),
    ]);
  });

  it('that leave something in work in process after the settlement are found wrong', () => {
    expect(graded(wholeOrder('75.50', '15.59', '-91.09')).findings).toContainEqual(expect.objectContaining({ kind: 'costDrift', account: 'wip', expected: '0', found: '0.01' }));
  });

  // Yield 60, scrap 1, set-up 32, run 95 min: 61 × 0.75 = 45.75 kg = 549.00, activity 127.00, together 676.00; the reversal brings the very lots back.
  function reversed(backTo = 'B'): BracketOrder {
    return opened()
      .report('41', { confirmationId: 'c-1', operationId: '0010', kind: 'partial', yield: pieces('60'), scrap: [{ quantity: pieces('1'), reasonCode: 'BURR' }], setupMinutes: 32, runMinutes: 95 })
      .stock('52', '41', 'issue RM-1 RAW A 40', 'issue RM-1 RAW B 5.75').cost('issue', '52', `wip ${ORDER} 549.00`, 'stock RM-1 -549.00').cost('activity', '41', `wip ${ORDER} 127.00`, 'absorption WC-10 -127.00')
      .takeBack('42', '41', 'c-1')
      .stock('53', '42', 'issueCancelled RM-1 RAW A 40', `issueCancelled RM-1 RAW ${backTo} 5.75`)
      .cost('issueCancelled', '53', 'stock RM-1 549.00', `wip ${ORDER} -549.00`).cost('activityCancelled', '42', 'absorption WC-10 127.00', `wip ${ORDER} -127.00`);
  }

  it('of a reversal are found right when the four opposite lines and the very lots are there', () => {
    expect(graded(reversed())).toMatchObject({ clean: true, findings: [], reports: 1, reversals: 1, documents: 2 });
  });

  it('of a reversal that gave the material back to another lot are found wrong', () => {
    const { findings } = graded(reversed('A'));

    expect(findings).toEqual([
      expect.objectContaining({ kind: 'stockDrift', itemId: 'RM-1', lotId: 'A', expected: '40', found: '45.75' }), expect.objectContaining({ kind: 'stockDrift', itemId: 'RM-1', lotId: 'B', expected: '5.75', found: '0' }),
    ]);
  });
});
