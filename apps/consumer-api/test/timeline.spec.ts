import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TimelineDto } from '../src/work-orders/timeline.dto.js';
import type { WorkOrderViewDto } from '../src/work-orders/work-order-view.dto.js';
import { openConsumer, type ConsumerStand } from './consumer-stand.js';
import { REFERENCE_WORKFLOW } from './plant-story.js';

const WO = '/consumer/v1/sites/BER1/work-orders/WO-1';

describe('the timeline of a work order', () => {
  let consumer: ConsumerStand;
  beforeAll(async () => {
    consumer = await openConsumer();
    await consumer.tell(...REFERENCE_WORKFLOW);
  });
  afterAll(() => consumer.close());

  it('shows every step across systems in one list, from the planned order to the promised day', async () => {
    const { items, nextCursor, position, asOf } = await consumer.read<TimelineDto>(`${WO}/timeline`);

    expect(items.map(({ position: place, system, type }) => `${place} ${system} ${type}`)).toEqual([
      '1 planning planned-order.published.v1', '2 erp planned-order.converted.v1', '4 erp work-order.released.v1', '5 mes job-orders.dispatched.v1', '6 mes job-order.acknowledged.v1', '7 erp production.confirmed.v1',
      '9 equipment equipment.downtime-alerted.v1', '11 maintenance maintenance.requested.v1', '12 planning replan.requested.v1', '13 planning schedule.published.v1', '14 customer promise-date.changed.v1',
      '15 equipment equipment.downtime-ended.v1', '16 quality quality.hold-placed.v1', '17 quality quality.lot-disposed.v1', '18 gateway message.parked.v1', '19 erp production.confirmation-reversed.v1',
    ]);
    expect({ nextCursor, position, asOf }).toEqual({ nextCursor: null, position: 19, asOf: '2026-11-22T05:00:18.000Z' });
  });

  it('says in words what happened', async () => {
    const { items } = await consumer.read<TimelineDto>(`${WO}/timeline`);

    expect(items.map(({ title }) => title)).toEqual(expect.arrayContaining([
      'Confirmation C-1 stands in the ERP: 12 H87 good, 1 H87 scrap.',
      'WU-10-A runs again after 1800 s: TOOL_BREAK.',
      'Schedule 2 finishes it at 2026-11-22T15:00:00.000Z, before it was 2026-11-22T13:00:00.000Z.',
      'Line 10 of customer order CO-1 is promised for 2026-11-27, before it was 2026-11-26.',
      'productionConfirmation C-2 of mes needs a person: WO-1 is closed.',
    ]));
  });

  it('comes page by page', async () => {
    const first = await consumer.read<TimelineDto>(`${WO}/timeline?limit=10`);
    const second = await consumer.read<TimelineDto>(`${WO}/timeline?limit=10&cursor=${first.nextCursor}`);

    expect([first.items.length, second.items.length, second.nextCursor]).toEqual([10, 6, null]);
    expect(second.items[0].position).toBe(14);
  });

  it('shows an analyst what happened, but no messages', async () => {
    const { items } = await consumer.read<TimelineDto>(`${WO}/timeline`, 'analyst');

    expect(items.length).toBe(15);
    expect(items.filter(({ type }) => type.startsWith('message.'))).toEqual([]);
  });

  it('stands beside the order as it is now', async () => {
    const order = await consumer.read<WorkOrderViewDto>(WO);

    expect(order).toMatchObject({
      workOrderId: 'WO-1', status: 'released', plannedOrderId: 'PLN-1', customerOrderId: 'CO-1', customerOrderLineId: '10', scheduledFinishAt: '2026-11-22T15:00:00.000Z',
      reportsPosted: 0, openHolds: 0, openDowntimes: 0, holds: [], promises: [{ customerOrderId: 'CO-1', lineId: '10', promisedOn: '2026-11-27', promisedBefore: '2026-11-26', changedAt: '2026-11-22T05:00:13.000Z' }], position: 19,
    });
  });

  it('knows no order of another site, and none that nobody told of', async () => {
    expect((await consumer.get('/consumer/v1/sites/BER1/work-orders/WO-9/timeline')).statusCode).toBe(404);
    expect((await consumer.get('/consumer/v1/sites/BER1/work-orders/WO-9')).json()).toMatchObject({ code: 'NOT_FOUND' });
    expect((await consumer.get('/consumer/v1/sites/MUC1/work-orders/WO-1')).json()).toMatchObject({ code: 'SITE_NOT_FOUND' });
  });
});
