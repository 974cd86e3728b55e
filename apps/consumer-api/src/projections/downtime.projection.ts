import type { Change } from './change.js';
import { KEEP_DOWNTIME, UPDATE_DOWNTIME } from './downtime.sql.js';
import { stepOfDowntime } from './step.js';
import type { Projection, ToldEvent } from './told-event.js';

const STEP = ['downtimeId', 'equipmentId', 'kind', 'startedAt', 'endedAt', 'durationSeconds', 'reasonCode', 'reasonFrom', 'workCenterId', 'maintenanceRequestId', 'priority', 'documents', 'messageId'];

/** Machines that stand still, and the orders that they stop. Micro-stops are kept, but are no step of an order. */
export const DOWNTIME_PROJECTION: Projection = {
  'equipment.downtime-started.v1': (told) => kept(told, {}),
  'equipment.downtime-alerted.v1': (told) => withStep(told, kept(told, { alertedAt: told.data.instant('alertedAt') ?? told.at })),
  'equipment.downtime-ended.v1': (told) => (told.data.flag('isMicroStop') ? kept(told, {}) : withStep(told, kept(told, {}))),
  'equipment.downtime-reason-given.v1': (told) => withStep(told, kept(told, { reasonFrom: told.data.text('reasonFrom') ?? 'operator' })),
  'maintenance.requested.v1': maintenanceRequested,
};

interface Known {
  readonly alertedAt?: string;
  readonly reasonFrom?: string;
}

const downtimeIdOf = ({ data, subject }: ToldEvent): string => data.text('downtimeId') ?? subject;
const withStep = (told: ToldEvent, changes: readonly Change[]): readonly Change[] => [...changes, ...stepOfDowntime(told, STEP, downtimeIdOf(told))];

/** Every event about a downtime may carry the whole of it; one that does not changes what it knows. */
function kept(told: ToldEvent, { alertedAt, reasonFrom }: Known): readonly Change[] {
  const { siteId, data } = told;
  const [equipmentId, startedAt] = [data.text('equipmentId'), data.instant('startedAt')];
  const said = {
    endedAt: data.instant('endedAt') ?? null, seconds: data.decimal('durationSeconds') ?? null, isMicroStop: data.flag('isMicroStop'), reasonCode: data.text('reasonCode') ?? null,
    reasonFrom: reasonFrom ?? data.text('reasonFrom') ?? null, alertedAt: alertedAt ?? data.instant('alertedAt') ?? null, maintenance: data.text('maintenanceRequestId') ?? null,
  };
  if (equipmentId === undefined || startedAt === undefined) {
    return [{ name: 'consumer.update-downtime', text: UPDATE_DOWNTIME, values: [siteId, downtimeIdOf(told), said.endedAt, said.seconds, said.isMicroStop, said.reasonCode, said.reasonFrom, said.alertedAt, said.maintenance] }];
  }
  return [{
    name: 'consumer.keep-downtime', text: KEEP_DOWNTIME,
    values: [
      siteId, downtimeIdOf(told), equipmentId, data.text('kind') ?? 'down', startedAt, said.endedAt, said.seconds, said.isMicroStop, said.reasonCode, said.reasonFrom,
      data.text('workCenterId') ?? null, data.text('lineId') ?? null, data.text('workOrderId') ?? null, data.text('operationId') ?? null, said.alertedAt, said.maintenance,
    ],
  }];
}

/** The request bears the id of the downtime that it is about. */
function maintenanceRequested(told: ToldEvent): readonly Change[] {
  const requestId = told.data.text('maintenanceRequestId') ?? told.subject;
  const downtimeId = told.data.text('downtimeId') ?? requestId;
  return [
    { name: 'consumer.update-downtime', text: UPDATE_DOWNTIME, values: [told.siteId, downtimeId, null, null, false, null, null, null, requestId] },
    ...stepOfDowntime(told, STEP, downtimeId),
  ];
}
