import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPool } from '@plantway/database';
import { SeededClock, createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import pg from 'pg';
import { Intake, MessageReader, type RowAcceptance } from '../src/index.js';
import { SITE, submission } from './delivery-rig.js';
import { FaultyPool } from './faulty-pool.js';

describe('intake', () => {
  let database: TestDatabase;
  let intake: Intake;
  let reader: MessageReader;
  const clock = new SeededClock();
  beforeEach(async () => {
    database = await createTestDatabase();
    intake = new Intake({ pool: database.pool, clock });
    reader = new MessageReader(database.pool);
  });
  afterEach(() => database.drop());
  const count = async (table: string): Promise<number> => (await database.pool.query<{ n: number }>(`select count(*)::int as n from messaging.${table}`)).rows[0].n;
  const outcomes = (answers: readonly RowAcceptance[]): readonly string[] => answers.map(({ outcome }) => outcome);

  it('stores a command with its lane, its job, its lineage and its event, all or nothing', async () => {
    const { outcome, messageId, state, correlationId } = await intake.accept(submission('c1', { amount: '40' }, { traceparent: '00-1-2-01', causationId: 'cause' }));

    expect({ outcome, state, correlationId }).toEqual({ outcome: 'accepted', state: 'accepted', correlationId: 'journey-of-c1' });
    expect(await reader.get(SITE, messageId)).toMatchObject({ messageId, state: 'accepted', senderId: 'c1', laneKey: 'A', causationId: 'cause', acceptedBy: 'credential-1', postingDate: '2026-11-22', acceptedAt: '2026-11-22T08:00:00.000Z' });
    expect(await reader.lineage(SITE, messageId)).toMatchObject([{ shape: 'received', body: { id: 'c1', amount: '40' } }, { shape: 'canonical', body: { amount: '40' } }]);
    expect((await database.pool.query('select pending, next_at from messaging.lane')).rows).toEqual([{ pending: 1, next_at: clock.now() }]);
    expect(await count('lane_job')).toBe(1);
    const { rows: [event] } = await database.pool.query('select type, subject, site_id, correlation_id, data from events.event_log');
    expect(event).toMatchObject({ type: 'message.accepted.v1', subject: messageId, site_id: SITE, correlation_id: 'journey-of-c1', data: { messageId, state: 'accepted', workOrderId: 'WO-1' } });
  });

  it('recognises the same body under the same id, whatever the order of its keys, and answers with the first one\'s ids and present state', async () => {
    const first = await intake.accept(submission('c1', { amount: '40' }));

    const again = await intake.accept(submission('c1', { amount: '40' }, { received: { amount: '40', id: 'c1' }, correlationId: 'another journey' }));

    expect(again).toEqual({ ...first, outcome: 'replayed' });
    expect(await count('message')).toBe(1);
    expect((await database.pool.query('select pending from messaging.lane')).rows).toEqual([{ pending: 1 }]);
  });

  it('refuses another body under the same id', async () => {
    const first = await intake.accept(submission('c1', { amount: '40' }));

    const other = await intake.accept(submission('c1', { amount: '41' }));

    expect(other).toMatchObject({ outcome: 'conflict', messageId: first.messageId });
    expect(await count('message')).toBe(1);
  });

  it('keeps apart the same id of another source system, site or kind of sender', async () => {
    await intake.accept(submission('c1'));

    const otherSystem = await intake.accept(submission('c1', { amount: '41' }, { sourceSystem: 'mes-2' }));
    const otherSite = await intake.accept(submission('c1', { amount: '42' }, { siteId: 'CHI1' }));

    expect([otherSystem.outcome, otherSite.outcome]).toEqual(['accepted', 'accepted']);
  });

  it('refuses an idempotency key that came with another command, and replays it with the same', async () => {
    const first = await intake.accept(submission('c1', { amount: '40' }, { idempotencyKey: 'k1' }));

    expect(await intake.accept(submission('c1', { amount: '40' }, { idempotencyKey: 'k1' }))).toEqual({ ...first, outcome: 'replayed' });
    expect(await intake.accept(submission('c1', { amount: '40' }))).toEqual({ ...first, outcome: 'replayed' });
    expect(await intake.accept(submission('c2', { amount: '40' }, { idempotencyKey: 'k1' }))).toMatchObject({ outcome: 'conflict', messageId: first.messageId });
    expect(await intake.accept(submission('c2', { amount: '40' }, { idempotencyKey: 'k1', sourceSystem: 'mes-2' }))).toMatchObject({ outcome: 'accepted' });
  });

  it('stores one of fifty twins that come at once through two processes', async () => {
    const otherPool = openPool(database.settings);
    const other = new Intake({ pool: otherPool, clock });

    const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => (index % 2 ? intake : other).accept(submission('c1', { amount: '40' }))));

    await otherPool.end();
    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'replayed')).toHaveLength(49);
    expect(new Set(answers.map(({ messageId }) => messageId)).size).toBe(1);
    expect(await count('message')).toBe(1);
    expect((await database.pool.query('select pending from messaging.lane')).rows).toEqual([{ pending: 1 }]);
  });

  it('lets a twin that lost the race against another process find the one that won', async () => {
    await intake.accept(submission('opener'));
    const otherPool = openPool(database.settings);
    const locker = await otherPool.connect();
    await locker.query(`begin; select from messaging.lane where lane_key = 'A' for update`);

    const racing = [intake, new Intake({ pool: otherPool, clock })].map((process) => process.accept(submission('c1', { amount: '40' })));
    await until(async () => (await database.pool.query('select from pg_stat_activity where wait_event_type = $1 and datname = current_database()', ['Lock'])).rowCount === 2);
    await locker.query('rollback');
    const answers = await Promise.all(racing);

    locker.release();
    await otherPool.end();
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'replayed']);
    expect(answers[0].messageId).toBe(answers[1].messageId);
    expect((await database.pool.query('select pending from messaging.lane')).rows).toEqual([{ pending: 2 }]);
  });

  it('lets twins of one process join the commit that is under way: the database hears of it once', async () => {
    let statements = 0;
    const pool = Object.assign(Object.create(database.pool) as pg.Pool, {
      connect: () => (statements += 1, database.pool.connect()),
      query: (statement: pg.QueryConfig) => database.pool.query(statement), // the bell
    });
    const joining = new Intake({ pool, clock });

    const answers = await Promise.all(Array.from({ length: 10 }, () => joining.accept(submission('c1', { amount: '40' }))));

    expect(outcomes(answers).filter((outcome) => outcome === 'replayed')).toHaveLength(9);
    expect(statements).toBe(1);
  });

  it('stores one of many different bodies that come at once under one id through two processes', async () => {
    const otherPool = openPool(database.settings);
    const other = new Intake({ pool: otherPool, clock });

    const answers = await Promise.all(Array.from({ length: 20 }, (_, index) => (index % 2 ? intake : other).accept(submission('c1', { amount: String(index) }, { laneKey: `lane ${index % 3}` }))));

    await otherPool.end();
    expect(answers.filter(({ outcome }) => outcome === 'accepted')).toHaveLength(1);
    expect(answers.filter(({ outcome }) => outcome === 'conflict')).toHaveLength(19);
    expect((await database.pool.query('select sum(pending)::int as pending from messaging.lane')).rows).toEqual([{ pending: 1 }]);
  });

  it('isolates a row that no database can keep, and stores the ones beside it', async () => {
    const answers = await Promise.allSettled([
      ...Array.from({ length: 9 }, (_, index) => intake.accept(submission(`good ${index}`))),
      intake.accept(submission('poison', { amount: '40' }, { received: { id: 'poison', note: 'NUL \0' } })),
      intake.accept(submission('broken', { amount: '40' }, { received: { id: 'broken', note: '\ud800' } })),
    ]);

    expect(answers.map(({ status }) => status)).toEqual([...Array.from({ length: 9 }, () => 'fulfilled'), 'rejected', 'rejected']);
    expect(answers.slice(9)).toMatchObject([{ reason: { code: 'VALIDATION_FAILED' } }, { reason: { code: 'VALIDATION_FAILED' } }]);
    expect(await count('message')).toBe(9);
  });

  it('gives the rows of a batch their places in the order of the batch, lane by lane', async () => {
    const rows = Array.from({ length: 600 }, (_, index) => submission(`c${index}`, { amount: String(index) }, { laneKey: `lane ${index % 7}` }));

    const answers = await intake.acceptBatch(rows);

    const { rows: stored } = await database.pool.query<{ sender_id: string }>('select m.sender_id from messaging.lane_job as j join messaging.message as m using (position) order by j.lane_key, j.position');
    const inOrder = [...rows].sort((one, other) => one.laneKey.localeCompare(other.laneKey)).map(({ senderId }) => senderId);
    expect(new Set(outcomes(answers))).toEqual(new Set(['accepted']));
    expect(stored.map(({ sender_id: senderId }) => senderId)).toEqual(inOrder);
  });

  it('judges each row of a batch for itself: twins, conflicts and poison beside good ones', async () => {
    await intake.accept(submission('known', { amount: '1' }));

    const answers = await intake.acceptBatch([
      submission('known', { amount: '1' }), submission('known', { amount: '2' }), submission('new', { amount: '3' }), submission('new', { amount: '3' }), submission('new', { amount: '4' }),
      submission('poison', { amount: '5' }, { received: { note: '\0' } }), submission('last', { amount: '6' }),
    ]);

    expect(outcomes(answers)).toEqual(['replayed', 'conflict', 'accepted', 'replayed', 'conflict', 'failed', 'accepted']);
    expect(answers[5]).toMatchObject({ error: { code: 'VALIDATION_FAILED' } });
    expect(await count('message')).toBe(3);
  });

  it('says that nothing was stored when the database cannot be reached', async () => {
    const nowhere = openPool({ ...database.settings, port: 1 });

    await expect(new Intake({ pool: nowhere, clock }).accept(submission('c1'))).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE', kind: 'technical' });
    await nowhere.end();
  });

  it('says that the outcome is unknown when the connection goes during the commit, and the same again is safe', async () => {
    const killing = new Intake({ pool: new ConnectionKiller(database).asPool(), clock });

    await expect(killing.accept(submission('c1'))).rejects.toMatchObject({ code: 'ACCEPT_OUTCOME_UNKNOWN' });

    const again = await intake.accept(submission('c1'));
    expect(['accepted', 'replayed']).toContain(again.outcome);
    expect(await count('message')).toBe(1);
  });

  it('after a failure of the database tries no later row of a batch: it would overtake the ones before it', async () => {
    const killer = new ConnectionKiller(database);
    const killing = new Intake({ pool: killer.asPool(), clock });

    const answers = await killing.acceptBatch(Array.from({ length: 600 }, (_, index) => submission(`c${index}`)));

    expect(new Set(outcomes(answers))).toEqual(new Set(['failed']));
    expect(killer.cuts).toBe(1);
    expect(await count('message')).toBe(0);
  });

  it('rings for an idle worker after the commit', async () => {
    const names: string[] = [];
    const watched = new FaultyPool(database.pool, (name) => (names.push(name), 'pass'));
    const pool = Object.assign(watched, { connect: () => database.pool.connect() });

    await new Intake({ pool: pool.asPool(), clock }).accept(submission('c1'));

    expect(names).toEqual(['ring-lane-bell']);
  });
});

/** A pool whose connections are cut while a statement is under way: a lock holds it up until then. */
class ConnectionKiller {
  cuts = 0;

  constructor(private readonly database: TestDatabase) {}

  asPool(): pg.Pool {
    const connect = async (): Promise<pg.PoolClient> => {
      const client = await this.database.pool.connect();
      const query = (statement: pg.QueryConfig): Promise<unknown> => this.cutDuring(client, statement);
      return Object.assign(Object.create(client) as pg.PoolClient, { query });
    };
    return Object.assign(Object.create(this.database.pool) as pg.Pool, { connect });
  }

  private async cutDuring(client: pg.PoolClient, statement: pg.QueryConfig): Promise<unknown> {
    this.cuts += 1;
    const { rows: [session] } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const locker = new pg.Client(this.database.settings);
    await locker.connect();
    await locker.query('begin; lock table messaging.lane in access exclusive mode');
    const accepting = client.query(statement);
    accepting.catch(() => undefined);
    await until(async () => (await locker.query('select from pg_locks where pid = $1 and not granted', [session.pid])).rowCount);
    await locker.query('select pg_terminate_backend($1)', [session.pid]);
    await locker.end();
    return accepting;
  }
}
