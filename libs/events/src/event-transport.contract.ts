import { strict as assert } from 'node:assert';
import { randomUUID } from 'node:crypto';
import type { RetryPolicy } from './retry-policy.js';
import type { NewEvent, StoredEvent } from './stored-event.js';

/** A transport as the suite meets it. Each scenario gets a fresh, empty log. */
export interface EventTransportUnderTest {
  /** Commits the events in one transaction. */
  publish(events: readonly NewEvent[]): Promise<void>;
  /** Appends in a transaction that stays open until `commit`. */
  publishSlowly(event: NewEvent): Promise<{ commit(): Promise<void> }>;
  /** Starts one process that handles all events matching the patterns under a durable name. A handler that throws has failed. */
  subscribe(name: string, patterns: readonly string[], handle: (stored: StoredEvent) => Promise<void>, retry?: Partial<RetryPolicy>): Promise<RunningSubscriber>;
  /** Failures in a row of the event that a name stands before, and the last one's text. */
  standing(name: string): Promise<{ readonly failures: number; readonly lastError: string | null }>;
  /** Ids of the events that a name has put aside. */
  deadEvents(name: string): Promise<readonly string[]>;
}

export interface RunningSubscriber {
  /** Ends the process in good order: the handler under way finishes. */
  stop(): Promise<void>;
}

export interface EventTransportScenario {
  readonly name: string;
  run(transport: EventTransportUnderTest): Promise<void>;
}

const PATIENCE_MS = 15_000;
const FAST: Partial<RetryPolicy> = { firstPauseMs: 5, longestPauseMs: 20 };

