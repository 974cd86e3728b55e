import type { HeldSession } from './held-session.js';
import { READ_EVENTS } from './events.sql.js';
import { toStoredEvent, type EventRow, type StoredEvent } from './stored-event.js';

/** Which events to read. */
export interface EventQuery {
  /** null for all sites. */
  readonly siteId: string | null;
  /** null for all types. */
  readonly types: readonly string[] | null;
  /** Position behind which to begin; 0 for the beginning. */
  readonly after: number;
  /** 1 to 1,000. */
  readonly limit: number;
}

/** One page of the log. */
export interface EventPage {
  readonly events: readonly StoredEvent[];
  /** Where to go on reading: everything up to here was answered or does not fit the query. */
  readonly position: number;
  /**
   * The reader's position is not in the log any more (retention has removed what follows it) or never was (another database).
   * Then `events` is empty: tell the reader to load its state anew, and go on from `position`.
   */
  readonly reset: boolean;
  /** Retention has removed the events up to here. */
  readonly removedThrough: number;
}

interface LogStateRow {
  readonly last_position: string;
  readonly removed_through: string;
}

/** Reads in the order of positions, from one snapshot. */
export async function readEvents(client: Pick<HeldSession, 'query'>, query: EventQuery): Promise<EventPage> {
  const { rows } = await client.query<LogStateRow & (EventRow | { readonly position: null })>({
    name: 'events.read', text: READ_EVENTS, values: [query.siteId, query.types, query.after, query.limit],
  });
  const last = Number(rows[0].last_position);
  const removedThrough = Number(rows[0].removed_through);
  if (query.after < removedThrough || query.after > last) return { events: [], position: last, reset: true, removedThrough };
  const events = rows.filter((row): row is LogStateRow & EventRow => row.position !== null).map(toStoredEvent);
  return { events, position: events.length === query.limit ? events[events.length - 1].position : last, reset: false, removedThrough };
}
