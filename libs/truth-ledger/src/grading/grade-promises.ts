import { customerDay, plantDay } from '../arithmetic/plant-day.js';
import type { CustomerOrderFact, PlantCalendarFact, PromisedFact, ScheduledFact } from '../system-fact.js';
import type { Finding } from './grade.types.js';
import { peggedLines } from './grade-planning.js';
import { grouped } from './grouped.js';
import { deedsOf } from './site-record.js';
import type { SiteRecord } from './site-record.js';

/** What promises are judged by. */
interface Plan {
  readonly siteId: string;
  readonly calendar: PlantCalendarFact;
  readonly customers: ReadonlyMap<string, CustomerOrderFact['customer']>;
  /** Orders that were closed or cancelled: nobody waits for them any more. */
  readonly ended: ReadonlySet<string>;
  /** Schedules that the gateway took on, oldest first. */
  readonly schedules: readonly { readonly version: number; readonly finishAt: ReadonlyMap<string, number> }[];
}

/**
 * Judges that each promised day is that of the scheduled finish and the customer's lead time, that a promise was only moved when the finish of its work order was, and that
 * the last promise of each line is that of the last schedule with its work order; a line whose order was called off before it was ever promised needs none.
 */
export function gradePromises(record: SiteRecord, isQuiet: boolean): readonly Finding[] {
  const calendar = deedsOf(record, 'crm', 'plantCalendar').at(0);
  if (calendar === undefined) return [];
  const plan: Plan = {
    siteId: record.siteId, calendar, customers: new Map(deedsOf(record, 'crm', 'customerOrder').map(({ customerOrderId, customer }) => [customerOrderId, customer])),
    ended: new Set(record.balances?.endedOrders),
    schedules: deedsOf(record, 'aps', 'scheduled').map(scheduleOf).sort((left, right) => left.version - right.version),
  };
  const promised = grouped(deedsOf(record, 'crm', 'promised'), ({ customerOrderId, lineId }) => `${customerOrderId}/${lineId}`);
  const pegged = peggedLines(record);
  return [
    ...[...promised.values()].flatMap((ofLine) => ofLine.flatMap((promise, place) => gradePromise(plan, promise, ofLine[place - 1], isQuiet))),
    ...[...new Set([...promised.keys(), ...pegged.keys()])].flatMap((line) => gradeLast(plan, line, promised.get(line)?.at(-1), pegged.get(line), isQuiet)),
  ];
}

function gradePromise(plan: Plan, promise: PromisedFact, before: PromisedFact | undefined, isQuiet: boolean): readonly Finding[] {
  const { customerOrderId, lineId, workOrderId, scheduledFinishAt, scheduleVersion, promisedOn, reference } = promise;
  const about = { siteId: plan.siteId, workOrderId, reference };
  const name = `Line ${lineId} of customer order ${customerOrderId}`;
  const expected = dayOf(plan, customerOrderId, Date.parse(scheduledFinishAt));
  const schedule = plan.schedules.find(({ version }) => version === scheduleVersion);
  const finishAt = schedule?.finishAt.get(workOrderId);
  const kind: Finding['kind'] = schedule === undefined && !isQuiet ? 'incomplete' : 'promiseDrift'; // its answer may not have come back to the planning system yet
  return [
    ...(expected === promisedOn ? [] : [{ ...about, kind: 'promiseDrift' as const, what: `${name} was promised for another day than its finish at ${scheduledFinishAt} gives.`, expected: expected ?? 'no promise: the order is unknown', found: promisedOn }]),
    ...(finishAt === Date.parse(scheduledFinishAt) ? [] : [{ ...about, kind, what: `${name} was promised by a finish that schedule ${scheduleVersion} does not give to ${workOrderId}.`, expected: textOf(finishAt), found: scheduledFinishAt }]),
    ...(before === undefined ? [] : gradeMove(plan, promise, before, name)),
  ];
}

/**
 * A promise that stands is only touched when its line is ready at another time than it was last promised by: by a schedule that moves the order, or by another order. Which of the schedules since
 * then moved it does not matter: several may come in a moment, and the newest speaks for them.
 */
function gradeMove({ siteId, schedules }: Plan, { workOrderId, scheduleVersion, reference }: PromisedFact, before: PromisedFact, name: string): readonly Finding[] {
  if (scheduleVersion < before.scheduleVersion) return [{ kind: 'outOfOrder', siteId, workOrderId, reference, what: `${name} went back from schedule ${before.scheduleVersion} to ${scheduleVersion}.`, expected: `after ${before.scheduleVersion}`, found: String(scheduleVersion) }];
  const finishAt = schedules.find(({ version }) => version === scheduleVersion)?.finishAt.get(workOrderId);
  if (before.workOrderId !== workOrderId || finishAt !== Date.parse(before.scheduledFinishAt)) return [];
  return [{ kind: 'unexplained', siteId, workOrderId, reference, what: `${name} was promised anew by schedule ${scheduleVersion}, which does not move ${workOrderId} from where it was last promised by.`, expected: 'no promise', found: `promise of schedule ${scheduleVersion}` }];
}

function gradeLast(plan: Plan, line: string, last: PromisedFact | undefined, pegged: string | undefined, isQuiet: boolean): readonly Finding[] {
  const workOrderId = last?.workOrderId ?? pegged!;
  const schedule = plan.schedules.findLast(({ finishAt }) => finishAt.has(workOrderId));
  if (schedule === undefined || (last === undefined && plan.ended.has(workOrderId))) return [];
  const expected = dayOf(plan, line.slice(0, line.lastIndexOf('/')), schedule.finishAt.get(workOrderId)!);
  if (last?.promisedOn === expected) return [];
  const kind = isQuiet ? (last === undefined ? 'lost' : 'promiseDrift') : 'incomplete';
  return [{ kind, siteId: plan.siteId, workOrderId, what: `Customer order line ${line} does not stand with the day that schedule ${schedule.version} gives to ${workOrderId}.`, expected: expected ?? 'unknown', found: last?.promisedOn ?? 'no promise' }];
}

function dayOf({ calendar, customers }: Plan, customerOrderId: string, finishAt: number): string | undefined {
  const customer = customers.get(customerOrderId);
  return customer === undefined ? undefined : customerDay(plantDay(new Date(finishAt).toISOString(), calendar), customer);
}

function scheduleOf({ version, finishes }: ScheduledFact): Plan['schedules'][number] {
  return { version, finishAt: new Map(finishes.map(({ workOrderId, finishAt }) => [workOrderId, Date.parse(finishAt)])) };
}

function textOf(time: number | undefined): string {
  return time === undefined ? 'none' : new Date(time).toISOString();
}
