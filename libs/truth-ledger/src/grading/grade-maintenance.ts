import type { MachineStoppedFact, MaintenanceAskedFact } from '../system-fact.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import { deedsOf } from './site-record.js';
import type { SiteRecord } from './site-record.js';

/** A standstill as its machine told it; without an end it lasts. */
interface Standstill extends Omit<MachineStoppedFact, 'type'> {
  readonly seconds?: number;
}

/** Judges that maintenance was asked exactly once for each failure, with the order that its machine named, and for nothing else: not for a micro-stop, and not without a standstill. */
export function gradeMaintenance(record: SiteRecord, isQuiet: boolean): readonly Finding[] {
  const { siteId, families } = record;
  const rule = deedsOf(record, 'machines', 'machineRule').at(0);
  if (rule === undefined || !families.includes('cmms')) return [];
  const asked = grouped(deedsOf(record, 'cmms', 'maintenanceAsked'), ({ equipmentId, failedAt }) => keyOf(equipmentId, failedAt));
  const standstills = standstillsOf(record);
  const known = new Set(standstills.map(({ equipmentId, stoppedAt }) => keyOf(equipmentId, stoppedAt)));
  const without = [...asked].filter(([key]) => !known.has(key)).flatMap(([, requests]) => requests).map((request): Finding => ({
    kind: 'unexplained', siteId, reference: request.reference, what: `Maintenance was asked for ${request.equipmentId}, which did not stop at ${request.failedAt} (${request.number}).`, expected: 'a standstill', found: 'none',
  }));
  return [...standstills.flatMap((standstill) => gradeStandstill(siteId, standstill, rule.microStopBelowSeconds, asked.get(keyOf(standstill.equipmentId, standstill.stoppedAt)) ?? [], isQuiet)), ...without];
}

function gradeStandstill(siteId: string, { equipmentId, stoppedAt, workOrderId, seconds }: Standstill, microStopBelowSeconds: number, asked: readonly MaintenanceAskedFact[], isQuiet: boolean): readonly Finding[] {
  const name = `${equipmentId} at ${stoppedAt}`;
  const numbers = asked.map(({ reference }) => reference).join(', ');
  if (asked.length > 1) return [{ kind: 'duplicated', siteId, what: `Maintenance was asked ${asked.length} times for the failure of ${name}.`, expected: '1', found: numbers }];
  const [request] = asked;
  if (request?.workOrderId !== undefined && workOrderId !== undefined && request.workOrderId !== workOrderId) {
    return [{ kind: 'equipmentDrift', siteId, workOrderId, reference: request.reference, what: `Maintenance was told another order than the one that ${name} says it stopped.`, expected: workOrderId, found: request.workOrderId }];
  }
  if (seconds === undefined) return [];
  if (seconds < microStopBelowSeconds) return asked.length === 0 ? [] : [{ kind: 'unexplained', siteId, what: `Maintenance was asked for a micro-stop of ${name}, ${seconds} s.`, expected: 'no request', found: numbers }];
  return asked.length === 1 ? [] : [{ kind: isQuiet ? 'lost' : 'incomplete', siteId, what: `Maintenance was not asked for the failure of ${name}, ${seconds} s.`, expected: '1 request', found: 'none' }];
}

function standstillsOf(record: SiteRecord): readonly Standstill[] {
  const ends = new Map(deedsOf(record, 'machines', 'machineWentOn').map(({ equipmentId, stoppedAt, wentOnAt }) => [keyOf(equipmentId, stoppedAt), wentOnAt]));
  return deedsOf(record, 'machines', 'machineStopped').map((stopped): Standstill => {
    const { equipmentId, stoppedAt } = stopped;
    const wentOnAt = ends.get(keyOf(equipmentId, stoppedAt));
    return wentOnAt === undefined ? stopped : { ...stopped, seconds: (Date.parse(wentOnAt) - Date.parse(stoppedAt)) / 1000 };
  });
}

function keyOf(equipmentId: string, at: string): string {
  return `${equipmentId}@${Date.parse(at)}`;
}
