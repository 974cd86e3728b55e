import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@plantway/testing';
import { ExecutionReader, GenealogyReader } from '../src/index.js';

const pieces = (value: string) => ({ value, unit: 'H87' });

describe('the genealogy of a lot', () => {
  let database: TestDatabase;
  let genealogy: GenealogyReader;
  beforeEach(async () => {
    database = await createTestDatabase();
    genealogy = new GenealogyReader(database.pool);
    await database.pool.query(`
      insert into execution.known_work_order (site_id, work_order_id, item_id, status, revision, as_of)
      values ('BER1', 'WO-1', 'FG-100', 'released', '1', now()), ('BER1', 'WO-2', 'SYS-9', 'released', '1', now()), ('MUC1', 'WO-1', 'FG-100', 'released', '1', now())`);
  });
  afterEach(() => database.drop());

  const apply = async (effect: string, data: object, siteId = 'BER1'): Promise<void> => void (await database.pool.query('select execution.apply($1, $2, $3, $4, now())', [siteId, randomUUID(), effect, JSON.stringify(data)]));
  const report = (confirmationId: string, more: object, siteId?: string): Promise<void> =>
    apply('report_posted', { sourceSystem: 'mes', workOrderId: 'WO-1', operationId: '0020', confirmationId, kind: 'partial', yield: pieces('5'), scrap: pieces('0'), rework: pieces('0'), ...more }, siteId);
  const consume = (more: object, siteId?: string): Promise<void> => apply('consumption_posted', { workOrderId: 'WO-1', operationId: '0010', itemId: 'RM-2', quantity: pieces('1'), serialNumbers: [], ...more }, siteId);
  const takeBack = (confirmationId: string): Promise<void> => apply('report_reversed', { sourceSystem: 'mes', confirmationId });
  const lot = (itemId: string, lotId: string) => genealogy.lot('BER1', { itemId, lotId });

  it('says who made it, what went into it, and where it went: by reports, and by material that was reported apart', async () => {
    await report('C-0', { operationId: '0010', consumptions: [{ itemId: 'RM-1', lotId: 'R-1', quantity: pieces('7'), serialNumbers: [] }] });
    await consume({ lotId: 'R-2', serialNumbers: ['PCB-1', 'PCB-2'] });
    await report('C-1', { producedLots: [{ lotId: 'L-1', quantity: pieces('5') }], consumptions: [{ itemId: 'RM-1', lotId: 'R-3', quantity: pieces('2'), serialNumbers: [] }] });
    await report('C-2', { producedLots: [{ lotId: 'L-2', quantity: pieces('3') }], consumptions: [{ itemId: 'RM-1', lotId: 'R-4', quantity: pieces('1'), serialNumbers: [] }] });
    await report('C-3', { workOrderId: 'WO-2', producedLots: [{ lotId: 'S-1', quantity: pieces('1') }], consumptions: [{ itemId: 'FG-100', lotId: 'L-1', quantity: pieces('4'), serialNumbers: [] }] });

    expect(await lot('FG-100', 'L-1')).toEqual({
      siteId: 'BER1', itemId: 'FG-100', lotId: 'L-1',
      madeBy: [{ workOrderId: 'WO-1', operationId: '0020', quantity: pieces('5') }],
      madeOf: [
        { workOrderId: 'WO-1', operationId: '0010', itemId: 'RM-1', lotId: 'R-1', quantity: pieces('7'), serialNumbers: [] },
        { workOrderId: 'WO-1', operationId: '0020', itemId: 'RM-1', lotId: 'R-3', quantity: pieces('2'), serialNumbers: [] },
        { workOrderId: 'WO-1', operationId: '0010', itemId: 'RM-2', lotId: 'R-2', quantity: pieces('1'), serialNumbers: ['PCB-1', 'PCB-2'] },
      ],
      usedBy: [{ workOrderId: 'WO-2', operationId: '0020', itemId: 'SYS-9', quantity: pieces('4'), serialNumbers: [], lots: [{ itemId: 'SYS-9', lotId: 'S-1' }] }],
    });
    expect(await lot('RM-1', 'R-4')).toMatchObject({ madeBy: [], madeOf: [], usedBy: [{ workOrderId: 'WO-1', lots: [{ itemId: 'FG-100', lotId: 'L-2' }] }] });
    expect(await lot('RM-2', 'R-2')).toMatchObject({ usedBy: [{ workOrderId: 'WO-1', operationId: '0010', lots: [{ itemId: 'FG-100', lotId: 'L-1' }, { itemId: 'FG-100', lotId: 'L-2' }] }] });
  });

  it('leaves out what was taken back, each way', async () => {
    await report('C-1', { producedLots: [{ lotId: 'L-1', quantity: pieces('5') }] });
    await report('C-2', { producedLots: [{ lotId: 'L-1', quantity: pieces('3') }], consumptions: [{ itemId: 'RM-1', lotId: 'R-1', quantity: pieces('2'), serialNumbers: [] }] });
    await report('C-3', { workOrderId: 'WO-2', consumptions: [{ itemId: 'FG-100', lotId: 'L-1', quantity: pieces('4'), serialNumbers: [] }] });
    await takeBack('C-2');
    await takeBack('C-3');

    expect(await lot('FG-100', 'L-1')).toMatchObject({ madeBy: [{ quantity: pieces('5') }], madeOf: [], usedBy: [] });
    expect(await lot('RM-1', 'R-1')).toBeUndefined();
  });

  it('is that of the item and of the site: lot numbers repeat', async () => {
    await report('C-1', { producedLots: [{ lotId: 'L-1', quantity: pieces('5') }] }, 'MUC1');
    await consume({ itemId: 'FG-100', lotId: 'L-1' }, 'MUC1');
    await report('C-2', { workOrderId: 'WO-2', producedLots: [{ lotId: 'L-1', quantity: pieces('1') }] });

    expect(await lot('FG-100', 'L-1')).toBeUndefined();
    expect(await lot('SYS-9', 'L-1')).toMatchObject({ madeBy: [{ workOrderId: 'WO-2' }], madeOf: [], usedBy: [] });
  });

  it('is shown with an order, too: everything that it used, and the orders that used its units', async () => {
    await report('C-1', { serialNumbers: ['SN-1', 'SN-2'], consumptions: [{ itemId: 'RM-1', lotId: 'R-1', quantity: pieces('2'), serialNumbers: ['PCB-9'] }, { itemId: 'RM-3', quantity: pieces('1'), serialNumbers: [] }, { itemId: 'RM-4', serialNumbers: [] }] });
    await report('C-2', { consumptions: [{ itemId: 'RM-1', lotId: 'R-8', quantity: pieces('2'), serialNumbers: [] }] });
    await takeBack('C-2');
    await consume({ operationId: '0020', itemId: 'RM-1', lotId: 'R-1', serialNumbers: ['PCB-1'] });
    await consume({ workOrderId: 'WO-2', itemId: 'FG-100', serialNumbers: ['SN-1'] });

    const order = (await new ExecutionReader(database.pool).workOrder('BER1', 'WO-1'))!;

    expect(order.consumed).toEqual([
      { operationId: '0020', itemId: 'RM-1', lotId: 'R-1', quantity: pieces('3'), serialNumbers: ['PCB-1', 'PCB-9'] },
      { operationId: '0020', itemId: 'RM-3', quantity: pieces('1'), serialNumbers: [] },
    ]);
    expect(order.genealogy).toMatchObject([{ serialNumber: 'SN-1', usedBy: ['WO-2'] }, { serialNumber: 'SN-2', usedBy: [] }]);
  });
});
