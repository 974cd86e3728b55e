import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { EventLog } from '../src/event-log.js';
import type { NewEvent } from '../src/stored-event.js';
import { someEvents } from './some-events.js';

describe('the event log', () => {
  let database: TestDatabase;
  let log: EventLog;
  const publish = async (events: readonly NewEvent[]): Promise<void> => {
    await EventLog.append(database.pool, events);
    await database.pool.query('select events.assign_positions(10000, 0)');
  };
  const readerStandsAt = (name: string, position: number): Promise<unknown> => database.pool.query('insert into events.subscription (name, position) values ($1, $2)', [name, position]);

  beforeEach(async () => {
    database = await createTestDatabase();
    log = new EventLog(database.pool);
  });
  afterEach(() => database.drop());

  it('takes events one by one through its published function, several in one statement', async () => {
    const events = someEvents(3, { causationId: 'message-1' });

    await database.pool.query(`
      select events.append_event(id, 'message.accepted.v1', 'BER1', subject, 'journey-1', 'message-1', '{"state":"accepted"}', now())
        from unnest($1::uuid[], $2::text[]) as row (id, subject)`, [events.map((event) => event.id), ['m-1', 'm-2', 'm-3']]);
    await database.pool.query('select events.assign_positions(100, 0)');

    const page = await log.read({ siteId: null, types: null, after: 0, limit: 10 });
    expect(page.events.map(({ event }) => [event.id, event.subject, event.causationid, event.data])).toEqual([
      [events[0].id, 'm-1', 'message-1', { state: 'accepted' }],
      [events[1].id, 'm-2', 'message-1', { state: 'accepted' }],
      [events[2].id, 'm-3', 'message-1', { state: 'accepted' }],
    ]);
  });

  it('refuses an id that exists', async () => {
    const events = someEvents(1);
    await EventLog.append(database.pool, events);

    await expect(EventLog.append(database.pool, events)).rejects.toMatchObject({ code: '23505' });
  });

  it('shows nothing before it has a position', async () => {
    await EventLog.append(database.pool, someEvents(2));

    expect(await log.read({ siteId: null, types: null, after: 0, limit: 10 })).toEqual({ events: [], position: 0, reset: false, removedThrough: 0 });
    expect(await log.latestPosition()).toBe(0);
  });

  it('pages by site and type, and moves a reader past what does not concern it', async () => {
    const [first, second] = someEvents(2, { siteId: 'HAM1' });
    await publish([...someEvents(5), first, ...someEvents(5, { type: 'message.posted.v1', siteId: 'HAM1' }), second, ...someEvents(5)]);
    const query = { siteId: 'HAM1', types: ['production.confirmed.v1'] };

    const one = await log.read({ ...query, after: 0, limit: 1 });
    const two = await log.read({ ...query, after: one.position, limit: 1 });
    const end = await log.read({ ...query, after: two.position, limit: 1 });

    expect([one, two].map((page) => [page.events.map((stored) => stored.event.id), page.position])).toEqual([[[first.id], 6], [[second.id], 12]]);
    expect(end).toMatchObject({ events: [], position: 17, reset: false });
  });

  it('tells a reader behind the retention to begin anew, at the newest position', async () => {
    await publish([...someEvents(4, { occurredAt: new Date('2026-10-01T00:00:00Z') }), ...someEvents(2)]);

    const retention = await log.removeOlderThan(new Date('2026-11-01T00:00:00Z'));

    expect(retention).toEqual({ removedThrough: 4, heldBackBy: null });
    expect(await log.read({ siteId: null, types: null, after: 3, limit: 10 })).toMatchObject({ events: [], position: 6, reset: true });
    const inside = await log.read({ siteId: null, types: null, after: 4, limit: 10 });
    expect([inside.reset, inside.events.map((stored) => stored.position)]).toEqual([false, [5, 6]]);
  });

  it('tells a reader whose position the log never gave to begin anew', async () => {
    await publish(someEvents(2));

    expect(await log.read({ siteId: null, types: null, after: 3, limit: 10 })).toMatchObject({ events: [], position: 2, reset: true });
  });

  it('removes nothing behind an event that is young, whatever the age of those after it', async () => {
    const old = { occurredAt: new Date('2026-10-01T00:00:00Z') };
    await publish([...someEvents(2, old), ...someEvents(1), ...someEvents(3, old)]);

    expect(await log.removeOlderThan(new Date('2026-11-01T00:00:00Z'))).toEqual({ removedThrough: 2, heldBackBy: null });
  });

  it('keeps what a durable reader has still to handle, and says whose it is', async () => {
    await publish(someEvents(6));
    await readerStandsAt('quick', 5);
    await readerStandsAt('forgotten', 2);

    const held = await log.removeOlderThan(new Date('2027-01-01T00:00:00Z'));
    await log.forgetSubscription('forgotten');
    const freed = await log.removeOlderThan(new Date('2027-01-01T00:00:00Z'));

    expect(held).toEqual({ removedThrough: 2, heldBackBy: 'forgotten' });
    expect(freed).toEqual({ removedThrough: 5, heldBackBy: 'quick' });
  });

  it('goes on counting positions after everything was removed', async () => {
    await publish(someEvents(3));
    await log.removeOlderThan(new Date('2027-01-01T00:00:00Z'));

    await publish(someEvents(1));

    const page = await log.read({ siteId: null, types: null, after: 3, limit: 10 });
    expect(page.events.map((stored) => stored.position)).toEqual([4]);
  });
});
