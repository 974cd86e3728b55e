import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError, type WorkOrder } from '@plantway/canonical';
import { JobOrderBook } from '@plantway/execution';
import { Intake, MessageReader, MessageRelations } from '@plantway/messaging';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { JobOrderDispatcher } from './job-order-dispatcher.js';

const nothing = { value: '0', unit: 'H87' };
const ORDER: WorkOrder = {
  workOrderId: 'WO-1', siteId: 'BER1', itemId: 'FG-100', quantity: { value: '100', unit: 'H87' }, overDeliveryTolerancePercent: '5', status: 'released',
  startAt: '2026-11-22T09:00:00.000Z', dueAt: '2026-11-24T09:00:00.000Z', components: [], revision: '1',
  operations: [{ operationId: '0010', description: 'Milling', workCenterId: 'WC-10', status: 'released', yieldConfirmed: nothing, scrapConfirmed: nothing, reworkConfirmed: nothing, remaining: nothing }],
};

describe('the dispatcher of job orders', () => {
  const clock = new SeededClock('2026-11-22T08:00:00Z');
  let database: TestDatabase;
  let failures: string[];
  beforeEach(() => { failures = []; });
  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(async () => { await database.drop(); });

  /** One that ends after so many steps, as if it was killed there. */
  function dispatcher(killedAfter?: 'accepting' | 'finding' | 'annulling', refused?: string): JobOrderDispatcher {
    const { pool } = database;
    const intake = new Intake({ pool, clock });
    const related = new MessageRelations({ pool, clock });
    const killed = async <Result>(step: string, done: Promise<Result>): Promise<Result> => {
      const result = await done;
      if (killedAfter === step) throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', `killed after ${step}`);
      return result;
    };
    return new JobOrderDispatcher({
      book: new JobOrderBook(pool, clock), businessNow: () => clock.now(), dayOf: () => '2026-11-22',
      onFailure: ({ workOrderId, version }) => failures.push(`${workOrderId}@${version}`),
      intake: {
        accept: (submission) => {
          if (submission.senderId === refused) return Promise.reject(new Error('nobody can keep this one'));
          return killed('accepting', intake.accept(submission));
        },
      },
      related: Object.assign(Object.create(related) as MessageRelations, {
        find: (...names: Parameters<MessageRelations['find']>) => killed('finding', related.find(...names)),
        annul: (...wish: Parameters<MessageRelations['annul']>) => killed('annulling', related.annul(...wish)),
      }),
    });
  }
  const messages = async () => (await new MessageReader(database.pool).list('BER1')).items.map(({ senderId, state, correlationId }) => ({ senderId, state, correlationId }));

  it('stores each version once and lets no older one stand, wherever it is killed', async () => {
    const book = new JobOrderBook(database.pool, clock);
    await book.keep(ORDER, 'none', '2026-11-22T08:00:00.000Z', 'journey-1');
    await expect(dispatcher('accepting').sweep()).rejects.toThrow('killed');
    await dispatcher().sweep();
    expect(await messages()).toEqual([{ senderId: 'WO-1@1', state: 'accepted', correlationId: 'journey-1' }]);

    await book.keep({ ...ORDER, quantity: { value: '120', unit: 'H87' } }, 'none', '2026-11-22T08:01:00.000Z', 'journey-2');
    await expect(dispatcher('accepting').sweep()).rejects.toThrow('killed');
    await expect(dispatcher('finding').sweep()).rejects.toThrow('killed');
    await expect(dispatcher('annulling').sweep()).rejects.toThrow('killed');
    await dispatcher().sweep();
    await dispatcher().sweep();

    expect(await messages()).toEqual([{ senderId: 'WO-1@1', state: 'annulled', correlationId: 'journey-1' }, { senderId: 'WO-1@2', state: 'accepted', correlationId: 'journey-2' }]);
    expect(await book.undispatched()).toEqual([]);
  });

  it('is not kept from the others by one version that cannot be stored', async () => {
    const book = new JobOrderBook(database.pool, clock);
    const many = Array.from({ length: 102 }, (_unused, index) => `WO-9${String(index).padStart(3, '0')}`);
    for (const workOrderId of many) await book.keep({ ...ORDER, workOrderId }, 'none', '2026-11-22T08:02:00.000Z');

    await dispatcher(undefined, 'WO-9000@1').sweep();

    expect(failures).toEqual(['WO-9000@1']);
    expect((await book.undispatched()).map(({ dispatch }) => dispatch.workOrderId)).toEqual(['WO-9000']);
  });
});
