import type pg from 'pg';
import { APPEND_EVENTS, FIND_REMOVABLE, FORGET_SUBSCRIPTION, LIST_DEAD_EVENTS, LIST_SUBSCRIPTIONS, READ_LOG_STATE, REMOVE_EVENTS } from './events.sql.js';
import { readEvents, type EventPage, type EventQuery } from './read-events.js';
import type { NewEvent } from './stored-event.js';
import type { PlantwayEvent } from '@plantway/canonical';

/** Where a durable reader stands. */
export interface SubscriptionStanding {
  readonly name: string;
  readonly position: number;
  readonly updatedAt: Date;
  /** Failures in a row of the event that it stands before; 0 when all is well. */
  readonly failures: number;
  readonly failingEventId: string | null;
  /** The latest failure ever, kept after it was overcome. */
  readonly lastError: string | null;
  readonly lastFailedAt: Date | null;
}

/** An event that a handler refused for good. */
export interface DeadEvent {
  readonly subscription: string;
  readonly position: number;
  readonly failures: number;
  readonly lastError: string;
  readonly diedAt: Date;
  readonly event: PlantwayEvent;
}

export interface Retention {
  /** Events up to this position are gone. */
  readonly removedThrough: number;
  /** Durable subscription that has not handled older events yet, and so keeps them; null when none does. */
  readonly heldBackBy: string | null;
}

const REMOVE_AT_ONCE = 5_000;

/** The event log as its readers and keepers see it. Authors append within their own transaction. */
export class EventLog {
  constructor(private readonly pool: pg.Pool) {}

  /** Appends in the transaction of `client`; the events become readable after its commit. @throws unique_violation for an id that exists */
  static async append(client: pg.ClientBase | pg.Pool, events: readonly NewEvent[]): Promise<void> {
    const rows = events.map((event) => ({
      id: event.id, type: event.type, site_id: event.siteId, subject: event.subject, correlation_id: event.correlationId,
      causation_id: event.causationId ?? null, data: event.data, occurred_at: event.occurredAt.toISOString(),
    }));
    await client.query({ name: 'events.append', text: APPEND_EVENTS, values: [JSON.stringify(rows)] });
  }

  /** One page for a feed that keeps its own position, such as a browser's `Last-Event-ID`. */
  read(query: EventQuery): Promise<EventPage> {
    return readEvents(this.pool, query);
  }

  /** Position of the newest readable event; 0 in an empty log. */
  async latestPosition(): Promise<number> {
    const { rows } = await this.pool.query<{ last_position: string }>(READ_LOG_STATE);
    return Number(rows[0].last_position);
  }

  /**
   * Removes events that occurred before `date`, up to the first younger one, but none that a durable subscription has still to handle.
   * A feed's reader behind the rest is told by `reset`.
   */
  async removeOlderThan(date: Date): Promise<Retention> {
    const { rows } = await this.pool.query<{ old_through: string; removed_through: string; slowest_name: string | null; slowest_position: string | null }>(FIND_REMOVABLE, [date]);
    const found = rows[0];
    const old = Number(found.old_through);
    const handled = found.slowest_position === null ? old : Number(found.slowest_position);
    let removedThrough = Number(found.removed_through);
    while (removedThrough < Math.min(old, handled)) {
      const removed = await this.pool.query<{ removed_through: string }>(REMOVE_EVENTS, [Math.min(old, handled), REMOVE_AT_ONCE]);
      if (removed.rows[0] === undefined) break; // somebody else has removed them
      removedThrough = Number(removed.rows[0].removed_through);
    }
    return { removedThrough, heldBackBy: handled < old ? found.slowest_name : null };
  }

  /** Every durable reader, by name. */
  async subscriptions(): Promise<readonly SubscriptionStanding[]> {
    const { rows } = await this.pool.query<{
      name: string; position: string; updated_at: Date; failures: number; failing_event_id: string | null; last_error: string | null; last_failed_at: Date | null;
    }>(LIST_SUBSCRIPTIONS);
    return rows.map((row) => ({
      name: row.name, position: Number(row.position), updatedAt: row.updated_at, failures: row.failures,
      failingEventId: row.failing_event_id, lastError: row.last_error, lastFailedAt: row.last_failed_at,
    }));
  }

  /** Gives up a durable name that nobody uses any more, so that retention need not wait for it. Answers whether there was one. */
  async forgetSubscription(name: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(FORGET_SUBSCRIPTION, [name]);
    return rowCount === 1;
  }

  /** Events that the handlers of a name refused for good, in order. */
  async deadEvents(subscription: string): Promise<readonly DeadEvent[]> {
    const { rows } = await this.pool.query<{ subscription: string; position: string; failures: number; last_error: string; died_at: Date; event: PlantwayEvent }>(LIST_DEAD_EVENTS, [subscription]);
    return rows.map((row) => ({
      subscription: row.subscription, position: Number(row.position), failures: row.failures, lastError: row.last_error, diedAt: row.died_at, event: row.event,
    }));
  }
}