/** What every event transport promises, as data: jest is one runner; each transport runs the same list. */
export const EVENT_TRANSPORT_SCENARIOS: readonly EventTransportScenario[] = [
  {
    name: 'delivers each event once and in the order of the log',
    async run(transport) {
      const seen: StoredEvent[] = [];
      const events = someEvents(250);
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => void seen.push(stored));

      for (const part of [events.slice(0, 1), events.slice(1, 120), events.slice(120)]) await transport.publish(part);
      await eventually(() => seen.length === events.length, () => `${seen.length} of ${events.length} events`);
      await subscriber.stop();

      assert.deepEqual(ids(seen), events.map((event) => event.id));
      assert.ok(seen.every((stored, index) => index === 0 || stored.position > seen[index - 1].position), 'positions grow');
    },
  },
  {
    name: 'hands the event over as it was published',
    async run(transport) {
      const seen: StoredEvent[] = [];
      const event: NewEvent = {
        id: randomUUID(), type: 'production.confirmed.v1', siteId: 'BER1', subject: 'WO-1001', correlationId: 'journey-1', causationId: 'message-1',
        data: { yield: { value: '12.500', unit: 'KGM' }, note: 'Grüße "quoted" \u0001' }, occurredAt: new Date('2026-11-22T05:40:00.123Z'),
      };
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => void seen.push(stored));

      await transport.publish([event]);
      await eventually(() => seen.length === 1, () => 'the event');
      await subscriber.stop();

      assert.deepEqual(seen[0].event, {
        specversion: '1.0', id: event.id, type: event.type, source: '/sites/BER1', subject: 'WO-1001', time: '2026-11-22T05:40:00.123Z',
        datacontenttype: 'application/json', siteid: 'BER1', correlationid: 'journey-1', causationid: 'message-1', data: event.data,
      });
    },
  },
  {
    name: 'delivers only the types that were asked for, by name or by pattern',
    async run(transport) {
      const seen: StoredEvent[] = [];
      const [posted, parked, confirmed] = ['message.posted.v1', 'message.parked.v1', 'production.confirmed.v1'].map((type) => someEvent({ type }));
      const subscriber = await transport.subscribe('reader', ['message.*.v1'], async (stored) => void seen.push(stored));

      await transport.publish([confirmed, posted, parked]);
      await eventually(() => seen.length >= 2, () => 'both messages');
      await subscriber.stop();

      assert.deepEqual(ids(seen), [posted.id, parked.id]);
    },
  },
  {
    name: 'goes on after a restart where it stood, with what was published meanwhile',
    async run(transport) {
      const [before, meanwhile] = [someEvents(30), someEvents(30)];
      const first: StoredEvent[] = [];
      const second: StoredEvent[] = [];
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => void first.push(stored));
      await transport.publish(before);
      await eventually(() => first.length === before.length, () => 'the first events');
      await subscriber.stop();

      await transport.publish(meanwhile);
      const restarted = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => void second.push(stored));
      await eventually(() => second.length >= meanwhile.length, () => 'the events of meanwhile');
      await restarted.stop();

      assert.deepEqual(ids(second), meanwhile.map((event) => event.id));
    },
  },
  {
    name: 'finishes the handler under way when it is stopped, and does not deliver that event again',
    async run(transport) {
      const events = someEvents(2);
      const first: StoredEvent[] = [];
      const second: StoredEvent[] = [];
      const gate = promiseWithResolver();
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => {
        first.push(stored);
        await gate.promise;
      });
      await transport.publish(events);
      await eventually(() => first.length === 1, () => 'the handler to begin');

      const stopped = subscriber.stop();
      gate.resolve();
      await stopped;
      const restarted = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => void second.push(stored));
      await eventually(() => second.length >= 1, () => 'the second event');
      await restarted.stop();

      assert.deepEqual([ids(first), ids(second)], [[events[0].id], [events[1].id]]);
    },
  },
  {
    name: 'never skips a transaction that commits after younger ones were read',
    async run(transport) {
      const seen: StoredEvent[] = [];
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => void seen.push(stored));
      const slow = someEvent();
      const transaction = await transport.publishSlowly(slow);
      const young = someEvents(20);

      await transport.publish(young);
      await eventually(() => seen.length === young.length, () => 'the younger events');
      await transaction.commit();
      await eventually(() => seen.length > young.length, () => 'the slow event');
      await subscriber.stop();

      assert.deepEqual(ids(seen), [...young, slow].map((event) => event.id));
    },
  },
  {
    name: 'tries a failing handler again and keeps later events behind it',
    async run(transport) {
      const events = someEvents(3);
      const calls: string[] = [];
      let failuresLeft = 3;
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => {
        calls.push(stored.event.id);
        if (stored.event.id === events[1].id && failuresLeft-- > 0) throw new Error('the table is locked');
      }, FAST);

      await transport.publish(events);
      await eventually(() => calls.includes(events[2].id), () => 'the last event');
      await eventually(async () => (await transport.standing('reader')).failures === 0, () => 'the failure to be over');
      const standing = await transport.standing('reader');
      const dead = await transport.deadEvents('reader');
      await subscriber.stop();

      const [one, two, three] = events.map((event) => event.id);
      assert.deepEqual(calls, [one, two, two, two, two, three]);
      assert.match(standing.lastError ?? '', /the table is locked/);
      assert.deepEqual(dead, []);
    },
  },
  {
    name: 'waits for ever before an event that fails, when the policy says so, and shows it',
    async run(transport) {
      const events = someEvents(2);
      const calls: string[] = [];
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => {
        calls.push(stored.event.id);
        throw new Error('no such column');
      }, { ...FAST, failuresBeforeDead: 'never' });

      await transport.publish(events);
      await eventually(async () => (await transport.standing('reader')).failures >= 12, () => 'many failures');
      const standing = await transport.standing('reader');
      await subscriber.stop();

      assert.ok(calls.every((id) => id === events[0].id), 'the second event waits');
      assert.match(standing.lastError ?? '', /no such column/);
      assert.deepEqual(await transport.deadEvents('reader'), []);
    },
  },
  {
    name: 'records an event as dead after the failures of the policy, and goes on',
    async run(transport) {
      const events = someEvents(3);
      const calls: string[] = [];
      const subscriber = await transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => {
        calls.push(stored.event.id);
        if (stored.event.id === events[1].id) throw new Error('poison');
      }, { ...FAST, failuresBeforeDead: 3 });

      await transport.publish(events);
      await eventually(() => calls.includes(events[2].id), () => 'the event behind the poison');
      const dead = await transport.deadEvents('reader');
      await subscriber.stop();

      const [one, two, three] = events.map((event) => event.id);
      assert.deepEqual(calls, [one, two, two, two, three]);
      assert.deepEqual(dead, [two]);
    },
  },
  {
    name: 'counts the failures of an event across a restart',
    async run(transport) {
      const [poison] = someEvents(1);
      let calls = 0;
      const failing = async (): Promise<void> => {
        calls++;
        throw new Error('poison');
      };
      const first = await transport.subscribe('reader', ['production.confirmed.v1'], failing, { firstPauseMs: 60_000, longestPauseMs: 60_000, failuresBeforeDead: 2 });
      await transport.publish([poison]);
      await eventually(async () => (await transport.standing('reader')).failures === 1, () => 'the first failure');
      await first.stop();

      const second = await transport.subscribe('reader', ['production.confirmed.v1'], failing, { ...FAST, failuresBeforeDead: 2 });
      await eventually(async () => (await transport.deadEvents('reader')).length === 1, () => 'the event to be put aside');
      await second.stop();

      assert.equal(calls, 2);
    },
  },
  {
    name: 'handles each event once when two processes have the same name, and the second one takes over from the first',
    async run(transport) {
      const [early, late] = [someEvents(40), someEvents(40)];
      const seen: { readonly by: string; readonly id: string }[] = [];
      const process = (by: string) => transport.subscribe('reader', ['production.confirmed.v1'], async (stored) => void seen.push({ by, id: stored.event.id }));
      const [left, right] = [await process('left'), await process('right')];

      await transport.publish(early);
      await eventually(() => seen.length >= early.length, () => 'the early events');
      const holder = seen[0].by;
      await (holder === 'left' ? left : right).stop();
      await transport.publish(late);
      await eventually(() => seen.length >= early.length + late.length, () => 'the late events');
      await Promise.all([left.stop(), right.stop()]);

      assert.deepEqual(seen.map((entry) => entry.id), [...early, ...late].map((event) => event.id));
      assert.ok(seen.slice(early.length).every((entry) => entry.by !== holder), 'the other one took over');
    },
  },
  {
    name: 'gives all events to each of two names, and a slow one does not hold up the other',
    async run(transport) {
      const events = someEvents(150);
      const fast: StoredEvent[] = [];
      const slow: StoredEvent[] = [];
      const gate = promiseWithResolver();
      const first = await transport.subscribe('fast', ['production.confirmed.v1'], async (stored) => void fast.push(stored));
      const second = await transport.subscribe('slow', ['production.confirmed.v1'], async (stored) => {
        await gate.promise;
        slow.push(stored);
      });

      await transport.publish(events);
      await eventually(() => fast.length === events.length, () => 'the fast reader');
      const slowMeanwhile = slow.length;
      gate.resolve();
      await eventually(() => slow.length === events.length, () => 'the slow reader');
      await Promise.all([first.stop(), second.stop()]);

      assert.equal(slowMeanwhile, 0);
      assert.deepEqual([ids(fast), ids(slow)], [events.map((event) => event.id), events.map((event) => event.id)]);
    },
  },
];

function someEvent(change: Partial<NewEvent> = {}): NewEvent {
  return {
    id: randomUUID(), type: 'production.confirmed.v1', siteId: 'BER1', subject: 'WO-1001', correlationId: 'journey-1',
    data: { workOrderId: 'WO-1001' }, occurredAt: new Date('2026-11-22T05:40:00Z'), ...change,
  };
}

function someEvents(count: number): readonly NewEvent[] {
  return Array.from({ length: count }, () => someEvent());
}

function ids(seen: readonly StoredEvent[]): readonly string[] {
  return seen.map((stored) => stored.event.id);
}

function promiseWithResolver(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}

/** Waits for a condition, not for a time. @throws when it does not come true within the patience of the suite */
async function eventually(condition: () => boolean | Promise<boolean>, awaited: () => string): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (Date.now() > until) assert.fail(`waited ${PATIENCE_MS} ms in vain for ${awaited()}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
