import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPool, sleepFor } from '@plantway/database';
import { createTestDatabase, until, type TestDatabase } from '@plantway/testing';
import type { Clock } from '@plantway/ports';
import { DeliveryEngine, Intake, MessageReader, type DeliveryLog, type MessagingSettings } from '../src/index.js';
import { SITE, submission } from './delivery-rig.js';
import { ScriptedErp, ScriptedFlow } from './scripted-erp.js';

/** In real time: what is waited for is a condition, never a duration. */
const clock: Clock = { now: () => new Date(), sleep: sleepFor };
const FAR = 3_600_000;

describe('a running engine', () => {
  let database: TestDatabase;
  let engine: DeliveryEngine;
  const erp = new ScriptedErp(clock);
  const errors: string[] = [];
  const log: DeliveryLog = { info: () => undefined, warn: () => undefined, error: (_fields, text) => void errors.push(text) };
  beforeEach(async () => void (database = await createTestDatabase()));
  afterEach(async () => {
    await engine.stop();
    await database.drop();
  });
  const started = (pollIntervalMs: number, more: Partial<MessagingSettings> = {}): void => {
    engine = new DeliveryEngine({ pool: database.pool, clock, flows: [new ScriptedFlow(erp)], settings: { pollIntervalMs, ...more }, log });
    engine.start();
  };
  const posted = async (): Promise<number> => (await new MessageReader(database.pool).accounting(SITE)).posted;

  it('sleeps until the doorbell rings: intake of another process wakes it long before it would look by itself', async () => {
    started(FAR);
    const pool = openPool(database.settings);
    const intake = new Intake({ pool, clock });
    await until(async () => (await database.pool.query(`select from pg_stat_activity where query like 'listen %' and datname = current_database()`)).rowCount);

    await intake.accept(submission('c1'));

    await until(async () => (await posted()) === 1);
    await pool.end();
  });

  it('looks by itself where no bell reaches it', async () => {
    const intake = new Intake({ pool: database.pool, clock });
    started(50);
    await intake.accept(submission('c1'));
    await database.pool.query(`select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen %'`);

    await intake.accept(submission('c2', { amount: '2' }));

    await until(async () => (await posted()) === 2);
  });

  it('tries again when a backoff is over, without any bell', async () => {
    erp.will('unavailable');
    const intake = new Intake({ pool: database.pool, clock });
    started(FAR);
    await intake.accept(submission('c1'));

    await until(async () => (await posted()) === 1);
  });

  it('goes on after the database threw everybody out', async () => {
    started(50);
    const intake = new Intake({ pool: database.pool, clock });
    await intake.accept(submission('c1'));
    await until(async () => (await posted()) === 1);

    for (let kicks = 0; kicks < 5; kicks += 1) {
      // The pool may hand out a connection that the kick before has ended.
      await until(() => database.pool.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()').then(() => true, () => false));
const again = submission(`after ${kicks}`, { amount: String(kicks) }, { laneKey: `lane ${kicks}` });
      await until(() => intake.accept(again).then(() => true, () => false)); // as the answer says: send the same again
    }

    await until(() => posted().then((count) => count === 6, () => false));
  });

  it('stops after what it is sending has its answer', async () => {
    erp.will({ answerAfterMs: 300 });
    const intake = new Intake({ pool: database.pool, clock });
    const before = erp.requests.length;
    started(50);
    await intake.accept(submission('c1'));
    await intake.accept(submission('c2'));
    await until(() => erp.requests.length === before + 1);

    await engine.stop();

    expect(await posted()).toBe(1);
    expect(erp.requests).toHaveLength(before + 1);
  });

  it('stops in the time that it is given although a send has no answer; the intent says that it may stand in the ERP', async () => {
    erp.will('staySilent');
    const before = erp.requests.length;
    started(50, { sendDeadlineMs: 1_000 });
    await new Intake({ pool: database.pool, clock }).accept(submission('c1'));
    await until(() => erp.requests.length === before + 1);

    await engine.stop({ withinMs: 10 });

    const reader = new MessageReader(database.pool);
    const { items: [{ messageId }] } = await reader.list(SITE, {});
    expect(await reader.get(SITE, messageId)).toMatchObject({ state: 'posting', parts: [{ state: 'posting' }] });
  });

  it('can be started again after it was stopped', async () => {
    started(50);
    await engine.stop();
    await new Intake({ pool: database.pool, clock }).accept(submission('c1'));

    engine.start();

    await until(async () => (await posted()) === 1);
  });
});
