import { messageError, type HeldSubject, type QualityHold } from '@plantway/canonical';
import type { WaitCondition } from '@plantway/ports';

/** Asks what quality holds now. Implemented by `HoldBook` of libs/execution. */
export interface QualityHolds {
  /** The oldest hold that stands on anything of the subject; undefined when nothing of it is held. */
  openFor(subject: HeldSubject): Promise<QualityHold | undefined>;
}

/** Key under which whatever the hold stops waits; a release or a disposition fulfils it. Holds on one lot share a key, because a disposition ends all of them. */
export function qualityHoldKey(siteId: string, { holdId, scope }: Pick<QualityHold, 'holdId' | 'scope'>): string {
  return scope.type === 'lot' ? lotHoldKey(siteId, scope) : `quality-hold:${siteId}:${holdId}`;
}

/** Key of every hold on a lot. */
export function lotHoldKey(siteId: string, { itemId, lotId }: { readonly itemId: string; readonly lotId: string }): string {
  return `quality-hold:${siteId}:${itemId}/${lotId}`;
}

/** A report that makes a lot of this number is posted: for a decision about a lot that the ERP did not know. */
export function lotPostedKey(siteId: string, lotId: string): string {
  return `lot-posted:${siteId}:${lotId}`;
}

/** Why the subject has to wait; undefined when nothing of it is held. */
export async function heldBack(holds: QualityHolds, subject: HeldSubject): Promise<{ readonly decision: 'wait'; readonly condition: WaitCondition } | undefined> {
  const hold = await holds.openFor(subject);
  if (hold === undefined) return undefined;
  return { decision: 'wait', condition: { key: qualityHoldKey(subject.siteId, hold), error: messageError('QUALITY_HOLD', `Hold ${hold.holdId} on ${scopeInWords(hold)} stands since ${hold.placedAt}: ${hold.reason}`) } };
}

/** The scope as a person says it. */
export function scopeInWords({ scope }: Pick<QualityHold, 'scope'>): string {
  switch (scope.type) {
    case 'lot': return `lot ${scope.lotId} of ${scope.itemId}`;
    case 'workOrder': return scope.operationId === undefined ? `work order ${scope.workOrderId}` : `operation ${scope.operationId} of work order ${scope.workOrderId}`;
    case 'equipment': return `equipment ${scope.equipmentId}`;
  }
}
