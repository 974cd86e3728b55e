import { describe, expect, it } from '@jest/globals';
import { amount } from '../exact-amount.js';
import { emptyState } from '../erp-state.js';
import { postCostEntry } from './cost-journal.js';
import type { AccountChange } from './cost-journal.js';

const header = { event: 'receipt', postingDate: '2026-11-22', enteredAt: '2026-11-22T08:00:00.000Z', sourceDocument: '5000000001' } as const;
const debit: AccountChange = { account: 'stock', object: 'RM-1', amount: amount('12.00') };

describe('the cost journal', () => {
  it('takes no entry whose debits and credits differ, not by a cent', () => {
    const state = emptyState();

    expect(() => postCostEntry(state, header, [debit, { account: 'receiptClearing', object: 'RM-1', amount: amount('-11.99') }])).toThrow('does not balance');

    expect([state.costEntries, [...state.accounts]]).toEqual([[], []]);
  });

  it('writes nothing when no account changes', () => {
    const state = emptyState();

    expect(postCostEntry(state, header, [{ ...debit, amount: amount('0') }])).toEqual([]);

    expect(state.costEntries).toEqual([]);
  });
});
