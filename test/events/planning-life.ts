import type { MessageKind } from '@plantway/canonical';
import type { SystemPorts } from '@plantway/ports';
import { unboundSystems } from '@plantway/testing';
import { MaintenanceInMemory } from '../journeys/maintenance-in-memory.js';
import { CustomersInMemory, PlanningInMemory } from '../journeys/planning-systems.js';

/** Stores a command and answers its messageId. */
type Accept = (kind: MessageKind, senderId: string, laneKey: string, canonical: unknown, search: { readonly workOrderId?: string }) => Promise<string>;

/** Systems of a site that is planned and has customers, in memory. */
export function planningSystems(): SystemPorts {
  return { ...unboundSystems(), maintenance: new MaintenanceInMemory() as unknown as SystemPorts['maintenance'], planning: new PlanningInMemory(), customer: new CustomersInMemory() };
}

/** A work order is scheduled and promised, and a machine that fails asks for a replan. */
export async function livePlanning(accept: Accept, deliver: () => Promise<void>): Promise<void> {
  await accept('scheduleVersion', 'APS-2', 'schedule:BER1', {
    scheduleVersionId: 'APS-2', siteId: 'BER1', version: 2, supersedes: 1, createdAt: '2026-11-22T08:00:00.000Z', frozenUntil: '2026-11-22T09:00:00.000Z', reason: 'replan', replanRequestIds: ['LINE-1@2026-11-22T07:00:00.000Z'],
    operations: [{ workOrderId: 'WO-1001', operationId: '0010', workCenterId: 'WC-10', startAt: '2026-11-22T10:00:00.000Z', finishAt: '2026-11-22T12:00:00.000Z' }],
  }, {});
  await accept('promiseDate', 'SO-1/10@2', 'promiseDate:SO-1/10', { promiseUpdateId: 'SO-1/10@2', siteId: 'BER1', customerOrderId: 'SO-1', lineId: '10', workOrderId: 'WO-1001', scheduledFinishAt: '2026-11-22T12:00:00.000Z', scheduleVersion: 2 }, { workOrderId: 'WO-1001' });
  await accept('replanRequest', 'LINE-1@2026-11-22T08:00:00.000Z', 'replan:LINE-1', {
    replanRequestId: 'LINE-1@2026-11-22T08:00:00.000Z', siteId: 'BER1', lineId: 'LINE-1', windowStartsAt: '2026-11-22T08:00:00.000Z', windowEndsAt: '2026-11-22T08:05:00.000Z',
    causes: [{ trigger: 'equipmentDown', objectId: 'DT-1', occurredAt: '2026-11-22T08:00:00.000Z', equipmentId: 'WU-10-A', workCenterId: 'WC-10' }], causeCount: 1,
  }, {});
  await deliver();
}
