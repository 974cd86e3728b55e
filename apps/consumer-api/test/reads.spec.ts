import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { ProcessReadPort } from '@plantway/ports';
import type { AlertListDto } from '../src/alerts/alert.dto.js';
import type { DowntimeListDto } from '../src/downtime/downtime.dto.js';
import type { OverviewDto } from '../src/overview/overview.dto.js';
import type { WorkOrderSummaryListDto } from '../src/work-orders/work-order-summary.dto.js';
import type { WorkOrderViewDto } from '../src/work-orders/work-order-view.dto.js';
import { openConsumer, type ConsumerStand } from './consumer-stand.js';
import { alert, confirmed, downtime, observed } from './plant-story.js';

const BER1 = '/consumer/v1/sites/BER1';
const ROWS = [
  { kind: 'productionConfirmation', open: 4, stopped: 1, late: 3, oldestAcceptedAt: '2026-11-22T07:00:00.000Z' },
  { kind: 'jobOrderDispatch', open: 2, stopped: 0, late: 0, oldestAcceptedAt: '2026-11-22T06:00:00.000Z' },
] as const;

/** A process tier that answers until it is told to be away. */
class FakeableProcess implements ProcessReadPort {
  isAway = false;

  async backlog(): ReturnType<ProcessReadPort['backlog']> {
    if (this.isAway) throw new TechnicalRetryableError('PROCESS_API_UNAVAILABLE', 'The process API does not answer.');
    return { asOf: '2026-11-22T08:00:00.000Z', rows: ROWS };
  }

  async exceptions(): ReturnType<ProcessReadPort['exceptions']> {
    throw new TechnicalRetryableError('PROCESS_API_UNAVAILABLE', 'The process API does not answer.');
  }
}

