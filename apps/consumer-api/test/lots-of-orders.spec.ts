import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WorkOrderViewDto } from '../src/work-orders/work-order-view.dto.js';
import { openConsumer, type ConsumerStand } from './consumer-stand.js';
import { confirmed, observed } from './plant-story.js';

const LOT = { lotId: 'L-1', quantity: { value: '12', unit: 'H87' } };
const reversed = (confirmationId: string) => ({
  type: 'production.confirmation-reversed.v1', data: { siteId: 'BER1', sourceSystem: 'mes', workOrderId: 'WO-1', operationId: '0010', confirmationId, reversalId: `rev-${confirmationId}`, reversedAt: '2026-11-22T07:00:00.000Z', productionDay: '2026-11-22' },
});
const holdOn = (holdId: string, itemId: string, lotId: string) => ({
  type: 'quality.hold-placed.v1', subject: holdId, data: { holdId, siteId: 'BER1', scope: { type: 'lot', itemId, lotId }, reason: 'hardness', placedAt: '2026-11-22T07:10:00.000Z' },
});

describe('lots that an order has made or used', () => {
  let consumer: ConsumerStand;
  beforeEach(async () => {
    consumer = await openConsumer({});
    await consumer.tell(observed({ workOrderId: 'WO-1', status: 'inProgress' }));
  });
  afterEach(() => consumer.close());
  const holds = async (): Promise<readonly string[]> => (await consumer.read<WorkOrderViewDto>('/consumer/v1/sites/BER1/work-orders/WO-1')).holds.map(({ holdId }) => holdId);

  it('are those of reports that stand: a hold on a lot of a report that was taken back is none of the order', async () => {
    await consumer.tell(confirmed('C-1', { producedLots: [LOT], consumptions: [{ itemId: 'RM-1', lotId: 'R-7', serialNumbers: [] }] }), holdOn('H-1', 'FG-100', 'L-1'), holdOn('H-2', 'RM-1', 'R-7'));
    const before = await holds();

    await consumer.tell(reversed('C-1'));

    expect(before).toEqual(['H-1', 'H-2']);
    expect(await holds()).toEqual([]);
  });

  it('stay as long as one report stands that names them, and what was reported apart stays', async () => {
    const used = { type: 'material.consumed.v1', data: { siteId: 'BER1', sourceSystem: 'mes', workOrderId: 'WO-1', operationId: '0010', consumptionId: 'C-1', itemId: 'RM-1', lotId: 'R-7', quantity: { value: '1', unit: 'H87' }, serialNumbers: [] } };
    await consumer.tell(confirmed('C-1', { producedLots: [LOT] }), confirmed('C-2', { producedLots: [LOT] }), used, holdOn('H-1', 'FG-100', 'L-1'), holdOn('H-2', 'RM-1', 'R-7'));

    await consumer.tell(reversed('C-1'));

    expect(await holds()).toEqual(['H-1', 'H-2']);
  });
});
