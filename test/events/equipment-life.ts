import type { MaintenanceRequest } from '@plantway/canonical';
import { DowntimeBook, EquipmentBook } from '@plantway/execution';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import type { Pool } from 'pg';

/** Stores a request and answers its messageId. */
type Ask = (request: MaintenanceRequest) => Promise<string>;

/** A machine fails, alarms, is asked to be repaired, gets a reason, and runs again. */
export async function liveOnTheFloor(pool: Pool, clock: Clock, sites: SiteDirectory, ask: Ask, deliver: () => Promise<void>): Promise<void> {
  const equipment = new EquipmentBook(pool, clock, (siteId) => sites.get(siteId), () => new Date('2026-11-22T08:40:00.000Z'));
  const downtimes = new DowntimeBook(pool, clock);
  const machine = { siteId: 'BER1', equipmentId: 'WU-10-A' };
  await equipment.take('BER1', 'edge', [{ ...machine, type: 'occurrence', eventId: 'A-1', code: 'E-MECH', severity: 'alarm', text: 'Spindle too hot', occurredAt: '2026-11-22T08:10:00.000Z' }]);
  await equipment.take('BER1', 'edge', [{ ...machine, type: 'state', eventId: 'F-1', state: 'down', reasonCode: 'E-MECH', workOrderId: 'WO-1001', operationId: '0010', occurredAt: '2026-11-22T08:10:00.000Z' }]);
  await downtimes.alert({ siteId: 'BER1', microStopBelowSeconds: 120, businessNow: new Date('2026-11-22T08:20:00.000Z'), settleMs: 0 });
  const { items: [{ downtimeId }] } = await downtimes.list({ siteId: 'BER1', limit: 1 });
  await ask({ ...machine, maintenanceRequestId: downtimeId, workCenterId: 'WC-10', failedAt: '2026-11-22T08:10:00.000Z', reasonCode: 'MECHANICAL_FAILURE', workOrderId: 'WO-1001', priority: 'high', text: 'WU-10-A stands still' });
  await deliver();
  await downtimes.giveReason('BER1', downtimeId, 'ELECTRICAL_FAILURE', async () => undefined);
  await equipment.take('BER1', 'edge', [{ ...machine, type: 'state', eventId: 'F-2', state: 'running', occurredAt: '2026-11-22T08:40:00.000Z' }]);
}
