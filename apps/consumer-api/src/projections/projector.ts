import { inTransaction } from '@plantway/database';
import { EventLog, type StoredEvent } from '@plantway/events';
import type { Pool, PoolClient } from 'pg';
import { projectEvent } from './project-event.js';
import { LOCK_PROJECTION, MOVE_PROJECTION, READ_PROJECTION } from './projection.sql.js';

/** How far the projections are. */
export interface ProjectionStanding {
  /** Place in the event log up to which everything is applied; 0 before the first event. */
  readonly position: number;
  /** When the newest applied event happened; undefined before the first. */
  readonly asOf?: Date;
}

interface StandingRow {
  readonly position: string;
  readonly as_of: Date | null;
}

/** Events that are applied in one transaction. */
export const PROJECTION_PAGE = 200;

/**
 * Applies the event log to the projections: in order, each event once, without a gap. The position is written in the transaction of what was applied, so a repetition, a second process or a
 * crash changes nothing.
 */
export class Projector {
  readonly #log: EventLog;
  readonly #followers = new Set<() => void>();
  #appliedAtLeast = 0;

  constructor(private readonly pool: Pool) {
    this.#log = new EventLog(pool);
  }

  /** Applies everything up to `position`, and what comes right behind it. @throws when the database cannot be reached, or knows another log */
  async catchUp(position: number): Promise<void> {
    while (this.#appliedAtLeast < position) {
      this.#appliedAtLeast = (await this.standing()).position;
      if (this.#appliedAtLeast < position) await this.applyNextPage(this.#appliedAtLeast);
    }
  }

  async standing(): Promise<ProjectionStanding> {
    const { rows: [row] } = await this.pool.query<StandingRow>(READ_PROJECTION);
    return standingOf(row);
  }

  /** Calls `wake` whenever something was applied here. Answers how to end that. */
  follow(wake: () => void): () => void {
    this.#followers.add(wake);
    return () => this.#followers.delete(wake);
  }

  private async applyNextPage(after: number): Promise<void> {
    const { events, reset, removedThrough } = await this.#log.read({ siteId: null, types: null, after, limit: PROJECTION_PAGE });
    if (reset && after > removedThrough) throw new Error(`the projections stand at ${after}, which is not in the event log: it is another database's; rebuild them`);
    await inTransaction(this.pool, async (client) => {
      const { rows: [row] } = await client.query<StandingRow>(LOCK_PROJECTION);
      if (Number(row.position) !== after) return; // somebody else was quicker, or a rebuild came between
      await (reset ? client.query(MOVE_PROJECTION, [removedThrough, null]) : applyEvents(client, events));
    });
    this.#followers.forEach((wake) => wake());
  }
}

/** Applies events that follow right upon what is applied, and moves the position. The caller holds the lock of the projection. */
export async function applyEvents(client: PoolClient, events: readonly StoredEvent[]): Promise<void> {
  for (const stored of events) {
    for (const { name, text, values } of projectEvent(stored)) await client.query({ name, text, values: [...values] });
  }
  const last = events.at(-1);
  if (last !== undefined) await client.query(MOVE_PROJECTION, [last.position, last.event.time]);
}

export function standingOf({ position, as_of: asOf }: StandingRow): ProjectionStanding {
  return { position: Number(position), ...(asOf !== null && { asOf }) };
}
