import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EventLog } from '@plantway/events';
import { until } from '@plantway/testing';
import { rebuildProjections, type RebuildProgress } from '../src/consumer-api.module.js';
import { Projector, applyEvents } from '../src/projections/projector.js';
import { newEvent, openConsumer, type ConsumerStand } from './consumer-stand.js';
import { dumpProjections } from './dump.js';
import { REFERENCE_WORKFLOW, confirmed, observed } from './plant-story.js';

describe('rebuilding the projections', () => {
  let consumer: ConsumerStand;
  beforeEach(async () => {
    consumer = await openConsumer();
    await consumer.tell(...REFERENCE_WORKFLOW);
  });
  afterEach(() => consumer.close());

  it('makes every table again, equal to the byte', async () => {
    const { pool } = consumer.database;
    const before = await dumpProjections(pool);

    const { events, position } = await rebuildProjections(pool);

    expect(before).toContain('WO-1');
    expect(await dumpProjections(pool)).toBe(before);
    expect({ events, position }).toEqual({ events: 19, position: 19 });
  });

  it('mends what somebody has changed in the tables', async () => {
    const { pool } = consumer.database;
    const before = await dumpProjections(pool);
    await pool.query(`update consumer.work_order set reports_posted = 99; delete from consumer.work_order_step where position > 5; insert into consumer.hold values ('BER1', 'H', '{}', '', now(), null)`);

    await rebuildProjections(pool);

    expect(await dumpProjections(pool)).toBe(before);
  });

  it('is equal to the byte while events keep coming, and loses and doubles none of them', async () => {
    const { pool } = consumer.database;
    const coming = Array.from({ length: 400 }, (_, number) => (number % 4 === 0 ? observed({ revision: String(number) }, `2026-11-22T06:00:00.${String(number).padStart(3, '0')}Z`) : confirmed(`N-${number}`)));
    const telling = (async () => {
      for (let at = 0; at < coming.length; at += 20) await consumer.tell(...coming.slice(at, at + 20));
    })();
    const rebuilds: RebuildProgress[] = [];
    while (rebuilds.length < 3) rebuilds.push(await rebuildProjections(pool));
    await telling;
    const live = await dumpProjections(pool);

    await rebuildProjections(pool);

    expect(await dumpProjections(pool)).toBe(live);
    expect(live).toContain('N-399');
    expect((await pool.query('select reports_posted from consumer.work_order')).rows).toEqual([{ reports_posted: 300 }]);
  });

  it('waits for events that somebody is applying just then', async () => {
    const { pool } = consumer.database;
    await consumer.app.close();
    await EventLog.append(pool, [{ ...newEvent(19), ...confirmed('C-9', { workOrderId: 'WO-9' }) }]);
    await until(async () => (await new EventLog(pool).latestPosition()) === 20);
    const { events } = await new EventLog(pool).read({ siteId: null, types: null, after: 19, limit: 1 });
    const applying = await pool.connect();
    await applying.query('begin');
    await applying.query('select from consumer.projection for update');
    await applyEvents(applying, events);

    const rebuild = rebuildProjections(pool);
    await until(async () => (await pool.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 1);
    await applying.query('commit');
    applying.release();
    await rebuild;

    expect((await pool.query(`select reports_posted from consumer.work_order where work_order_id = 'WO-9'`)).rows).toEqual([{ reports_posted: 1 }]);
  });

  it('shows readers the old rows until the new ones are complete', async () => {
    const { pool } = consumer.database;
    const seen: number[] = [];

    await rebuildProjections(pool, { onProgress: () => void seen.push(0) });
    const during = await seenWhile(pool, () => rebuildProjections(pool));

    expect(seen.length).toBeGreaterThan(0);
    expect(new Set(during)).toEqual(new Set([16]));
  });

  it('leaves everything as it was when it is cut off in the middle', async () => {
    const { pool } = consumer.database;
    const before = await dumpProjections(pool);

    await expect(rebuildProjections(pool, { onProgress: () => { throw new Error('killed'); } })).rejects.toThrow('killed');

    expect(await dumpProjections(pool)).toBe(before);
  });

  it('refuses to lose what only events told that are not kept any more, unless it is told to', async () => {
    const { pool } = consumer.database;
    const before = await dumpProjections(pool);
    await pool.query('delete from events.event_log where position <= 3');
    await pool.query('update events.log_state set removed_through = 3');

    await expect(rebuildProjections(pool)).rejects.toThrow('the event log begins behind position 3');
    expect(await dumpProjections(pool)).toBe(before);
    const { events, position } = await rebuildProjections(pool, { evenIncomplete: true });

    expect({ events, position }).toEqual({ events: 16, position: 19 });
  });
});

describe('applying the event log', () => {
  let consumer: ConsumerStand;
  beforeEach(async () => { consumer = await openConsumer(); });
  afterEach(() => consumer.close());

  /** Events that stand in the log while nobody applies them. */
  const leaveInLog = async (count: number): Promise<void> => {
    const { pool } = consumer.database;
    await consumer.app.close();
    const events = [observed(), ...Array.from({ length: count - 1 }, (_, number) => confirmed(`C-${number}`))];
    await EventLog.append(pool, events.map((event, number) => ({ ...newEvent(number), ...event })));
    await until(async () => (await new EventLog(pool).latestPosition()) >= count);
  };
  const standing = async () => (await consumer.database.pool.query('select position::int, (select reports_posted from consumer.work_order) from consumer.projection')).rows;

  it('applies each event once, however many processes are at it', async () => {
    await leaveInLog(501);

    await Promise.all(Array.from({ length: 4 }, () => new Projector(consumer.database.pool).catchUp(501)));

    expect(await standing()).toEqual([{ position: 501, reports_posted: 500 }]);
  });

  it('goes on from its own place in the log, so an event that its durable name gave up is no gap', async () => {
    await leaveInLog(3);

    await new Projector(consumer.database.pool).catchUp(3); // the first that is handed over

    expect(await standing()).toEqual([{ position: 3, reports_posted: 2 }]);
  });

  it('counts a report that is taken back no more, and never below none', async () => {
    const reversed = { type: 'production.confirmation-reversed.v1', data: { workOrderId: 'WO-1', confirmationId: 'C-1', productionDay: '2026-11-23' } };
    await consumer.tell(observed(), confirmed('C-1'), reversed, reversed);

    expect((await consumer.database.pool.query('select reports_posted from consumer.work_order')).rows).toEqual([{ reports_posted: 0 }]);
    expect((await consumer.database.pool.query('select production_day, reports_posted, reports_reversed from consumer.production_day order by 1')).rows).toEqual([
      { production_day: '2026-11-22', reports_posted: 1, reports_reversed: 0 }, { production_day: '2026-11-23', reports_posted: 0, reports_reversed: 2 },
    ]);
  });

  it('keeps the newer sight of an order and the newer schedule, in whatever order they are told', async () => {
    const schedule = (version: number, finishAt: string) => ({ type: 'schedule.published.v1', data: { version, affected: [{ workOrderId: 'WO-1', finishAt }] } });
    await consumer.tell(observed({ status: 'inProgress' }, '2026-11-22T06:00:00Z'), observed({ status: 'released' }, '2026-11-22T05:00:00Z'), schedule(4, '2026-11-22T15:00:00Z'), schedule(3, '2026-11-22T12:00:00Z'));

    expect((await consumer.database.pool.query('select status, schedule_version, scheduled_finish_at from consumer.work_order')).rows).toEqual([{ status: 'inProgress', schedule_version: 4, scheduled_finish_at: new Date('2026-11-22T15:00:00Z') }]);
  });
});

/** How many steps a reader sees, again and again, until the work is done. */
async function seenWhile(pool: ConsumerStand['database']['pool'], work: () => Promise<unknown>): Promise<readonly number[]> {
  const seen: number[] = [];
  let done = false;
  const working = work().finally(() => (done = true));
  do {
    seen.push((await pool.query<{ count: number }>('select count(*)::int as count from consumer.work_order_step')).rows[0].count);
  } while (!done);
  await working;
  return seen;
}
