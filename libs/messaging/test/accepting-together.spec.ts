import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Submission } from '@plantway/ports';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import pg from 'pg';
import { Intake } from '../src/index.js';
import { submission } from './delivery-rig.js';

/** A correction comes with the wish to take back what it corrects. */
describe('commands that are one matter', () => {
  const clock = new SeededClock();
  let database: TestDatabase;
  let intake: Intake;
  beforeEach(async () => {
    database = await createTestDatabase();
    intake = new Intake({ pool: database.pool, clock });
  });
  afterEach(() => database.drop());
  const wish = (more: Partial<Submission> = {}): Submission => submission('c2', { amount: 'c1' }, { kind: 'confirmationReversal', laneKey: 'reversal of c1', ...more });
  const report = (more: Partial<Submission> = {}): Submission => submission('c2', { amount: '12' }, more);
  const stored = async (): Promise<readonly string[]> => {
    const { rows } = await database.pool.query<{ kind: string }>('select kind from messaging.message order by position');
    return rows.map(({ kind }) => kind);
  };
  const traces = async (): Promise<number> => {
    const { rows: [{ count }] } = await database.pool.query<{ count: string }>('select (select count(*) from events.event_log) + (select count(*) from messaging.lane_job) + (select coalesce(sum(pending), 0) from messaging.lane) as count');
    return Number(count);
  };

  it('are stored in their order, each with its event and its place in its lane', async () => {
    const answers = await intake.acceptTogether([wish(), report()]);

    expect(answers.map(({ outcome, state }) => [outcome, state])).toEqual([['accepted', 'accepted'], ['accepted', 'accepted']]);
    expect(await stored()).toEqual(['confirmationReversal', 'productionConfirmation']);
    expect(await traces()).toBe(6);
  });

  it('are replayed when they come again', async () => {
    const first = await intake.acceptTogether([wish(), report()]);

    const again = await intake.acceptTogether([wish(), report()]);

    expect(again).toEqual(first.map((answer) => ({ ...answer, outcome: 'replayed' })));
    expect(await stored()).toHaveLength(2);
  });

  it('are completed when one of them came before alone', async () => {
    const alone = await intake.accept(wish());

    const answers = await intake.acceptTogether([wish(), report()]);

    expect(answers).toMatchObject([{ outcome: 'replayed', messageId: alone.messageId }, { outcome: 'accepted' }]);
    expect(await stored()).toEqual(['confirmationReversal', 'productionConfirmation']);
  });

  it('are not stored when the id of one came before with another body', async () => {
    const first = await intake.accept(report({ received: { other: 'body' } }));
    const before = await traces();

    const answers = await intake.acceptTogether([wish(), report()]);

    expect(answers).toEqual([expect.objectContaining({ outcome: 'conflict', messageId: first.messageId }), expect.objectContaining({ outcome: 'conflict', messageId: first.messageId })]);
    expect(await stored()).toEqual(['productionConfirmation']);
    expect(await traces()).toBe(before);
  });

  it('are not stored when the Idempotency-Key of one came before with another body', async () => {
    const first = await intake.accept(submission('other', { amount: '1' }, { idempotencyKey: 'K' }));

    const answers = await intake.acceptTogether([wish(), report({ idempotencyKey: 'K' })]);

    expect(answers).toMatchObject([{ outcome: 'conflict', messageId: first.messageId }, { outcome: 'conflict', messageId: first.messageId }]);
    expect(await stored()).toEqual(['productionConfirmation']);
  });

  it('are not stored when one of them has a text that no database can keep', async () => {
    await expect(intake.acceptTogether([wish(), report({ received: { note: 'NUL \0' } })])).rejects.toMatchObject({ code: 'VALIDATION_FAILED', message: expect.stringContaining('productionConfirmation c2') });

    expect(await stored()).toEqual([]);
    expect(await traces()).toBe(0);
  });

  it('are stored once by twins at the same time, of the same process and of another', async () => {
    const other = new Intake({ pool: database.pool, clock });

    const answers = await Promise.all(Array.from({ length: 12 }, (_, index) => (index % 2 === 0 ? intake : other).acceptTogether([wish(), report()])));

    expect(answers.filter(([first, second]) => first.outcome === 'accepted' && second.outcome === 'accepted')).toHaveLength(1);
    expect(answers.flat().filter(({ outcome }) => outcome === 'replayed')).toHaveLength(22);
    expect(await stored()).toHaveLength(2);
  });

  it('are all or none also when a twin of one of them with another body comes at the same time', async () => {
    const other = new Intake({ pool: database.pool, clock });

    const [together, single] = await Promise.all([intake.acceptTogether([wish(), report()]), other.accept(report({ received: { other: 'body' } }))]);

    const kinds = await stored();
    if (single.outcome === 'accepted') {
      expect(kinds).toEqual(['productionConfirmation']);
      expect(together.map(({ outcome }) => outcome)).toEqual(['conflict', 'conflict']);
    } else {
      expect(kinds).toEqual(['confirmationReversal', 'productionConfirmation']);
      expect(together.map(({ outcome }) => outcome)).toEqual(['accepted', 'accepted']);
    }
  });

  it('do not fail a twin of one of them for the sake of another', async () => {
    const answers = await Promise.allSettled([intake.acceptTogether([wish(), report({ received: { note: 'NUL \0' } })]), intake.accept(wish())]);

    expect(answers).toMatchObject([{ status: 'rejected', reason: { code: 'VALIDATION_FAILED' } }, { status: 'fulfilled', value: { outcome: 'accepted' } }]);
    expect(await stored()).toEqual(['confirmationReversal']);
  });

  it('have a name each', async () => {
    await expect(intake.acceptTogether([report(), report()])).rejects.toMatchObject({ code: 'INTERNAL_ERROR' });
  });

  it('are said to be not stored when the database cannot be reached', async () => {
    const nowhere = new pg.Pool({ ...database.settings, port: 1 });

    await expect(new Intake({ pool: nowhere, clock }).acceptTogether([wish(), report()])).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await nowhere.end();
  });
});
