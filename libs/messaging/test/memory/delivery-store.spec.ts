import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError } from '@plantway/canonical';
import { messageSettledKey } from '@plantway/ports';
import { SeededClock, createTestDatabase } from '@plantway/testing';
import { fencedChange, type Effects, type FencedChange } from '../../src/fenced-change.js';
import { Intake, MessageDesk, MessageReader, PostgresDeliveryStore, type DeliveryStore, type DestinationOutlook, type LeasedHead } from '../../src/index.js';
import type { HeadMessage } from '../../src/head-message.js';
import { SITE, submission } from '../delivery-rig.js';
import { acceptMessage, discard } from './memory-desk.js';
import { MemoryDeliveryStore } from './memory-delivery-store.js';
import { MemoryTables } from './memory-tables.js';

const LEASE_MS = 20_000;

/** A store with the doors of intake and desk beside it. */
interface Stand {
  readonly store: DeliveryStore;
  /** Answers the message's id. */
  accept(senderId: string, laneKey: string): Promise<string>;
  discard(messageId: string): Promise<void>;
  close(): Promise<void>;
}

async function overPostgres(clock: SeededClock): Promise<Stand> {
  const database = await createTestDatabase();
  const { pool } = database;
  const intake = new Intake({ pool, clock });
  const desk = new MessageDesk(pool, clock, new MessageReader(pool));
  return {
    store: new PostgresDeliveryStore({ pool, clock, leaseMs: LEASE_MS, versions: { mapping: 'm', code: 'c' } }),
    accept: async (senderId, laneKey) => (await intake.accept(submission(senderId, undefined, { laneKey }))).messageId,
    discard: async (messageId) => void (await desk.discard({ siteId: SITE, messageId, actor: 'a person', reason: 'not needed' })),
    close: () => database.drop(),
  };
}

async function inMemory(clock: SeededClock): Promise<Stand> {
  const tables = new MemoryTables();
  return {
    store: new MemoryDeliveryStore({ tables, clock, leaseMs: LEASE_MS }),
    accept: async (senderId, laneKey) => {
      const messageId = randomUUID();
      acceptMessage(tables, { messageId, siteId: SITE, kind: 'productionConfirmation', senderId, laneKey, command: {} }, clock.now());
      return messageId;
    },
    discard: async (messageId) => void discard(tables, messageId, clock.now(), 'not needed'),
    close: async () => undefined,
  };
}

