import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { messageError, type JobOrderAcknowledgement, type WorkOrder } from '@plantway/canonical';
import type { EventContext } from '@plantway/events';
import { JobOrderBook, OrderNegotiation } from '@plantway/execution';
import type { RelatedMessage, RelatedMessages } from '@plantway/ports';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import type { JobOrderDispatcher } from './job-order-dispatcher.js';
import { JobOrderEventsController } from './job-order-events.controller.js';

const [FIRST, SECOND] = ['018f0000-0000-7000-8000-000000000001', '018f0000-0000-7000-8000-000000000002'];
const pieces = (value: string) => ({ value, unit: 'H87' });
const order: WorkOrder = {
  workOrderId: 'WO-1', siteId: 'BER1', itemId: 'FG-100', quantity: pieces('100'), overDeliveryTolerancePercent: '0', status: 'released', startAt: '2026-11-22T06:00:00.000Z', dueAt: '2026-11-25T06:00:00.000Z',
  operations: [{ operationId: '0010', description: 'Bend', workCenterId: 'WC-10', status: 'released', yieldConfirmed: pieces('0'), scrapConfirmed: pieces('0'), reworkConfirmed: pieces('0'), remaining: pieces('100') }],
  components: [], revision: '1',
};
const context = { event: { correlationid: 'journey' } } as EventContext;
const said = (answer: JobOrderAcknowledgement['answer']): JobOrderAcknowledgement => ({ acknowledgementId: answer, siteId: 'BER1', jobOrderId: 'WO-1-0010', version: 1, answer, acknowledgedAt: '2026-11-22T08:00:00.000Z' });

describe('what the events tell about job orders', () => {
  let database: TestDatabase;
  let book: JobOrderBook;
  /** The answer that came after the refusal. */
  let later: Pick<RelatedMessage, 'state'> | undefined;
  let controller: JobOrderEventsController;
  beforeAll(async () => { database = await createTestDatabase(); });
  afterAll(async () => { await database.drop(); });
  beforeEach(async () => {
    await database.pool.query('truncate execution.job_order_set, execution.job_order');
    const clock = new SeededClock('2026-11-22T08:00:00Z');
    book = new JobOrderBook(database.pool, clock);
    later = undefined;
    const related = { find: async () => ({ command: said('refused') }), laterInLane: async () => later } as unknown as RelatedMessages;
    controller = new JobOrderEventsController(book, { sweep: async () => undefined } as JobOrderDispatcher, related, new OrderNegotiation(database.pool, clock));
    await book.keep(order, 'none', '2026-11-22T08:00:00.000Z');
  });
  const answer = async (): Promise<string | null> => (await database.pool.query<{ answer: string | null }>('select answer from execution.job_order')).rows[0].answer;
  const heldReason = async (): Promise<string | null> => (await database.pool.query<{ held_reason: string | null }>('select held_reason from execution.job_order_set')).rows[0].held_reason;
  const acknowledged = (how: JobOrderAcknowledgement['answer'], messageId: string) => controller.keepAcknowledged({ ...said(how), messageId, workOrderId: 'WO-1' }, context);
  const parked = () => controller.keepRefused({ messageId: FIRST, siteId: 'BER1', kind: 'jobOrderAcknowledgement', sourceSystem: 'mes', senderId: 'refused', error: messageError('JOB_ORDER_REFUSED', 'full') });

  it('do not write an answer again that came late, when the MES has said otherwise since', async () => {
    await book.acknowledge(said('accepted'), FIRST);
    await book.acknowledge(said('refused'), SECOND);

    await acknowledged('accepted', FIRST);

    expect(await answer()).toBe('refused');
  });

  it('write an answer that an earlier release of the gateway has told only by its event', async () => {
    await acknowledged('accepted', FIRST);

    expect(await answer()).toBe('accepted');
  });

  it('hold an order whose job order was refused', async () => {
    await parked();

    expect([await answer(), await heldReason()]).toEqual(['refused', expect.stringContaining('WO-1-0010')]);
  });

  it('do not hold it again when the MES has accepted since', async () => {
    later = { state: 'posted' };
    await book.acknowledge(said('accepted'), SECOND);

    await parked();

    expect([await answer(), await heldReason()]).toEqual(['accepted', null]);
  });
});
