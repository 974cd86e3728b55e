import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { beforeMigration, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { CreateEffects20261122122000 } from '../../../migrations/20261122122000-create-effects.js';
import { ExecutionReader, type WorkOrderExecution } from '../src/index.js';

const pieces = (value: string) => ({ value, unit: 'H87' });
const posted = (confirmationId: string, more: object = {}) => ({
  siteId: 'BER1', sourceSystem: 'mes', workOrderId: 'WO-1', operationId: '0010', confirmationId, yield: pieces('5'), scrap: pieces('1'), rework: pieces('0'), ...more,
});
const AT = '2026-11-22T08:00:00.000Z';

describe('what was confirmed on an order', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
    await database.pool.query(`
      insert into execution.known_work_order (site_id, work_order_id, item_id, status, revision, as_of)
      values ('BER1', 'WO-1', 'FG-100', 'released', '1', now())`);
  });
  afterEach(() => database.drop());
  const apply = async (effect: string, data: object, messageId: string = randomUUID()): Promise<void> => void (await database.pool.query('select execution.apply($1, $2, $3, $4, $5)', ['BER1', messageId, effect, JSON.stringify(data), AT]));
  const order = async (): Promise<WorkOrderExecution> => (await new ExecutionReader(database.pool).workOrder('BER1', 'WO-1'))!;

  it('is kept once for each message, with its lots and units', async () => {
    const messageId = randomUUID();
    const report = posted('C-1', {
      producedLots: [{ lotId: 'FG-1', quantity: pieces('5') }], consumptions: [{ itemId: 'RM-1', lotId: 'L-7', quantity: pieces('2'), serialNumbers: [] }, { itemId: 'RM-2', serialNumbers: [] }],
      serialNumbers: ['SN-1', 'SN-2'], genealogy: [{ serialNumber: 'SN-1', componentSerialNumbers: ['PUMP-9'] }],
    });
    await apply('report_posted', report, messageId);
    await apply('report_posted', report, messageId);

    const known = await order();
    expect(known.operations).toEqual([{ operationId: '0010', yield: [pieces('5')], scrap: [pieces('1')], rework: [], posted: 1 }]);
    expect(known.producedLots).toEqual([{ lotId: 'FG-1', quantity: pieces('5') }]);
    expect(known.genealogy).toEqual([
      { serialNumber: 'SN-1', operationId: '0010', componentSerialNumbers: ['PUMP-9'], builtInto: [], usedBy: [] },
      { serialNumber: 'SN-2', operationId: '0010', componentSerialNumbers: [], builtInto: [], usedBy: [] },
    ]);
    const { rows } = await database.pool.query('select line, direction, item_id, lot_id, quantity, unit from execution.report_lot order by line');
    expect(rows).toEqual([
      { line: 1, direction: 'produced', item_id: null, lot_id: 'FG-1', quantity: '5', unit: 'H87' },
      { line: 2, direction: 'consumed', item_id: 'RM-1', lot_id: 'L-7', quantity: '2', unit: 'H87' },
    ]);
  });

  it('counts no more when it was taken back, whichever became known first', async () => {
    await apply('report_posted', posted('C-1'));
    await apply('report_reversed', { sourceSystem: 'mes', confirmationId: 'C-1' });
    await apply('report_reversed', { sourceSystem: 'mes', confirmationId: 'C-2' });
    await apply('report_posted', posted('C-2'));
    await apply('report_reversed', { sourceSystem: 'another', confirmationId: 'C-3' });
    await apply('report_posted', posted('C-3'));

    expect((await order()).operations).toMatchObject([{ posted: 1, yield: [pieces('5')] }]);
  });

  it('is taken over from the event log when the gateway is updated, also what nobody had followed yet, and the log waits for its follower no more', async () => {
    const [kept, missed, early] = [randomUUID(), randomUUID(), randomUUID()];
    await beforeMigration(database.pool, CreateEffects20261122122000, async () => {
      await database.pool.query(`insert into execution.posted_report values ($1, 'BER1', 'WO-1', '0010', 'mes', 'C-1', 5, 'H87', 1, 'H87', 0, 'H87')`, [kept]);
      const told = (type: string, data: object) => database.pool.query('select events.append_event($1, $2, $3, $4, $5, $6, $7, $8)', [randomUUID(), type, 'BER1', 'WO-1', 'journey', null, JSON.stringify(data), AT]);
      await told('production.confirmed.v1', { messageId: kept, ...posted('C-1') });
      await told('production.confirmed.v1', { messageId: missed, ...posted('C-2') });
      await told('production.confirmed.v1', { messageId: early, ...posted('C-3', { sourceSystem: undefined }) });
      await told('production.confirmation-reversed.v1', { messageId: randomUUID(), siteId: 'BER1', sourceSystem: 'mes', confirmationId: 'C-1' });
      await database.pool.query(`insert into events.subscription (name, position) values ('report-book', 1), ('another', 1)`);
    });

    const { rows } = await database.pool.query('select confirmation_id, source_system from execution.posted_report order by confirmation_id');
    expect(rows).toEqual([{ confirmation_id: 'C-1', source_system: 'mes' }, { confirmation_id: 'C-2', source_system: 'mes' }, { confirmation_id: 'C-3', source_system: '' }]);
    expect((await order()).operations).toMatchObject([{ posted: 2 }]);
    expect((await database.pool.query('select name from events.subscription')).rows).toEqual([{ name: 'another' }]);
  });
});
