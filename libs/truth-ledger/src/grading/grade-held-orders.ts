import { expectedReference, HOLD_PART } from '../reference.js';
import type { Finding } from './grade.types.js';
import { grouped } from './grouped.js';
import { deedsOf } from './site-record.js';
import type { SiteRecord } from './site-record.js';

/** A hold of a whole order that the quality system said, and the gateway took on. */
interface OrderHold {
  readonly holdId: string;
  readonly workOrderId: string;
  readonly senderId: string;
  /** When the quality system knew that the gateway had it. */
  readonly acceptedAt: string;
  /** The name that the hold in the ERP must carry. */
  readonly reference: string;
}

/**
 * Judges that a hold of an order reached the ERP, and was taken away there when it ended.
 *
 * The ERP holds open orders only, and one that is on hold already needs no second. So a hold may be missing there, unless the order was open for sure when the ERP was to be told: it still is, or a
 * report of something that was made after the hold was posted to it. Such a report waits for the end of the hold, which is told after the hold itself.
 */
export function gradeHeldOrders(record: SiteRecord, ended: ReadonlySet<string>, isQuiet: boolean): readonly Finding[] {
  const { siteId, balances } = record;
  const kind = isQuiet ? 'qualityDrift' : 'incomplete';
  const holds = holdsOf(record);
  return holds.flatMap(({ workOrderId, holdId, senderId, acceptedAt, reference }): readonly Finding[] => {
    const about = { siteId, workOrderId, senderId, reference };
    const changes = (balances?.holdChanges ?? []).filter((change) => change.workOrderId === workOrderId);
    const isHeld = changes.some((change) => change.what === 'held' && change.reference === reference);
    const areEnded = holds.every((hold) => hold.workOrderId !== workOrderId || ended.has(hold.holdId));
    if (areEnded && balances?.heldOrders?.includes(workOrderId) === true && changes.findLast(({ what }) => what === 'held')?.reference === reference) {
      return [{ ...about, kind, what: `Work order ${workOrderId} is still on hold in the ERP, and quality has released it.`, expected: 'not on hold', found: 'on hold' }];
    }
    const isExcused = changes.some((change) => change.what === 'held' && change.reference !== reference) || !(isOpen(record, workOrderId) || wasWorkedOn(record, workOrderId, acceptedAt));
    if (isHeld || isExcused) return [];
    return [{ ...about, kind, what: `Hold ${holdId} of work order ${workOrderId} never reached the ERP, and the order was open.`, expected: 'a hold of the order', found: 'none' }];
  });
}

function holdsOf(record: SiteRecord): readonly OrderHold[] {
  const { siteId } = record;
  const holds = deedsOf(record, 'qms', 'qualityDecided').flatMap(({ sourceSystem, decision, acceptedAt }): readonly OrderHold[] => {
    if (decision.type !== 'hold' || decision.scope.type !== 'workOrder' || decision.scope.operationId !== undefined) return [];
    const { holdId, qualityEventId: senderId, scope: { workOrderId } } = decision;
    return [{ holdId, workOrderId, senderId, acceptedAt, reference: expectedReference({ siteId, sourceSystem, kind: 'qualityDecision', senderId }, HOLD_PART) }];
  });
  return [...grouped(holds, ({ holdId }) => holdId).values()].map(([first]) => first); // another event for a hold that stands changes nothing
}

/** The order is not at its end now: nobody has closed or cancelled it, and an operation has no final confirmation that stands. */
function isOpen({ orders, balances, confirmations }: SiteRecord, workOrderId: string): boolean {
  const order = orders.get(workOrderId);
  if (order === undefined || balances?.endedOrders.includes(workOrderId) === true) return false;
  const takenBack = new Set(confirmations.flatMap(({ reverses }) => reverses ?? []));
  const finals = new Set(confirmations.filter((each) => each.workOrderId === workOrderId && each.kind === 'final' && each.reverses === undefined && !takenBack.has(each.number)).map(({ operationId }) => operationId));
  return order.operations.some(({ operationId }) => !finals.has(operationId));
}

/** A report of work that was done after `time` stands in the ERP, or stood there; one that puts an earlier one right says nothing about the time. */
function wasWorkedOn({ reports, confirmations }: SiteRecord, workOrderId: string, time: string): boolean {
  const posted = new Set(confirmations.filter(({ reverses }) => reverses === undefined).map(({ reference }) => reference));
  return reports.some(({ reference, report }) => report.workOrderId === workOrderId && report.replaces === undefined && posted.has(reference)
    && (report.machineTimes ?? []).some(({ activityCode, finishedAt }) => activityCode === 'run' && Date.parse(finishedAt) > Date.parse(time)));
}
