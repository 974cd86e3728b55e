import type { Downtime, Instant } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type { Pool, PoolClient } from 'pg';
import { downtimeOf, type DowntimeRow } from './downtime-rows.js';
import { DowntimeEvents, type KnownDowntime } from './equipment-events.js';
import { APPEND_EVENTS, GIVE_REASON, LIST_DOWNTIMES, LOCK_DOWNTIME, LOCK_UNALERTED, MARK_ALERTED, READ_DOWNTIME } from './equipment.sql.js';

/** Those that are given must all hold. */
export interface DowntimeQuestion {
  readonly siteId: string;
  readonly equipmentId?: string;
  /** Only those that last, or only those that are over. */
  readonly isOpen?: boolean;
  /** Only those that touch the time from here, to before there. */
  readonly from?: Instant;
  readonly to?: Instant;
  /** Place of the last one of the page before. */
  readonly before?: DowntimePlace;
  readonly limit: number;
}
export type DowntimePlace = readonly [startedAt: Instant, downtimeId: string];

/** Newest first; `nextPlace` is where to read on, undefined after the last. */
export interface DowntimePage {
  readonly items: readonly Downtime[];
  readonly nextPlace?: DowntimePlace;
}

export interface DowntimeJourney {
  readonly downtime: Downtime;
  readonly correlationId: string;
}

export interface AlertQuestion {
  readonly siteId: string;
  /** A stop shorter than this alarms nobody, seconds of business time. */
  readonly microStopBelowSeconds: number;
  readonly businessNow: Date;
  /** How long a downtime must be known before it may alarm, in milliseconds of technical time. */
  readonly settleMs: number;
}

const MOST_ALERTS = 100;

/** Downtimes after they have begun: who is alarmed, for which reason they are, and which there were. */
export class DowntimeBook {
  constructor(private readonly pool: Pool, private readonly clock: Clock) {}

  /** Alarms for the downtimes that have lasted for longer than a micro-stop, each once. Answers how many. */
  async alert({ siteId, microStopBelowSeconds, businessNow, settleMs }: AlertQuestion): Promise<number> {
    const now = this.clock.now();
    const startedBy = new Date(businessNow.getTime() - microStopBelowSeconds * 1_000);
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<DowntimeRow>({ name: 'lock-unalerted', text: LOCK_UNALERTED, values: [siteId, startedBy, new Date(now.getTime() - settleMs), MOST_ALERTS] });
      if (rows.length === 0) return 0;
      const alertedAt = businessNow.toISOString();
      await client.query({ name: 'mark-alerted', text: MARK_ALERTED, values: [siteId, rows.map(({ downtime_id: id }) => id), alertedAt] });
      await append(client, rows.flatMap((row) => new DowntimeEvents(now).alerted({ ...downtimeOf(row), alertedAt })));
      return rows.length;
    });
  }

  /**
   * An operator says why the equipment stood still; what was said before no longer counts. The same reason again changes nothing.
   * @param alongside done in the same transaction, with the reason before: the trace in the audit
   * @returns the downtime; undefined when the site has none of this id
   */
  giveReason(siteId: string, downtimeId: string, reasonCode: string, alongside: (client: PoolClient, reasonBefore: string | undefined) => Promise<void>): Promise<Downtime | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows: [row] } = await client.query<DowntimeRow>({ name: 'lock-downtime', text: LOCK_DOWNTIME, values: [siteId, downtimeId] });
      if (row === undefined) return undefined;
      const before = downtimeOf(row);
      if (before.reasonCode === reasonCode && before.reasonFrom === 'operator') return shown(before);
      const known: KnownDowntime = { ...before, reasonCode, reasonFrom: 'operator' };
      await client.query({ name: 'give-reason', text: GIVE_REASON, values: [siteId, downtimeId, reasonCode] });
      await append(client, new DowntimeEvents(this.clock.now()).reasonGiven(known, before.reasonCode));
      await alongside(client, before.reasonCode);
      return shown(known);
    });
  }

  /** A downtime by its id; undefined when the site has none of it. */
  async downtime(siteId: string, downtimeId: string): Promise<Downtime | undefined> {
    return (await this.journey(siteId, downtimeId))?.downtime;
  }

  /** A downtime with the id of its journey, under which its request to maintenance is found; undefined when the site has none of it. */
  async journey(siteId: string, downtimeId: string): Promise<DowntimeJourney | undefined> {
    const { rows: [row] } = await this.pool.query<DowntimeRow>({ name: 'read-downtime', text: READ_DOWNTIME, values: [siteId, downtimeId] });
    return row && { downtime: shown(downtimeOf(row)), correlationId: row.correlation_id };
  }

  async list({ siteId, before, equipmentId, isOpen, from, to, limit }: DowntimeQuestion): Promise<DowntimePage> {
    const { rows } = await this.pool.query<DowntimeRow>({
      name: 'list-downtimes', text: LIST_DOWNTIMES, values: [siteId, before?.[0] ?? null, before?.[1] ?? null, equipmentId ?? null, isOpen ?? null, from ?? null, to ?? null, limit + 1],
    });
    const items = rows.slice(0, limit).map((row) => shown(downtimeOf(row)));
    const last = items.at(-1);
    return { items, ...(rows.length > limit && last !== undefined && { nextPlace: [last.startedAt, last.downtimeId] as const }) };
  }
}

function shown(known: KnownDowntime): Downtime {
  const { correlationId, ...downtime } = known;
  void correlationId; // its journey is nobody's business
  return downtime;
}

async function append(client: PoolClient, events: readonly object[]): Promise<void> {
  await client.query({ name: 'append-equipment-events', text: APPEND_EVENTS, values: [JSON.stringify(events)] });
}
