import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BusinessException, MappingError, TechnicalRetryableError, type WorkOrder } from '@plantway/canonical';
import { ExecutionReader, JobOrderBook, JobOrderMaker, WorkOrderRegister } from '@plantway/execution';
import type { ErpPort } from '@plantway/ports';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { OrdersOfErp, order } from './orders-of-erp.js';

const OPERATIONS: WorkOrder['operations'] = ['0010', '0020'].map((operationId) => ({
  operationId, description: 'Step', workCenterId: `WC-${operationId.slice(2)}`, status: 'released',
  yieldConfirmed: { value: '0', unit: 'H87' }, scrapConfirmed: { value: '0', unit: 'H87' }, reworkConfirmed: { value: '0', unit: 'H87' }, remaining: { value: '100', unit: 'H87' },
}));
const COMPONENTS: WorkOrder['components'] = [{ componentItemId: 'RM-1', operationId: '0010', required: { value: '75.0', unit: 'KGM' }, withdrawn: { value: '0', unit: 'KGM' }, issueMethod: 'backflush' }];
const released = (change: Partial<WorkOrder> = {}): WorkOrder => order('WO-1', { operations: OPERATIONS, components: COMPONENTS, ...change });
const pieces = (value: string) => ({ quantity: { value, unit: 'H87' } });
const minute = (count: number): string => new Date(Date.UTC(2026, 10, 22, 8, count)).toISOString();

