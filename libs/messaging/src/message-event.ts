import type { MessageError, MessageState } from '@plantway/canonical';
import type { DeliveryMessage } from '@plantway/ports';
import { timeOrderedId } from './time-ordered-id.js';

/** An event as `events.append_events` takes it. */
export interface AppendedEvent {
  readonly id: string;
  readonly type: string;
  readonly site_id: string;
  readonly subject: string;
  readonly correlation_id: string;
  readonly causation_id: string | null;
  readonly data: Readonly<Record<string, unknown>>;
  readonly occurred_at: string;
}

/** The message that an event tells of. */
export interface EventSubject extends Omit<DeliveryMessage, 'command'> {
  readonly workOrderId?: string | undefined;
  readonly operationId?: string | undefined;
  readonly confirmationId?: string | undefined;
}

/** Where the message stands when the event happens. */
export interface EventStanding {
  readonly state: MessageState;
  readonly error?: MessageError | undefined;
  readonly erp?: unknown;
  readonly postedAt?: Date | undefined;
  readonly note?: string | undefined;
}

/** An event about a message itself: `message.posted.v1`. Its data is the summary of the message at that moment. */
export function messageEvent(type: string, message: EventSubject, standing: EventStanding, at: Date): AppendedEvent {
  const { messageId, siteId, kind, sourceSystem, senderId, correlationId, acceptedAt, workOrderId, operationId, confirmationId } = message;
  const data = { messageId, siteId, kind, state: standing.state, sourceSystem, senderId, correlationId, workOrderId, operationId, confirmationId, acceptedAt, postedAt: standing.postedAt, error: standing.error, erp: standing.erp, note: standing.note };
  return appendedEvent(type, messageId, message, data, at);
}

/** An event that the message caused, in the flow's words. */
export function appendedEvent(type: string, subject: string, message: Pick<EventSubject, 'siteId' | 'correlationId' | 'messageId'>, data: Readonly<Record<string, unknown>>, at: Date): AppendedEvent {
  return { id: timeOrderedId(at), type, site_id: message.siteId, subject, correlation_id: message.correlationId, causation_id: message.messageId, data, occurred_at: at.toISOString() };
}
