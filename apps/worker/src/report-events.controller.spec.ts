import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ExecutionReader, ReportBook, type PostedReport } from '@plantway/execution';
import { Intake, MessageReader } from '@plantway/messaging';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { ReportEventsController } from './report-events.controller.js';

const pieces = (value: string) => ({ value, unit: 'H87' });
/** As an earlier version of the gateway has told it: without its source system. */
const told = (messageId: string, confirmationId: string): Omit<PostedReport, 'sourceSystem'> => ({
  messageId, siteId: 'BER1', workOrderId: 'WO-1', operationId: '0010', confirmationId, yield: pieces('5'), scrap: pieces('0'), rework: pieces('0'),
});

describe('reports that an earlier version has told of', () => {
  const clock = new SeededClock('2026-11-22T08:00:00Z');
  let database: TestDatabase;
  let controller: ReportEventsController;
  beforeAll(async () => {
    database = await createTestDatabase();
    controller = new ReportEventsController(new ReportBook(database.pool), new MessageReader(database.pool));
    await database.pool.query(`
      insert into execution.known_work_order (site_id, work_order_id, item_id, status, revision, as_of)
      values ('BER1', 'WO-1', 'FG-100', 'released', '1', now())`);
  });
  afterAll(() => database.drop());

  const posted = async (): Promise<number> => (await new ExecutionReader(database.pool).workOrder('BER1', 'WO-1'))?.operations[0]?.posted ?? 0;

  it('count, and count no more once their source system takes them back', async () => {
    const { messageId } = await new Intake({ pool: database.pool, clock }).accept({
      siteId: 'BER1', kind: 'productionConfirmation', sourceSystem: 'mes', senderId: 'C-1', laneKey: 'lane', correlationId: 'j', acceptedBy: 'credential', received: {}, canonical: {},
      search: { workOrderId: 'WO-1', operationId: '0010', confirmationId: 'C-1', lotIds: [], serialNumbers: [] }, postingDate: '2026-11-22', productionDay: '2026-11-22',
    });

    await controller.keepPosted(told(messageId, 'C-1'));
    expect(await posted()).toBe(1);
    await controller.keepReversed({ messageId: randomUUID(), siteId: 'BER1', sourceSystem: 'mes', confirmationId: 'C-1' });

    expect(await posted()).toBe(0);
  });

  it('count although nobody keeps their message any more', async () => {
    await controller.keepPosted(told(randomUUID(), 'C-2'));

    expect(await posted()).toBe(1);
  });
});