describe('the book of job orders', () => {
  let database: TestDatabase;
  let book: JobOrderBook;
  let reader: ExecutionReader;

  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(async () => { await database.drop(); });
  beforeEach(async () => {
    await database.pool.query('truncate execution.job_order_set, execution.job_order, execution.job_order_feed, execution.known_work_order');
    book = new JobOrderBook(database.pool, new SeededClock('2026-11-22T08:00:00Z'));
    reader = new ExecutionReader(database.pool);
  });

  const kept = async () => (await book.undispatched())[0].dispatch;
  const feed = async (after = '0') => (await reader.jobOrdersAfter('BER1', after, 100)).items.map(({ jobOrder: { jobOrderId, version } }) => `${jobOrderId}@${version}`);

  it('makes one job order per operation, with its material and the operation before it', async () => {
    await book.keep(released(), 'lot', minute(1));

    expect(await kept()).toEqual({
      siteId: 'BER1', workOrderId: 'WO-1', version: 1, verb: 'Store',
      jobOrders: [
        expect.objectContaining({ jobOrderId: 'WO-1-0010', version: 1, workCenterId: 'WC-10', state: 'AllowedToStart', tracking: 'lot', components: [{ itemId: 'RM-1', required: { value: '75', unit: 'KGM' }, issueMethod: 'backflush' }] }),
        expect.objectContaining({ jobOrderId: 'WO-1-0020', predecessorOperationId: '0010', components: [] }),
      ],
    });
  });

  it.each<[string, Partial<WorkOrder>]>([
    ['quantity', pieces('120')],
    ['due date', { dueAt: '2026-11-25T05:00:00.000Z' }],
    ['operation', { operations: [OPERATIONS[0], { ...OPERATIONS[1], workCenterId: 'WC-30' }] }],
    ['component', { components: [{ ...COMPONENTS[0], required: { value: '80', unit: 'KGM' } }] }],
  ])('makes a new version of all of them when the ERP shows another %s', async (_what, change) => {
    await book.keep(released(), 'none', minute(1));

    expect(await book.keep(released(change), 'none', minute(2))).toBe(2);
    expect((await kept()).jobOrders.map(({ version }) => version)).toEqual([2, 2]);
  });

  it('makes none for what was confirmed or withdrawn, nor for another way to write the same', async () => {
    await book.keep(released(), 'none', minute(1));
    const worked = released({
      ...pieces('100.0'), status: 'inProgress', revision: '9', dueAt: '2026-11-24T06:00:00+01:00',
      operations: OPERATIONS.map((operation) => ({ ...operation, status: 'inProgress', yieldConfirmed: { value: '40', unit: 'H87' } })),
      components: [{ ...COMPONENTS[0], required: { value: '75', unit: 'KGM' }, withdrawn: { value: '30', unit: 'KGM' } }],
    });

    expect(await book.keep(worked, 'none', minute(2))).toBeUndefined();
    expect(await book.outdated('BER1', [worked], minute(2))).toEqual([]);
  });

  it('tells whoever was given an operation that it is gone', async () => {
    await book.keep(released(), 'none', minute(1));

    await book.keep(released({ operations: OPERATIONS.slice(0, 1) }), 'none', minute(2));

    expect((await kept()).jobOrders.map(({ jobOrderId, version, state }) => [jobOrderId, version, state])).toEqual([['WO-1-0010', 2, 'AllowedToStart'], ['WO-1-0020', 2, 'Aborted']]);
  });

  it('ends with the newest answer of the ERP, in whatever order the answers come, how often, and how many at once', async () => {
    const answers = Array.from({ length: 12 }, (_unused, index) => ({ order: released(pieces(String(100 + index))), asOf: minute(index) }));
    for (const seed of [1, 2, 3, 4, 5]) {
      await database.pool.query('truncate execution.job_order_set, execution.job_order');
      const shuffled = [...answers, ...answers].sort((one, other) => hash(seed, one.asOf) - hash(seed, other.asOf));

      await Promise.all(shuffled.map(({ order: shown, asOf }) => book.keep(shown, 'none', asOf)));

      expect((await kept()).jobOrders[0].quantity.value).toBe('111');
    }
  });

  it('does not let an answer from between overwrite one that showed the same again', async () => {
    await book.keep(released(), 'none', minute(1));
    await book.outdated('BER1', [released()], minute(3));

    expect(await book.keep(released(pieces('120')), 'none', minute(2))).toBeUndefined();
  });

  it('takes the later revision of two answers of the same time, in whatever order they come', async () => {
    for (const [first, second] of [['9', '10'], ['10', '9']]) {
      await database.pool.query('truncate execution.job_order_set, execution.job_order');
      await book.keep(released({ ...pieces(first === '10' ? '120' : '100'), revision: first }), 'none', minute(1));
      await book.keep(released({ ...pieces(second === '10' ? '120' : '100'), revision: second }), 'none', minute(1));

      expect((await kept()).jobOrders[0].quantity.value).toBe('120');
    }
  });

  it('does not let an earlier revision overwrite a later one that showed the same again at the same time', async () => {
    await book.keep(released({ revision: '1' }), 'none', minute(1));
    await book.outdated('BER1', [released({ revision: '3' })], minute(1));

    expect(await book.keep(released({ ...pieces('120'), revision: '2' }), 'none', minute(1))).toBeUndefined();
  });

  it('makes no version of an order that has no operation, until it has one', async () => {
    const bare = released({ operations: [], components: [] });
    expect(await book.keep(bare, 'none', minute(1))).toBeUndefined();
    expect(await book.outdated('BER1', [bare], minute(2))).toEqual([]);
    expect(await book.undispatched()).toEqual([]);

    expect(await book.keep(released(), 'none', minute(3))).toBe(1);
  });

  it('is not kept from the others by versions that have no job order', async () => {
    await database.pool.query(`
      insert into execution.job_order_set (site_id, work_order_id, version, content_hash, as_of, dispatch_state, state_since)
      select 'BER1', 'BARE-' || number, 1, '', now(), 'pending', '2026-01-01' from generate_series(1, 150) as number`);
    await book.keep(released(), 'none', minute(1));

    expect((await book.undispatched()).map(({ dispatch }) => dispatch.workOrderId)).toEqual(['WO-1']);
  });

  it('offers what was sent, and no version before that', async () => {
    await book.keep(released(), 'none', minute(1));
    expect(await feed()).toEqual([]);

    await book.dispatched('BER1', 'WO-1', 1);
    await book.keep(released({ workOrderId: 'WO-2' }), 'none', minute(1));
    await book.dispatched('BER1', 'WO-2', 1);
    await book.dispatched('BER1', 'WO-1', 1); // the event comes again
    expect(await feed()).toEqual(['WO-1-0010@1', 'WO-1-0020@1', 'WO-2-0010@1', 'WO-2-0020@1']);

    await book.keep(released(pieces('120')), 'none', minute(2));
    await book.dispatched('BER1', 'WO-1', 1); // and late
    expect(await feed()).toEqual(['WO-2-0010@1', 'WO-2-0020@1']);
    await book.dispatched('BER1', 'WO-1', 2);
    expect(await feed()).toEqual(['WO-2-0010@1', 'WO-2-0020@1', 'WO-1-0010@2', 'WO-1-0020@2']);
  });

  it('gives places in the order of commits: a reader who follows them misses none', async () => {
    const orders = Array.from({ length: 20 }, (_unused, index) => released({ workOrderId: `WO-${index}` }));
    for (const each of orders) await book.keep(each, 'none', minute(1));
    const seen: string[] = [];
    let position = '0';
    const follow = async (): Promise<void> => {
      const page = await reader.jobOrdersAfter('BER1', position, 100);
      seen.push(...page.items.map(({ jobOrder }) => jobOrder.jobOrderId));
      position = page.position;
    };

    const dispatching = Promise.all(orders.map(({ workOrderId }) => book.dispatched('BER1', workOrderId, 1)));
    let done = false;
    void dispatching.then(() => { done = true; });
    while (!done) await follow();
    await dispatching;
    await follow();

    expect(new Set(seen).size).toBe(40);
    expect(seen).toHaveLength(40);
  });

  it('keeps what the MES said before the version counts as sent', async () => {
    await book.keep(released({ operations: OPERATIONS.slice(0, 1) }), 'none', minute(1));
    await book.acknowledge({ acknowledgementId: 'a', siteId: 'BER1', jobOrderId: 'WO-1-0010', version: 1, answer: 'accepted', acknowledgedAt: minute(1) }, '018f0000-0000-7000-8000-000000000001');

    await book.dispatched('BER1', 'WO-1', 1);

    const { rows } = await database.pool.query<{ dispatch_state: string }>('select dispatch_state from execution.job_order_set');
    expect(rows).toEqual([{ dispatch_state: 'accepted' }]);
    expect(await feed()).toEqual(['WO-1-0010@1']);
  });

  it('is filled with whatever released order the ERP shows, whoever released it', async () => {
    const erp = new OrdersOfErp();
    erp.holds(released(), released({ workOrderId: 'WO-2', status: 'created' }), released({ workOrderId: 'WO-3', status: 'inProgress' }), released({ workOrderId: 'WO-4', status: 'completed' }));
    const asked: string[] = [];
    const maker = new JobOrderMaker({ item: async (_siteId: string, itemId: string) => { asked.push(itemId); return { value: { tracking: 'serial' } }; } } as unknown as ErpPort, book);
    const register = new WorkOrderRegister(database.pool, erp as unknown as ErpPort, (...shown) => maker.make(...shown));

    await register.refresh('BER1');
    await register.refresh('BER1');

    const undispatched = await book.undispatched();
    expect(undispatched.map(({ dispatch }) => `${dispatch.workOrderId}@${dispatch.version}`)).toEqual(['WO-1@1', 'WO-3@1']);
    expect(undispatched[0].dispatch.jobOrders[0].tracking).toBe('serial');
    expect(asked).toEqual(['FG-100', 'FG-100']); // once for each page that has something new, never for what is known
  });

  it.each<[string, Error]>([
    ['is not there', new BusinessException('NOT_FOUND', 'item FG-BAD is not in the ERP')],
    ['cannot be translated', new MappingError('CROSS_REFERENCE_MISSING', 'unit CRATE has no translation')],
  ])('leaves out an order whose item %s, and tells of it; the others are made', async (_what, error) => {
    const erp = new OrdersOfErp();
    erp.holds(released({ workOrderId: 'WO-1', itemId: 'FG-BAD' }), released({ workOrderId: 'WO-2' }), released({ workOrderId: 'WO-3' }));
    const item = async (_siteId: string, itemId: string) => { if (itemId === 'FG-BAD') throw error; return { value: { tracking: 'none' } }; };
    const leftOut: string[] = [];
    const maker = new JobOrderMaker({ item } as unknown as ErpPort, book, (siteId, workOrderId, why) => leftOut.push(`${siteId} ${workOrderId}: ${why.message}`));
    const register = new WorkOrderRegister(database.pool, erp as unknown as ErpPort, (...shown) => maker.make(...shown));

    expect(await register.refresh('BER1')).toBe(3);

    expect((await book.undispatched()).map(({ dispatch }) => dispatch.workOrderId)).toEqual(['WO-2', 'WO-3']);
    expect(leftOut).toEqual([`BER1 WO-1: ${error.message}`]);
  });

  it('does not take an ERP that is away for an order that cannot be read', async () => {
    const maker = new JobOrderMaker({ item: () => Promise.reject(new TechnicalRetryableError('ERP_UNAVAILABLE', 'away')) } as unknown as ErpPort, book);

    await expect(maker.make('BER1', [released()], minute(1), {})).rejects.toThrow('away');
  });
});

/** A number that looks like chance and is the same every time. */
function hash(seed: number, text: string): number {
  return [...text].reduce((value, letter) => (value * 31 + letter.charCodeAt(0) * seed) % 9_973, seed);
}
