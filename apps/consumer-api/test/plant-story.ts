import type { WorkOrder } from '@plantway/canonical';
import type { Told } from './consumer-stand.js';

const pieces = (value: string) => ({ value, unit: 'H87' });

export function observed(order: Partial<WorkOrder> = {}, asOf = '2026-11-22T05:00:00.000Z'): Told {
  const workOrder: WorkOrder = {
    workOrderId: 'WO-1', siteId: 'BER1', itemId: 'FG-100', quantity: pieces('100'), overDeliveryTolerancePercent: '5', status: 'released',
    startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-22T21:00:00.000Z', components: [], revision: '1',
    operations: [{ operationId: '0010', description: 'Turn', workCenterId: 'WC-10', status: 'released', yieldConfirmed: pieces('0'), scrapConfirmed: pieces('0'), reworkConfirmed: pieces('0'), remaining: pieces('100') }],
    ...order,
  };
  return { type: 'work-order.observed.v1', subject: workOrder.workOrderId, data: { workOrder, asOf } };
}

export const confirmed = (confirmationId: string, change: Readonly<Record<string, unknown>> = {}): Told => ({
  type: 'production.confirmed.v1',
  data: {
    messageId: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e', siteId: 'BER1', sourceSystem: 'mes', workOrderId: 'WO-1', operationId: '0010', confirmationId, kind: 'partial', yield: pieces('12'), scrap: pieces('1'), rework: pieces('0'),
    postingDate: '2026-11-22', productionDay: '2026-11-22', finishedAt: '2026-11-22T05:40:00.000Z', producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], documents: [{ type: 'confirmation', number: '1000000017' }], ...change,
  },
});

const DOWNTIME = { downtimeId: 'WU-10-A@1', siteId: 'BER1', equipmentId: 'WU-10-A', startedAt: '2026-11-22T06:00:00.000Z', kind: 'down', isMicroStop: false, workCenterId: 'WC-10', lineId: 'LINE-A', workOrderId: 'WO-1', operationId: '0010' };
export const downtime = {
  started: (change: Readonly<Record<string, unknown>> = {}): Told => ({ type: 'equipment.downtime-started.v1', subject: 'WU-10-A', data: { ...DOWNTIME, ...change } }),
  alerted: (): Told => ({ type: 'equipment.downtime-alerted.v1', subject: 'WU-10-A', data: { ...DOWNTIME, alertedAt: '2026-11-22T06:03:00.000Z' } }),
  ended: (change: Readonly<Record<string, unknown>> = {}): Told => ({ type: 'equipment.downtime-ended.v1', subject: 'WU-10-A', data: { ...DOWNTIME, endedAt: '2026-11-22T06:30:00.000Z', durationSeconds: '1800', reasonCode: 'TOOL_BREAK', reasonFrom: 'machine', ...change } }),
};
export const alert = {
  raised: (): Told => ({ type: 'alert.raised.v1', subject: 'downtime:WU-10-A@1', data: { alertId: 'downtime:WU-10-A@1', kind: 'downtime', severity: 'warning', siteId: 'BER1', title: 'WU-10-A stands still', equipmentId: 'WU-10-A', workOrderId: 'WO-1' } }),
  cleared: (): Told => ({ type: 'alert.cleared.v1', subject: 'downtime:WU-10-A@1', data: { alertId: 'downtime:WU-10-A@1', siteId: 'BER1' } }),
};

/** The reference workflow of one order, from the planned order to the promised day: 19 events, of which 16 are steps of the order. */
export const REFERENCE_WORKFLOW: readonly Told[] = [
  { type: 'planned-order.published.v1', subject: 'PLN-1', data: { plannedOrderId: 'PLN-1', siteId: 'BER1', itemId: 'FG-100', quantity: pieces('100'), startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-22T21:00:00.000Z', customerOrderId: 'CO-1', customerOrderLineId: '10' } },
  { type: 'planned-order.converted.v1', data: { plannedOrderId: 'PLN-1', workOrderId: 'WO-1', customerOrderId: 'CO-1', customerOrderLineId: '10' } },
  observed(),
  { type: 'work-order.released.v1', data: { siteId: 'BER1', workOrderId: 'WO-1', releaseId: 'WO-1', documents: [] } },
  { type: 'job-orders.dispatched.v1', data: { siteId: 'BER1', workOrderId: 'WO-1', version: 1 } },
  { type: 'job-order.acknowledged.v1', data: { siteId: 'BER1', workOrderId: 'WO-1', operationId: '0010', jobOrderId: 'WO-1-0010', version: 1, answer: 'accepted', acknowledgedAt: '2026-11-22T05:00:05.000Z' } },
  confirmed('C-1', { producedLots: [{ lotId: 'L-1', quantity: pieces('12') }] }),
  downtime.started(),
  downtime.alerted(),
  alert.raised(),
  { type: 'maintenance.requested.v1', subject: 'WU-10-A@1', data: { maintenanceRequestId: 'WU-10-A@1', siteId: 'BER1', equipmentId: 'WU-10-A' } },
  { type: 'replan.requested.v1', subject: 'LINE-A@1', data: { replanRequestId: 'LINE-A@1', siteId: 'BER1', lineId: 'LINE-A', causeCount: 1, causes: [{ trigger: 'equipmentDown', objectId: 'WU-10-A@1', workOrderId: 'WO-1' }] } },
  { type: 'schedule.published.v1', subject: 'APS-2', data: { siteId: 'BER1', version: 2, supersedes: 1, reason: 'replan', replanRequestIds: ['LINE-A@1'], affected: [{ workOrderId: 'WO-1', finishBefore: '2026-11-22T13:00:00.000Z', finishAt: '2026-11-22T15:00:00.000Z' }] } },
  { type: 'promise-date.changed.v1', subject: 'CO-1/10', data: { siteId: 'BER1', customerOrderId: 'CO-1', lineId: '10', workOrderId: 'WO-1', promisedOn: '2026-11-27', promisedBefore: '2026-11-26' } },
  downtime.ended(),
  { type: 'quality.hold-placed.v1', subject: 'HOLD-1', data: { holdId: 'HOLD-1', siteId: 'BER1', scope: { type: 'lot', itemId: 'FG-100', lotId: 'L-1' }, reason: 'hardness', placedAt: '2026-11-22T06:40:00.000Z' } },
  { type: 'quality.lot-disposed.v1', subject: 'FG-100/L-1', data: { siteId: 'BER1', itemId: 'FG-100', lotId: 'L-1', decision: 'accept', holdId: 'HOLD-1', reason: 'measured again' } },
  { type: 'message.parked.v1', subject: 'm-1', data: { messageId: 'm-1', siteId: 'BER1', kind: 'productionConfirmation', state: 'parked', sourceSystem: 'mes', senderId: 'C-2', workOrderId: 'WO-1', operationId: '0010', error: { kind: 'business', code: 'ORDER_CLOSED', reason: 'WO-1 is closed.', owner: 'planner', fix: 'Re-open it.' } } },
  { type: 'production.confirmation-reversed.v1', data: { siteId: 'BER1', sourceSystem: 'mes', workOrderId: 'WO-1', operationId: '0010', confirmationId: 'C-1', reversalId: 'R-1', reversedAt: '2026-11-22T07:00:00.000Z', postingDate: '2026-11-22', productionDay: '2026-11-22', documents: [] } },
];
