import type { StoredEvent } from '@plantway/events';
import type { Change } from './change.js';
import { EventData } from './event-data.js';

/** An event as the projections read it. */
export interface ToldEvent {
  readonly position: number;
  readonly type: string;
  readonly siteId: string;
  readonly subject: string;
  readonly correlationId: string;
  /** When it happened by the gateway's clock, UTC. */
  readonly at: string;
  readonly data: EventData;
}

/** What events of a type change in one projection. It looks at nothing but the event, so that the same log makes the same rows. */
export type Projection = Readonly<Record<string, (told: ToldEvent) => readonly Change[]>>;

export function toldEvent({ position, event }: StoredEvent): ToldEvent {
  return { position, type: event.type, siteId: event.siteid, subject: event.subject, correlationId: event.correlationid, at: event.time, data: new EventData(event.data) };
}