describe('what dashboards read', () => {
  const processTier = new FakeableProcess();
  let consumer: ConsumerStand;
  beforeAll(async () => {
    consumer = await openConsumer({ process: processTier });
    await consumer.tell(
      observed({ workOrderId: 'WO-1', status: 'inProgress', dueAt: '2026-11-22T07:00:00.000Z' }),
      observed({ workOrderId: 'WO-2', status: 'completed', dueAt: '2026-11-22T06:00:00.000Z', itemId: 'FG-200' }),
      observed({ workOrderId: 'WO-3', status: 'released', dueAt: '2026-11-22T09:00:00.000Z' }),
      observed({ workOrderId: 'WO-4', status: 'released', dueAt: '2026-11-22T09:00:00.000Z' }),
      { ...observed({ workOrderId: 'WO-M', siteId: 'MUC1' }), siteId: 'MUC1' },
      confirmed('C-1', { producedLots: [{ lotId: 'L-1', quantity: { value: '12', unit: 'H87' } }] }),
      confirmed('C-2', { productionDay: '2026-11-21' }),
      downtime.started(), downtime.alerted(), alert.raised(),
      downtime.started({ downtimeId: 'WU-10-B@1', equipmentId: 'WU-10-B', startedAt: '2026-11-22T06:10:00.000Z', workOrderId: 'WO-3' }),
      downtime.ended({ downtimeId: 'WU-10-B@1', equipmentId: 'WU-10-B', startedAt: '2026-11-22T06:10:00.000Z', endedAt: '2026-11-22T06:10:20.000Z', durationSeconds: '20', isMicroStop: true, workOrderId: 'WO-3' }),
      { type: 'quality.hold-placed.v1', subject: 'H-1', data: { holdId: 'H-1', scope: { type: 'lot', itemId: 'FG-100', lotId: 'L-1' }, reason: 'hardness', placedAt: '2026-11-22T06:40:00.000Z' } },
      { type: 'quality.hold-placed.v1', subject: 'H-2', data: { holdId: 'H-2', scope: { type: 'lot', itemId: 'FG-200', lotId: 'L-1' }, reason: 'the same lot number of another item', placedAt: '2026-11-22T06:41:00.000Z' } },
    );
  });
  afterAll(() => consumer.close());

  const ordersOf = async (query: string): Promise<readonly string[]> => (await consumer.read<WorkOrderSummaryListDto>(`${BER1}/work-orders${query}`)).items.map(({ workOrderId }) => workOrderId);

  it('lists work orders by due date, and of their own site only', async () => {
    expect(await ordersOf('')).toEqual(['WO-2', 'WO-1', 'WO-3', 'WO-4']);
  });

  it.each([
    ['?status=released', ['WO-3', 'WO-4']], ['?itemId=FG-200', ['WO-2']], ['?late=true', ['WO-1']], ['?late=false', ['WO-2', 'WO-3', 'WO-4']], ['?late=true&status=released', []],
  ])('lists what fits %s', async (query, expected) => {
    expect(await ordersOf(query)).toEqual(expected);
  });

  it('goes on page by page, also between orders that are due at the same time', async () => {
    const pages: string[][] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page: WorkOrderSummaryListDto = await consumer.read(`${BER1}/work-orders?limit=1${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      pages.push(page.items.map(({ workOrderId }) => workOrderId));
      cursor = page.nextCursor;
    }

    expect(pages).toEqual([['WO-2'], ['WO-1'], ['WO-3'], ['WO-4']]);
  });

  it('becomes late when its due date passes, without any event', async () => {
    await consumer.clock.advance(2 * 60 * 60 * 1_000);
    try {
      expect(await ordersOf('?late=true')).toEqual(['WO-1', 'WO-3', 'WO-4']);
    } finally {
      await consumer.clock.advance(-2 * 60 * 60 * 1_000);
    }
  });

  it('shows on an order what holds and stops it: the hold on a lot that it made, not one on the same number of another item', async () => {
    const order = await consumer.read<WorkOrderViewDto>(`${BER1}/work-orders/WO-1`);

    expect(order).toMatchObject({ isLate: true, reportsPosted: 2, lastReportedAt: '2026-11-22T05:40:00.000Z', openHolds: 1, openDowntimes: 1 });
    expect(order.holds).toEqual([{ holdId: 'H-1', scopeType: 'lot', lotId: 'L-1', reason: 'hardness', placedAt: '2026-11-22T06:40:00.000Z' }]);
    expect(order.operations).toHaveLength(1);
  });

  it('shows how the plant stands', async () => {
    const { position, ...overview } = await consumer.read<OverviewDto>(`${BER1}/overview`);

    expect(overview).toEqual({
      siteId: 'BER1', name: 'Berlin', workOrders: [{ status: 'completed', count: 1 }, { status: 'inProgress', count: 1 }, { status: 'released', count: 2 }],
      lateWorkOrders: 1, openHolds: 2, openDowntimes: 1, openAlerts: 1, productionDay: '2026-11-22', reportsPosted: 1, reportsReversed: 0,
      lateMessages: 3, backlog: { asOf: '2026-11-22T08:00:00.000Z', open: 6, stopped: 1, oldestAcceptedAt: '2026-11-22T06:00:00.000Z' }, asOf: '2026-11-22T05:00:13.000Z',
    });
    expect(position).toBe(14);
  });

  it('shows how the plant stands without its backlog while the process tier is away; backlog itself is a 503', async () => {
    processTier.isAway = true;
    try {
      expect(await consumer.read<OverviewDto>(`${BER1}/overview`)).not.toHaveProperty('backlog');
      const backlog = await consumer.get(`${BER1}/backlog`);
      expect([backlog.statusCode, backlog.json<{ code: string }>().code]).toEqual([503, 'PROCESS_API_UNAVAILABLE']);
    } finally {
      processTier.isAway = false;
    }
  });

  it.each([
    ['', ['WU-10-B@1', 'WU-10-A@1']], ['?open=true', ['WU-10-A@1']], ['?microStops=false', ['WU-10-A@1']], ['?equipmentId=WU-10-B', ['WU-10-B@1']], ['?workOrderId=WO-1', ['WU-10-A@1']],
    ['?from=2026-11-22T06:10:30Z', ['WU-10-A@1']], ['?to=2026-11-22T06:05:00Z', ['WU-10-A@1']],
  ])('lists downtimes that fit %s', async (query, expected) => {
    expect((await consumer.read<DowntimeListDto>(`${BER1}/downtime${query}`)).items.map(({ downtimeId }) => downtimeId)).toEqual(expected);
  });

  it('shows a downtime with what is known of it', async () => {
    const { items: [stop] } = await consumer.read<DowntimeListDto>(`${BER1}/downtime?open=true`);

    expect(stop).toEqual({ downtimeId: 'WU-10-A@1', siteId: 'BER1', equipmentId: 'WU-10-A', startedAt: '2026-11-22T06:00:00.000Z', kind: 'down', isMicroStop: false, workCenterId: 'WC-10', lineId: 'LINE-A', workOrderId: 'WO-1', operationId: '0010', alertedAt: '2026-11-22T06:03:00.000Z' });
  });

  it('lists alerts, and those that hold by themselves', async () => {
    expect((await consumer.read<AlertListDto>(`${BER1}/alerts?state=open`)).items).toEqual([{
      alertId: 'downtime:WU-10-A@1', siteId: 'BER1', kind: 'downtime', severity: 'warning', title: 'WU-10-A stands still', state: 'open', raisedAt: '2026-11-22T05:00:09.000Z', objects: { equipmentId: 'WU-10-A', workOrderId: 'WO-1' },
    }]);
    expect((await consumer.read<AlertListDto>(`${BER1}/alerts?state=cleared`)).items).toEqual([]);
  });

  it('lists the plants that the credential may see', async () => {
    expect(await consumer.read('/consumer/v1/sites', 'analyst')).toEqual({ items: [{ siteId: 'BER1', name: 'Berlin', timeZone: 'Europe/Berlin', currency: 'EUR' }], nextCursor: null });
  });

  it('refuses a cursor of another list', async () => {
    const { nextCursor } = await consumer.read<WorkOrderSummaryListDto>(`${BER1}/work-orders?limit=1`);

    expect((await consumer.get(`${BER1}/downtime?cursor=${nextCursor}`)).json()).toMatchObject({ code: 'CURSOR_INVALID' });
  });
});
