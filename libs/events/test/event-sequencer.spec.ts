import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPool } from '@plantway/database';
import { createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import { EventLog } from '../src/event-log.js';
import { EventSequencer } from '../src/event-sequencer.js';
import { someEvents } from './some-events.js';

describe('the sequencer', () => {
  let database: TestDatabase;
  let log: EventLog;
  const sequencers: EventSequencer[] = [];
  const sequencer = (): EventSequencer => {
    const made = new EventSequencer({ pool: database.pool, batchSize: 7, idlePollMs: 10, standbyPollMs: 10 });
    sequencers.push(made);
    made.start();
    return made;
  };
  const readIds = async (): Promise<readonly string[]> => {
    const page = await log.read({ siteId: null, types: null, after: 0, limit: 1_000 });
    return page.events.map((stored) => stored.event.id);
  };

  beforeEach(async () => {
    database = await createTestDatabase();
    log = new EventLog(database.pool);
  });
  afterEach(async () => {
    await Promise.all(sequencers.splice(0).map((made) => made.stop()));
    await database.drop();
  });

  it('positions what is committed in the order of insertion, without gaps', async () => {
    const events = someEvents(100);
    for (let at = 0; at < events.length; at += 20) await EventLog.append(database.pool, events.slice(at, at + 20));

    sequencer();
    await until(async () => (await log.latestPosition()) === 100);

    const page = await log.read({ siteId: null, types: null, after: 0, limit: 1_000 });
    expect(page.events.map((stored) => stored.position)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    expect(page.events.map((stored) => stored.event.id)).toEqual(events.map((event) => event.id));
  });

  it('leaves what is rolled back without a position and takes no position for it', async () => {
    const [lost, kept] = someEvents(2);
    const client = await database.pool.connect();
    await client.query('begin');
    await EventLog.append(client, [lost]);
    await client.query('rollback');
    client.release();

    sequencer();
    await EventLog.append(database.pool, [kept]);
    await until(async () => (await log.latestPosition()) === 1);

    expect(await readIds()).toEqual([kept.id]);
  });

  it('finds a transaction that stayed open for longer than it looks among the recent ones', async () => {
    sequencer();
    const [slow, ...young] = someEvents(31);
    const client = await database.pool.connect();
    await client.query('begin');
    await EventLog.append(client, [slow]);

    // Young events move what counts as recent beyond the slow one: two generations of two seconds.
    const began = Date.now();
    for (const event of young) {
      await EventLog.append(database.pool, [event]);
      await until(async () => (await readIds()).includes(event.id));
      await client.query('select pg_sleep(0.15)');
    }
    expect(Date.now() - began).toBeGreaterThan(4_000);
    await client.query('commit');
    client.release();
    await until(async () => (await log.latestPosition()) === 31);

    expect(await readIds()).toEqual([...young, slow].map((event) => event.id));
  });

  it('has one active instance; another takes over when it stops', async () => {
    const first = sequencer();
    await until(() => first.isActive);
    const second = sequencer();
    await EventLog.append(database.pool, someEvents(3));
    await until(async () => (await log.latestPosition()) === 3);
    expect(second.isActive).toBe(false);

    await first.stop();
    await until(() => second.isActive);
    await EventLog.append(database.pool, someEvents(3));

    await until(async () => (await log.latestPosition()) === 6);
  });

  it('gives what is committed its position before it stops', async () => {
    const made = new EventSequencer({ pool: database.pool, busyPollMs: 60_000, idlePollMs: 60_000, batchSize: 7 });
    made.start();
    await until(() => made.isActive);
    await EventLog.append(database.pool, someEvents(20));

    await made.stop();

    expect(await log.latestPosition()).toBe(20);
  });

  it('goes on by itself after the database was away', async () => {
    const problems: unknown[] = [];
    const made = new EventSequencer({ pool: database.pool, idlePollMs: 10, standbyPollMs: 10, onProblem: (problem) => problems.push(problem) });
    sequencers.push(made);
    made.start();
    await until(() => made.isActive);

    const server = openPool({ ...database.settings, database: 'postgres' });
    const [name, away] = [database.settings.database, `${database.settings.database}_away`];
    await server.query(`alter database ${name} with allow_connections false`);
    await server.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await until(async () => (await server.query('select from pg_stat_activity where datname = $1', [name])).rowCount === 0);
    await server.query(`alter database ${name} rename to ${away}`);
    await until(() => problems.some((problem) => String(problem).includes('does not exist')));
    await server.query(`alter database ${away} rename to ${name}`);
    await server.query(`alter database ${name} with allow_connections true`);
    await server.end();
    await EventLog.append(database.pool, someEvents(5));

    await until(async () => (await log.latestPosition()) === 5);
  });

  it('lets a database that is away rest between two tries', async () => {
    const unreachable = openPool({ ...database.settings, host: '127.0.0.1', port: 1 });
    const problems: unknown[] = [];
    const made = new EventSequencer({ pool: unreachable, standbyPollMs: 60_000, onProblem: (problem) => problems.push(problem) });
    sequencers.push(made);

    made.start();
    await until(() => problems.length > 0);
    for (let tries = 0; tries < 10; tries++) await expect(unreachable.query('select')).rejects.toThrow();

    expect(problems).toHaveLength(1);
  });

  it('gives each event one position even when two work at once', async () => {
    const events = someEvents(400);
    await EventLog.append(database.pool, events);
    const assign = async (): Promise<void> => {
      for (let assigned = 1; assigned > 0;) {
        assigned = Number((await database.pool.query<{ assigned: string }>('select assigned from events.assign_positions(13, 0)')).rows[0].assigned);
      }
    };

    await Promise.all([assign(), assign(), assign()]);

    expect(await log.latestPosition()).toBe(400);
    expect(await readIds()).toEqual(events.map((event) => event.id));
  });
});
