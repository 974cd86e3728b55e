import type { Pool } from 'pg';
import { EXECUTION_SETTINGS } from './execution.config.js';
import { READ_COMPLETE_READINGS, READ_NEW_PLACES } from './known-work-order.sql.js';

/** How many refresh intervals old the latest complete reading of a site may be to be believed. */
const BELIEVED_INTERVALS = 3;

export interface WorkOrderPlacesOptions {
  /** How long after one reading of a site the next begins, in milliseconds: `WORK_ORDER_REFRESH_MS` of the worker. */
  readonly refreshMs?: number;
  /** Milliseconds that never run backwards. */
  readonly monotonicMs?: () => number;
}

/** The latest complete reading of one site. */
interface Reading {
  /** When it began, in microseconds of the database's time. */
  readonly readUs: number;
  /** Monotonic milliseconds until which it is believed. */
  readonly believedUntil: number;
}

/**
 * Which site each known order belongs to, in memory: intake asks it for every report, so it costs no query and no ERP call.
 * What a plant has made is a fact, so it says "elsewhere" only when it is sure; an order it does not know is accepted, and the delivery finds out.
 */
export class WorkOrderPlaces {
  /** Work order → site → when it was first seen there, in microseconds of the database's time. */
  private readonly placesOf = new Map<string, Map<string, number>>();
  private readonly readings = new Map<string, Reading>();
  private seenUntil: Date | null = null;

  constructor(private readonly pool: Pool, private readonly options: WorkOrderPlacesOptions = {}) {}

  /** Takes over what the register has learnt since the last time. */
  async catchUp(): Promise<void> {
    const asked = this.now();
    // The readings first: an order that such a reading has seen is then among the places that are read after it.
    const { rows: readings } = await this.pool.query<ReadingRow>({ name: 'read-complete-readings', text: READ_COMPLETE_READINGS });
    const { rows: places } = await this.pool.query<PlaceRow>({ name: 'read-new-places', text: READ_NEW_PLACES, values: [this.seenUntil] });
    for (const { work_order_id: workOrderId, site_id: siteId, first_seen_us: firstSeenUs } of places) this.place(workOrderId, siteId, Number(firstSeenUs));
    for (const { site_id: siteId, read_us: readUs, age_ms: ageMs } of readings) this.readings.set(siteId, { readUs: Number(readUs), believedUntil: asked - ageMs + this.believedMs });
    this.seenUntil = places.at(-1)?.first_seen_at ?? this.seenUntil;
  }

  /**
   * True when the order is known only at other sites, and every order of this site was read after it was seen there, completely and not long ago.
   * False when it is known here or nowhere, or while the register of this site may be stale.
   */
  isSurelyElsewhere(siteId: string, workOrderId: string): boolean {
    const places = this.placesOf.get(workOrderId);
    if (places === undefined || places.has(siteId)) return false;
    const reading = this.readings.get(siteId);
    return reading !== undefined && this.now() < reading.believedUntil && reading.readUs > Math.max(...places.values());
  }

  private place(workOrderId: string, siteId: string, firstSeenUs: number): void {
    const places = this.placesOf.get(workOrderId);
    if (places) places.set(siteId, firstSeenUs);
    else this.placesOf.set(workOrderId, new Map([[siteId, firstSeenUs]]));
  }

  private get believedMs(): number {
    return BELIEVED_INTERVALS * (this.options.refreshMs ?? EXECUTION_SETTINGS.workOrderRefreshMs.default);
  }

  private now(): number {
    return (this.options.monotonicMs ?? (() => performance.now()))();
  }
}

interface PlaceRow {
  readonly site_id: string;
  readonly work_order_id: string;
  readonly first_seen_at: Date;
  readonly first_seen_us: string;
}

interface ReadingRow {
  readonly site_id: string;
  readonly read_us: string;
  readonly age_ms: number;
}
