import { amount, moneyText } from '../exact-amount.js';
import type { Amount } from '../exact-amount.js';
import type { CostAccount, CostEntry, CostLine } from '../cost-entry.js';
import type { ErpState } from '../erp-state.js';

/** Change of one account: above zero is a debit, below zero a credit. */
export interface AccountChange {
  readonly account: CostAccount;
  readonly object: string;
  readonly amount: Amount;
}

export type CostHeader = Omit<CostEntry, 'number' | 'lines'>;

/**
 * Writes one entry and moves its accounts. Nothing is written when no account changes.
 * @returns its number, alone or not at all
 * @throws Error when debits and credits differ: a fault in the posting rules, never of an input
 */
export function postCostEntry(state: ErpState, header: CostHeader, changes: readonly AccountChange[]): readonly string[] {
  const lines = changes.filter((change) => !change.amount.eq(0)).sort((left, right) => Number(left.amount.lt(0)) - Number(right.amount.lt(0)));
  if (lines.length === 0) return [];
  if (!lines.reduce((sum, change) => sum.plus(change.amount), amount('0')).eq(0)) throw new Error(`The ${header.event} entry of ${header.sourceDocument} does not balance.`);
  const number = String(6_000_000_001 + state.costEntries.length);
  state.costEntries.push({ number, ...header, lines: lines.map(costLine) });
  for (const change of lines) {
    const key = accountKey(change.account, change.object);
    state.accounts.set(key, moneyText(amount(state.accounts.get(key) ?? '0').plus(change.amount)));
  }
  return [number];
}

/** Debits minus credits of one account of one object. */
export function accountBalance(state: ErpState, account: CostAccount, object: string): Amount {
  return amount(state.accounts.get(accountKey(account, object)) ?? '0');
}

/** "|" cannot stand in an id (see `BUSINESS_ID`). */
export function accountKey(account: CostAccount, object: string): string {
  return `${account}|${object}`;
}

function costLine({ account, object, amount: value }: AccountChange): CostLine {
  const [debit, credit] = value.gt(0) ? [value, amount('0')] : [amount('0'), value.times(-1)];
  return { account, object, debit: moneyText(debit), credit: moneyText(credit) };
}
