import { beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, TechnicalRetryableError } from '@plantway/canonical';
import type { OrderChangeFeed } from '@plantway/execution';
import type { UnreadableChange, WorkOrderChanged } from '@plantway/ports';
import type { SiteConfiguration } from '@plantway/sites';
import { WorkOrderChanges } from './work-order-changes.js';

const SIGNAL = new AbortController().signal;
const changed = (workOrderId: string, what: WorkOrderChanged['what'], reference?: string): WorkOrderChanged => ({ workOrderId, what, revision: '2', changedAt: '2026-11-22T08:00:00.000Z', ...(reference !== undefined && { reference }) });

describe('the follower of what changes in the ERPs', () => {
  /** The list of each site, of which a cursor is a place. */
  let lists: Map<string, WorkOrderChanged[]>;
  let places: Map<string, string>;
  /** All that was done, in order. */
  let done: string[];
  let away: Set<string>;
  let reported: string[];
  let gone: string[];
  /** Rows that cannot be read, as many of the first of BER1's list. */
  let unreadable: UnreadableChange[];
  let changes: WorkOrderChanges;
  beforeEach(() => {
    lists = new Map([['BER1', []], ['CHI1', []]]);
    places = new Map([['BER1', '0'], ['CHI1', '0']]);
    [done, reported, gone, unreadable] = [[], [], [], []];
    away = new Set();
    changes = new WorkOrderChanges({
      sites: { all: () => [...lists.keys()].map((siteId) => ({ siteId }) as SiteConfiguration) },
      erp: {
        changes: async (siteId, { cursor, limit }) => {
          if (away.has(siteId)) throw new TechnicalRetryableError('ERP_UNAVAILABLE', 'away');
          const list = lists.get(siteId)!;
          const from = Number(cursor ?? list.length);
          if (from > list.length) throw new BusinessException('CURSOR_INVALID', 'no such place');
          const items = list.slice(from, from + limit!);
          return { items: items.slice(unreadable.length), nextCursor: String(from + items.length), asOf: '', ...(unreadable.length > 0 && { leftOut: unreadable.slice(0, items.length) }) };
        },
      },
      feed: {
        cursor: async (siteId: string) => places.get(siteId),
        begin: async (siteId: string, cursor: string) => void places.set(siteId, cursor),
        advance: async (siteId: string, from: string, to: string, items: readonly WorkOrderChanged[]) => {
          done.push(`${siteId} goes from ${from} to ${to} with ${items.length}`);
          places.set(siteId, to);
        },
      } as unknown as OrderChangeFeed,
      register: {
        refresh: async (siteId) => {
          done.push(`${siteId} reads all`);
          return 0;
        },
        refreshOne: async (siteId, workOrderId) => {
          if (gone.includes(workOrderId)) throw new BusinessException('NOT_FOUND', 'gone');
          done.push(`${siteId} reads ${workOrderId}`);
        },
      },
      wake: async (keys) => void (keys.length > 0 && done.push(`wakes ${keys.join(' ')}`)),
      leftOut: (siteId, workOrderId) => reported.push(`${siteId} ${workOrderId ?? 'some order'}`),
      begunAnew: (siteId) => reported.push(`${siteId} is begun anew`),
      away: (siteId) => reported.push(`${siteId} is away`),
    });
  });
  const happens = (siteId: string, ...items: readonly WorkOrderChanged[]): void => void lists.get(siteId)!.push(...items);

  it('begins where the list ends, and reads nothing', async () => {
    places.delete('BER1');
    happens('BER1', changed('WO-1', 'held'));

    await changes.follow(SIGNAL);

    expect([places.get('BER1'), done]).toEqual(['1', []]);
  });

  it('reads each order that changed once, and only then keeps the place', async () => {
    happens('BER1', changed('WO-1', 'held'), changed('WO-2', 'dateChanged'), changed('WO-1', 'quantityChanged'));

    await changes.follow(SIGNAL);
    await changes.follow(SIGNAL);

    expect(done).toEqual(['BER1 reads WO-1', 'BER1 reads WO-2', 'BER1 goes from 0 to 3 with 3']);
  });

  it('does not read what came through us and has an event of its own, but what a screen has confirmed', async () => {
    happens('BER1', changed('WO-1', 'confirmed', 'ref-1'), changed('WO-2', 'confirmed'), changed('WO-3', 'held', 'ref-2'));

    await changes.follow(SIGNAL);

    expect(done).toEqual(['BER1 reads WO-2', 'BER1 reads WO-3', 'BER1 goes from 0 to 3 with 3']);
  });

  it.each(['resumed', 'cancelled', 'closed'] as const)('wakes what the hold of an order kept waiting when it is %s, by whomever, before it keeps the place', async (what) => {
    happens('BER1', changed('WO-1', what), changed('WO-2', 'held'), changed('WO-3', what, 'ref-1'));

    await changes.follow(SIGNAL);

    expect(done.slice(-2)).toEqual(['wakes refusal:BER1:ORDER_ON_HOLD:WO-1 refusal:BER1:ORDER_ON_HOLD:WO-3', 'BER1 goes from 0 to 3 with 3']);
  });

  it('follows a long list to its end', async () => {
    happens('BER1', ...Array.from({ length: 450 }, () => changed('WO-1', 'dateChanged')));

    await changes.follow(SIGNAL);

    expect(done.filter((deed) => deed.includes('goes'))).toEqual(['BER1 goes from 0 to 200 with 200', 'BER1 goes from 200 to 400 with 200', 'BER1 goes from 400 to 450 with 50']);
  });

  it('goes on after an order that cannot be read', async () => {
    gone.push('WO-1');
    happens('BER1', changed('WO-1', 'held'), changed('WO-2', 'held'));

    await changes.follow(SIGNAL);

    expect([done, reported]).toEqual([['BER1 reads WO-2', 'BER1 goes from 0 to 2 with 2'], ['BER1 WO-1']]);
  });

  it('reads all orders and begins at the end of the list when the ERP does not know the place any more, and loses nothing of what happens meanwhile', async () => {
    places.set('BER1', '9');
    happens('BER1', changed('WO-1', 'held'));

    await changes.follow(SIGNAL);
    expect([done, reported]).toEqual([['BER1 reads all', 'BER1 goes from 9 to 1 with 0'], ['BER1 is begun anew']]);

    happens('BER1', changed('WO-2', 'held'));
    await changes.follow(SIGNAL);
    expect(done.slice(2)).toEqual(['BER1 reads WO-2', 'BER1 goes from 1 to 2 with 1']);
  });

  it('goes on after a row that cannot be read, and reads the order that it names', async () => {
    unreadable.push({ workOrderId: 'WO-1', reason: 'MERGED' }, { reason: 'no order' });
    happens('BER1', changed('WO-1', 'held'), changed('WO-2', 'held'), changed('WO-3', 'held'));

    await changes.follow(SIGNAL);

    expect(reported).toEqual(['BER1 WO-1', 'BER1 some order']);
    expect(done).toEqual(['BER1 reads WO-3', 'BER1 reads WO-1', 'wakes refusal:BER1:ORDER_ON_HOLD:WO-1', 'BER1 goes from 0 to 3 with 1']);
  });

  it('tells once of a site whose ERP is away, follows the others, and loses nothing', async () => {
    away.add('BER1');
    happens('BER1', changed('WO-1', 'held'));
    happens('CHI1', changed('WO-2', 'held'));
    await changes.follow(SIGNAL);
    await changes.follow(SIGNAL);
    expect([done, reported]).toEqual([['CHI1 reads WO-2', 'CHI1 goes from 0 to 1 with 1'], ['BER1 is away']]);

    away.clear();
    await changes.follow(SIGNAL);

    expect(done.slice(-2)).toEqual(['BER1 reads WO-1', 'BER1 goes from 0 to 1 with 1']);
  });
});
