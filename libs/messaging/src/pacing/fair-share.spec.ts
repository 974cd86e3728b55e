import { describe, expect, it } from '@jest/globals';
import { shareOut, type Bidder } from './fair-share.js';

const bidder = (destination: string, due: number, more: Partial<Bidder> = {}): Bidder => ({
  destination, siteId: destination.split(' ')[0]!, system: destination, due, since: new Date('2026-11-22T08:00:00Z'), underWay: 0, ...more,
});
const shared = (free: number, bidders: readonly Bidder[], allowances: ReadonlyMap<string, number> = new Map()): object => Object.fromEntries(shareOut(free, bidders, allowances));

describe('free places', () => {
  it('go to a site with 3 messages as to one with 100,000, until it has no more', () => {
    expect(shared(16, [bidder('BER1 erp', 100_000), bidder('CHI1 erp', 3)])).toEqual({ 'BER1 erp': 13, 'CHI1 erp': 3 });
  });

  it('go to whoever has less under way, so that slow answers of one site do not take them all', () => {
    expect(shared(1, [bidder('BER1 erp', 100_000, { underWay: 15 }), bidder('CHI1 erp', 3)])).toEqual({ 'CHI1 erp': 1 });
  });

  it('go to the sites in equal shares, however many systems each has', () => {
    expect(shared(6, [bidder('BER1 erp', 9), bidder('BER1 mes', 9), bidder('BER1 quality', 9), bidder('CHI1 erp', 9)])).toEqual({ 'BER1 erp': 1, 'BER1 mes': 1, 'BER1 quality': 1, 'CHI1 erp': 3 });
  });

  it('go to whoever waits longest, when all have the same', () => {
    expect(shared(1, [bidder('BER1 erp', 9), bidder('CHI1 erp', 9, { since: new Date('2026-11-22T07:59:00Z') })])).toEqual({ 'CHI1 erp': 1 });
  });

  it('go no further than what a system bears, also when it serves several sites', () => {
    const ofOneErp = { system: 'SAP-P01' };

    expect(shared(16, [bidder('BER1 erp', 9, ofOneErp), bidder('CHI1 erp', 9, ofOneErp), bidder('BER1 mes', 2)], new Map([['SAP-P01', 3]]))).toEqual({ 'BER1 erp': 1, 'CHI1 erp': 2, 'BER1 mes': 2 });
    expect(shared(16, [bidder('BER1 erp', 9)], new Map([['BER1 erp', 0]]))).toEqual({});
  });
});
