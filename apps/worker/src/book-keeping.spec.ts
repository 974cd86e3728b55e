import { describe, expect, it } from '@jest/globals';
import type { Wanted } from '@plantway/conservation';
import type { SiteConfiguration } from '@plantway/sites';
import { BookKeeping } from './book-keeping.js';

const site = (siteId: string, timeZone: string, nightlyAt = '02:30') => ({ siteId, calendar: { timeZone, dayStartsAt: '06:00', shifts: [] }, reconciliation: { nightlyAt } }) as unknown as SiteConfiguration;

/** A worker that keeps the books of two plants, by a business time that the test sets. */
class Keeper {
  readonly wanted: Wanted[] = [];
  readonly looked: string[] = [];
  anchors = 0;
  now = new Date('2026-11-23T01:29:59Z');
  technical = new Date(0);
  readonly keeping: BookKeeping;

  constructor(...sites: readonly SiteConfiguration[]) {
    const last = (siteId: string) => this.wanted.findLast((one) => one.siteId === siteId);
    this.keeping = new BookKeeping({
      sites: { all: () => sites }, clock: { now: () => this.technical }, businessNow: () => this.now, settleMs: 20_000, keepAnchor: async () => void (this.anchors += 1), onFailure: (_siteId, error) => { throw error; },
      check: { turn: async (siteId) => void this.looked.push(siteId) as undefined },
      run: { recheck: async () => undefined, runOnce: async () => false },
      book: { lastNight: async (siteId) => last(siteId) as { night: string; toDay: string } | undefined, request: async (wanted) => `${this.wanted.push(wanted)}` },
    });
  }

  async tick(at: string): Promise<readonly (readonly (string | undefined)[])[]> {
    this.now = new Date(at);
    this.technical = new Date(this.technical.getTime() + 20_000);
    const before = this.wanted.length;
    await this.keeping.reconcile(new AbortController().signal);
    return this.wanted.slice(before).map(({ siteId, night, fromDay, toDay }) => [siteId, night, fromDay, toDay]);
  }
}

describe('the books of every plant', () => {
  it('are compared at half past two of each plant\'s own clock, once a night', async () => {
    const keeper = new Keeper(site('BER1', 'Europe/Berlin'), site('CHI1', 'America/Chicago'));
    await keeper.tick('2026-11-22T12:00:00Z');

    expect(await keeper.tick('2026-11-23T01:29:59Z')).toEqual([]);
    expect(await keeper.tick('2026-11-23T01:30:00Z')).toEqual([['BER1', '2026-11-23', '2026-11-22', '2026-11-22']]);
    expect(await keeper.tick('2026-11-23T01:31:00Z')).toEqual([]);
    const anchorsBefore = keeper.anchors;
    expect(await keeper.tick('2026-11-23T08:30:00Z')).toEqual([['CHI1', '2026-11-23', '2026-11-22', '2026-11-22']]);
    expect(keeper.anchors).toBe(anchorsBefore + 1);
  });

  it('are compared in the night of summer time, in which half past two does not come', async () => {
    const keeper = new Keeper(site('BER1', 'Europe/Berlin'));
    await keeper.tick('2027-03-27T12:00:00Z');

    expect(await keeper.tick('2027-03-28T00:59:00Z')).toEqual([]);
    expect(await keeper.tick('2027-03-28T01:00:00Z')).toEqual([['BER1', '2027-03-28', '2027-03-27', '2027-03-27']]);
  });

  it('are compared when the worker is back, for all the nights that it was away', async () => {
    const keeper = new Keeper(site('BER1', 'Europe/Berlin'));
    await keeper.tick('2026-11-18T12:00:00Z');

    expect(await keeper.tick('2026-11-22T12:00:00Z')).toEqual([['BER1', '2026-11-22', '2026-11-18', '2026-11-22']]);
  });

  it('are left alone at first: what a gateway that was down has to catch up with comes before', async () => {
    const keeper = new Keeper(site('BER1', 'Europe/Berlin'));
    await keeper.keeping.look(new AbortController().signal);
    expect(keeper.looked).toEqual([]);

    keeper.technical = new Date(20_000);
    await keeper.keeping.look(new AbortController().signal);
    expect(keeper.looked).toEqual(['BER1']);
  });
});
