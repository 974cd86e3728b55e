import type { QualityDecision } from '@plantway/canonical';
import type { CounterSeenFact, Fact, Observation, SystemFact, SystemFamily } from '@plantway/truth-ledger';
import { countersSource, SYSTEM_FAMILIES, systemSource, systemsSource, systemStatusSource } from '@plantway/truth-ledger';
import { SITE } from './told-plant.js';

/** Berlin: Monday 23 November 2026, 10:00. */
const MONDAY = '2026-11-23T09:00:00.000Z';
const TUESDAY = '2026-11-24T09:00:00.000Z';
const CUSTOMER = { customerId: 'C-1', workDays: [1, 2, 3, 4, 5], holidays: ['2026-11-26'], leadTimeDays: 2 };
const LOT = { itemId: 'SA-10', lotId: 'SA10-A' };

type Deeds = Record<SystemFamily, SystemFact[]>;

/** The quality system said a decision, and the gateway took it on at once. */
export function decided(decision: QualityDecision): SystemFact {
  return { type: 'qualityDecided', sourceSystem: 'estate-qms', decision, acceptedAt: decision.occurredAt };
}

/**
 * What systems beside ERP and MES tell when all went right: a planned order for a customer's line, two schedules of which the second moves its work order, a promise for each; a failure with its
 * request and a micro-stop without, and a counter that rolled over and began anew; a lot that was held and accepted.
 */
export class ToldSystems {
  readonly deeds: Deeds = {
    aps: [
      { type: 'plannedOrderSaid', plannedOrderId: 'PLO-1', itemId: 'FG-100', quantity: { value: '10', unit: 'H87' }, customerOrderId: 'CO-1', customerOrderLineId: '10' },
      { type: 'scheduled', version: 1, finishes: [{ workOrderId: 'WO-7', finishAt: MONDAY }, { workOrderId: 'WO-8', finishAt: MONDAY }] },
      { type: 'replanAsked', reference: 'ref-replan', replanRequestId: 'LINE-1@1' },
      { type: 'scheduled', version: 2, finishes: [{ workOrderId: 'WO-7', finishAt: TUESDAY }, { workOrderId: 'WO-8', finishAt: MONDAY }] },
    ],
    crm: [
      { type: 'plantCalendar', timeZone: 'Europe/Berlin', dayStartsAt: '06:00' },
      { type: 'customerOrder', customerOrderId: 'CO-1', lineIds: ['10'], customer: CUSTOMER },
      this.promise(1, MONDAY, '2026-11-25'), // Tuesday, Wednesday
      this.promise(2, TUESDAY, '2026-11-27'), // Wednesday, Friday: Thursday is a holiday
    ],
    cmms: [{ type: 'maintenanceAsked', number: 'MR-1', reference: 'ref-mr', maintenanceRequestId: 'd-1', equipmentId: 'WU-10-A', failedAt: MONDAY, workOrderId: 'WO-7', isRepeated: false }],
    qms: [
      { type: 'nonconformityTaken', reference: 'ref-nc', nonconformityId: 'nc-1', scope: { type: 'lot', ...LOT } },
      decided({ type: 'hold', qualityEventId: 'qe-1', siteId: SITE, occurredAt: MONDAY, holdId: 'H-1', scope: { type: 'lot', ...LOT }, reason: 'BURR' }),
      decided({ type: 'disposition', qualityEventId: 'qe-2', siteId: SITE, occurredAt: TUESDAY, holdId: 'H-1', ...LOT, decision: 'accept', reason: 'in order' }),
    ],
    machines: [
      { type: 'machineRule', microStopBelowSeconds: 120, countersRollOverAt: '65536' },
      { type: 'machineStopped', equipmentId: 'WU-10-A', stoppedAt: MONDAY, workOrderId: 'WO-7' },
      { type: 'machineWentOn', equipmentId: 'WU-10-A', stoppedAt: MONDAY, wentOnAt: '2026-11-23T09:20:00.000Z' },
      { type: 'machineStopped', equipmentId: 'WU-20-A', stoppedAt: MONDAY },
      { type: 'machineWentOn', equipmentId: 'WU-20-A', stoppedAt: MONDAY, wentOnAt: '2026-11-23T09:01:59.000Z' },
      this.reading('65500', MONDAY), this.reading('65530', '2026-11-23T09:30:00.000Z'), this.reading('4', '2026-11-23T09:40:00.000Z'), // 30, and 10 over the top
      this.reading('0', '2026-11-23T13:00:00.000Z', true), this.reading('7', TUESDAY),
    ],
  };
  /** What was seen of the counter at the gateway, the newest last. */
  seen: CounterSeenFact[] = [
    { type: 'counterSeen', equipmentId: 'WU-10-B', counterId: 'produced', total: '40', takenAt: '2026-11-23T09:40:00.000Z' },
    { type: 'counterSeen', equipmentId: 'WU-10-B', counterId: 'produced', total: '47', takenAt: TUESDAY },
  ];

  promise(scheduleVersion: number, scheduledFinishAt: string, promisedOn: string): SystemFact {
    return { type: 'promised', reference: `ref-promise-${scheduleVersion}`, customerOrderId: 'CO-1', lineId: '10', workOrderId: 'WO-7', scheduledFinishAt, scheduleVersion, promisedOn };
  }

  private reading(value: string, takenAt: string, isReset?: boolean): SystemFact {
    return { type: 'counterRead', equipmentId: 'WU-10-B', counterId: 'produced', value, takenAt, ...(isReset === undefined ? {} : { isReset }) };
  }

  observations(): Observation[] {
    const of = (source: string, sequence: number, fact: Fact): Observation => ({ source, sequence, siteId: SITE, fact });
    return [
      ...this.seen.map((fact, place) => of(countersSource(SITE), 3 * place + 1, fact)),
      of(systemsSource(SITE), 1, { type: 'systems', families: SYSTEM_FAMILIES }),
      ...SYSTEM_FAMILIES.flatMap((family) => [
        ...this.deeds[family].map((fact, place) => of(systemSource(SITE, family), place + 1, fact)),
        of(systemStatusSource(SITE, family), 1 + this.deeds[family].length, { type: 'systemStatus', family, facts: this.deeds[family].length, unanswered: 0 }),
      ]),
    ];
  }
}
