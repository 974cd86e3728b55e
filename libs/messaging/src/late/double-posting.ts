import type { DeliveryReceipt, ForeignDocument } from '@plantway/ports';
import { appendedEvent, type AppendedEvent, type EventSubject } from '../message-event.js';

/** A send that may stand beside another one of the same message. */
export interface LateSend {
  readonly attemptId: string;
  /** What is known to stand of the message by now; empty when only the send ended late. */
  readonly documents: readonly ForeignDocument[];
  /** What a person reads first. */
  readonly title: string;
}

/** What tells people of it, once for each send: the fact about the message, and an alert that holds until one document stands, or the last look has found nothing. */
export function doubleSuspected(message: EventSubject, { attemptId, documents, title }: LateSend, at: Date): readonly AppendedEvent[] {
  const { messageId, siteId, kind, sourceSystem, senderId, workOrderId, operationId } = message;
  const alertId = alertOf(attemptId);
  return [
    appendedEvent('message.double-suspected.v1', messageId, message, { messageId, siteId, kind, sourceSystem, senderId, workOrderId, operationId, attemptId, documents }, at),
    appendedEvent('alert.raised.v1', alertId, message, { alertId, kind: 'doublePosting', severity: 'alarm', siteId, title, raisedAt: at.toISOString(), ownerRole: 'erpTeam', messageId, workOrderId, operationId }, at),
  ];
}

/** What tells that the alerts of these sends are over. */
export function doubleCleared(message: EventSubject, attemptIds: readonly string[], at: Date): readonly AppendedEvent[] {
  return attemptIds.map((attemptId) => {
    const alertId = alertOf(attemptId);
    return appendedEvent('alert.cleared.v1', alertId, message, { alertId, kind: 'doublePosting', siteId: message.siteId, clearedAt: at.toISOString() }, at);
  });
}

/** Code of the follow-up of a message that stands twice. */
export const STANDS_TWICE = 'STANDS_TWICE';

/** Documents of our reference that stand beside the ones that we know; what was reversed stands for nothing. */
export function standingBeside(known: DeliveryReceipt | undefined, found: readonly DeliveryReceipt[]): readonly DeliveryReceipt[] {
  return found.filter((each) => !each.reversedBy && !(known && isSameWrite(known, each)));
}

/** Whether both name a document of the same number. */
export function isSameWrite(known: DeliveryReceipt, found: DeliveryReceipt): boolean {
  return found.documents.some(({ type, number }) => known.documents.some((each) => each.type === type && each.number === number));
}

function alertOf(attemptId: string): string {
  return `doublePosting:${attemptId}`;
}
