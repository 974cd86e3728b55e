import type { PlantwayEvent } from '@plantway/canonical';

/** What its author says of an event; the log adds the envelope and, after the commit, the position. */
export interface NewEvent {
  /** UUID, unique for ever; a repeated one is refused. */
  readonly id: string;
  /** Past tense and versioned: "production.confirmed.v1". */
  readonly type: string;
  readonly siteId: string;
  /** Business key of the object that the event is about. */
  readonly subject: string;
  readonly correlationId: string;
  /** Id of the message or event that caused this one. */
  readonly causationId?: string;
  readonly data: unknown;
  readonly occurredAt: Date;
}

/** An event of the log with its place in it. */
export interface StoredEvent<Data = unknown> {
  /** From 1, without gaps, in the order of becoming visible; a reader's bookmark and the `Last-Event-ID` of a feed. */
  readonly position: number;
  readonly event: PlantwayEvent<Data>;
}

/** A row of `events.read_events`. */
export interface EventRow {
  readonly position: string;
  readonly event_id: string;
  readonly type: string;
  readonly site_id: string;
  readonly subject: string;
  readonly correlation_id: string;
  readonly causation_id: string | null;
  readonly data: unknown;
  readonly occurred_at: Date;
}

/** The row as a CloudEvents 1.0 envelope; `siteid`, `correlationid` and `causationid` are extension attributes. */
export function toStoredEvent(row: EventRow): StoredEvent {
  return {
    position: Number(row.position),
    event: {
      specversion: '1.0',
      id: row.event_id,
      type: row.type,
      source: `/sites/${encodeURIComponent(row.site_id)}`,
      subject: row.subject,
      time: row.occurred_at.toISOString(),
      datacontenttype: 'application/json',
      siteid: row.site_id,
      correlationid: row.correlation_id,
      ...(row.causation_id === null ? {} : { causationid: row.causation_id }),
      data: row.data,
    },
  };
}