describe.each([['in PostgreSQL', overPostgres], ['in memory', inMemory]])('the store %s', (_name, open) => {
  let clock: SeededClock;
  let stand: Stand;
  let store: DeliveryStore;
  beforeEach(async () => {
    clock = new SeededClock();
    stand = await open(clock);
    ({ store } = stand);
  });
  afterEach(() => stand.close());

  const FINISHED: Effects = { release: { finished: true } };
  const DESTINATION = `${SITE} erp`;
  const lease = async (places = 10, destination = DESTINATION): Promise<readonly LeasedHead[]> => store.leaseDue({ places: [{ destination, places }], turns: [] });
  const looked = async (destination = DESTINATION): Promise<DestinationOutlook | undefined> => (await store.look({ due: 10, ahead: 100 })).destinations.find((seen) => seen.destination === destination);
  const senders = (leased: readonly LeasedHead[]): readonly (string | undefined)[] => leased.map(({ head }) => head?.senderId);
  const later = (ms: number): Date => new Date(clock.now().getTime() + ms);
  function change({ lane, head }: LeasedHead, after: Partial<HeadMessage>, effects: Effects): FencedChange {
    return fencedChange(lane, head!, { ...head!, ...after }, effects, clock.now(), later(LEASE_MS));
  }

  it('leases the head of a lane, to one worker at a time, and the next message when that one is finished', async () => {
    await stand.accept('c1', 'A');
    await stand.accept('c2', 'A');
    const [first] = await lease();

    expect(first).toMatchObject({ lane: { laneKey: 'A', epoch: '1' }, head: { senderId: 'c1', state: 'accepted', parts: [], partsStored: false } });
    expect(await lease()).toEqual([]);
    expect(await looked()).toEqual({ destination: DESTINATION, due: 0, leased: 1, nextDue: later(LEASE_MS) });

    expect(await store.write(change(first!, { state: 'posted' }, FINISHED))).toBe(true);
    const [second] = await lease();

    expect(second).toMatchObject({ lane: { epoch: '2' }, head: { senderId: 'c2' } });
    expect(await store.write(change(second!, { state: 'posted' }, FINISHED))).toBe(true);
    expect(await looked()).toBeUndefined();
  });

  it('gives a lane to the next worker when the lease is over, under a new epoch, and the first one changes nothing any more', async () => {
    await stand.accept('c1', 'A');
    const [slow] = await lease();
    await clock.advance(LEASE_MS);
    const [next] = await lease();

    expect(next!.lane).toMatchObject({ epoch: '2' });
    expect(await store.write(change(slow!, { state: 'posted' }, FINISHED))).toBe(false);
    await store.release(slow!.lane);
    await store.postpone(slow!.lane, later(0));
    expect(await lease()).toEqual([]);
    expect(await store.write(change(next!, { state: 'posted' }, FINISHED))).toBe(true);
  });

  it.each([
    ['the epoch', { epoch: '0' }],
    ['the token', { token: randomUUID() }],
    ['the state from which the change starts', { expected: 'retrying' as const }],
  ])('compares %s', async (_what, other) => {
    await stand.accept('c1', 'A');
    const [held] = await lease();
    const right = change(held!, { state: 'posted' }, FINISHED);

    expect(await store.write({ ...right, ...other })).toBe(false);
    expect(await store.write(right)).toBe(true);
    expect(await store.write(right)).toBe(false);
  });

  it('looks at a stopped lane no more, and at one with a time when it comes, longest due first', async () => {
    await stand.accept('stopped', 'A');
    await stand.accept('late', 'B');
    await stand.accept('soon', 'C');
    const byLane = new Map((await lease()).map((leased) => [leased.lane.laneKey, leased]));
    await store.write(change(byLane.get('A')!, { state: 'parked' }, { release: { stopped: true } }));
    await store.write(change(byLane.get('B')!, { state: 'retrying' }, { release: { nextAt: later(2_000) } }));
    await store.write(change(byLane.get('C')!, { state: 'retrying' }, { release: { nextAt: later(1_000) } }));

    expect(await looked()).toMatchObject({ due: 0, leased: 0, nextDue: later(1_000) });
    expect(await lease()).toEqual([]);
    await clock.advance(2_000);
    expect(senders(await lease(1))).toEqual(['soon']);
    expect(senders(await lease())).toEqual(['late']);
  });

  it('wakes a lane that is being worked on at that moment: what its worker saw may be older than what wakes it', async () => {
    const before = await stand.accept('before', 'A');
    await stand.accept('waits', 'B');
    const waiting: Effects = { release: { waitingFor: messageSettledKey(before), nextAt: later(60_000) } };
    const inOrder = async (): Promise<readonly LeasedHead[]> => [...(await lease())].sort((one, other) => one.lane.laneKey.localeCompare(other.lane.laneKey));
    const [first, second] = await inOrder();
    await store.write(change(second!, { state: 'waiting' }, waiting));
    const [again] = await lease();

    await Promise.all([ // in PostgreSQL one statement makes both
      store.write(change(again!, { state: 'posting' }, {})),
      store.write(change(first!, { state: 'posted' }, FINISHED)),
    ]);
    await store.write({ ...change(again!, { state: 'waiting' }, waiting), expected: 'posting' });

    expect(senders(await lease())).toEqual(['waits']);
  });

  it('lets a lane that begins to wait look once more at once, then at its recheck or when what it waits for is finished', async () => {
    const before = await stand.accept('before', 'A');
    await stand.accept('waits', 'B');
    const error = messageError('PREDECESSOR_OPEN');
    const wait = async (leased: LeasedHead): Promise<boolean> => store.write(change(leased, { state: 'waiting', error }, { release: { waitingFor: messageSettledKey(before), nextAt: later(60_000) } }));
    const [first, second] = [...(await lease())].sort((one, other) => one.lane.laneKey.localeCompare(other.lane.laneKey));

    await wait(second!);
    const [again] = await lease();
    expect(senders([again!])).toEqual(['waits']);
    await wait(again!);
    expect(await lease()).toEqual([]);

    await store.write(change(first!, { state: 'posted' }, FINISHED));
    expect(senders(await lease())).toEqual(['waits']);
  });

  it('looks no more at a lane whose last message a person ended while it was leased', async () => {
    const messageId = await stand.accept('c1', 'A');
    const [held] = await lease();
    await stand.discard(messageId);

    await store.postpone(held!.lane, later(1_000));

    expect(await looked()).toBeUndefined();
  });

  describe('keeps how a system is met', () => {
    const SYSTEM = DESTINATION;
    const failure = { system: SYSTEM, siteIds: [SITE], error: messageError('ERP_UNAVAILABLE'), opensAt: 2, probeAfterMs: 10_000 };

    it('opens its circuit at the failure that is one too many, and closes it with the first answer, from which the ramp begins', async () => {
      expect(await store.paces.noteFailure({ ...failure, at: clock.now() })).toMatchObject({ failures: 1, error: failure.error });
      const opened = await store.paces.noteFailure({ ...failure, at: clock.now() });
      expect(opened).toMatchObject({ failures: 2, openedAt: clock.now(), probeAt: later(10_000) });
      expect(await store.paces.noteFailure({ ...failure, at: later(1_000) })).toMatchObject({ failures: 3, openedAt: opened.openedAt, probeAt: opened.probeAt });

      const closed = await store.paces.noteAnswer(SYSTEM, [SITE], later(2_000));
      expect(closed).toMatchObject({ failures: 0, rampFrom: later(2_000) });
      expect([closed?.openedAt, closed?.probeAt, closed?.error]).toEqual([undefined, undefined, undefined]);
      expect(await store.paces.noteAnswer(SYSTEM, [SITE], later(3_000))).toBeUndefined();
    });

    it('leaves it alone for the longest time that it asked for', async () => {
      await store.paces.noteRest(SYSTEM, later(30_000), messageError('ERP_THROTTLED'));

      expect(await store.paces.noteRest(SYSTEM, later(5_000), messageError('ERP_THROTTLED'))).toMatchObject({ restingUntil: later(30_000) });
    });

    it('gives every request a moment of its own, and saves none up', async () => {
      expect(await store.paces.takeSlots(SYSTEM, clock.now(), 3, 200)).toEqual(clock.now());
      expect(await store.paces.takeSlots(SYSTEM, clock.now(), 1, 200)).toEqual(later(600));
      expect(await store.paces.takeSlots(SYSTEM, later(5_000), 1, 200)).toEqual(later(5_000));
    });

    it('leases no lane by a turn that somebody else has taken', async () => {
      await stand.accept('c1', 'A');
      await stand.accept('c2', 'B');
      await store.paces.know([{ destination: DESTINATION, system: SYSTEM }]);
      const turn = { places: [{ destination: DESTINATION, places: 1, system: SYSTEM }], turns: [{ system: SYSTEM, turns: '0' }] };

      expect(await store.leaseDue(turn)).toHaveLength(1);
      expect(await store.leaseDue(turn)).toEqual([]);
      expect((await store.look({ due: 10, ahead: 10 })).paces.get(SYSTEM)).toMatchObject({ turns: '1' });
      expect(await store.leaseDue({ ...turn, turns: [{ system: SYSTEM, turns: '1' }] })).toHaveLength(1);
    });
  });
});
