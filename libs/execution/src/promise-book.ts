import type { Instant, PlantDate } from '@plantway/canonical';
import type { Pool } from 'pg';
import { LIST_PROMISES, READ_FINISHES_OF_LINES, READ_PROMISE } from './promise.sql.js';

/** What was promised for a customer order line, and what it follows from. */
export interface KnownPromise {
  readonly customerOrderId: string;
  readonly lineId: string;
  readonly workOrderId: string;
  readonly scheduledFinishAt: Instant;
  readonly scheduleVersion: number;
  readonly promisedOn: PlantDate;
  readonly promisedBefore?: PlantDate;
  readonly promisedAt: Instant;
}

/** Where the promise of a line stands. */
export interface PromiseStanding {
  /** Newest schedule version for which an update is stored. */
  readonly wantedVersion: number;
  /** What the customer system knows; absent while it knows nothing. */
  readonly promise?: KnownPromise;
}

/** When the schedule in force, or the last one that named it, finishes what is made for a customer order line. */
export interface FinishOfLine {
  readonly customerOrderId: string;
  readonly lineId: string;
  /** The work order that is finished last. */
  readonly workOrderId: string;
  readonly finishAt: Instant;
  readonly scheduleVersion: number;
}

/** Which promises are listed: by customer order and line, behind `after`. */
export interface PromiseQuestion {
  readonly workOrderId?: string;
  readonly after?: { readonly customerOrderId: string; readonly lineId: string };
  readonly limit: number;
}

/** Promise dates of customer order lines; their messages write them. */
export class PromiseBook {
  constructor(private readonly pool: Pool) {}

  /** Undefined when no update of it was ever stored. */
  async standing(siteId: string, customerOrderId: string, lineId: string): Promise<PromiseStanding | undefined> {
    const { rows: [row] } = await this.pool.query<PromiseRow>({ name: 'read-promise', text: READ_PROMISE, values: [siteId, customerOrderId, lineId] });
    const promise = row && promiseOf(row);
    return row && { wantedVersion: row.wanted_version, ...(promise && { promise }) };
  }

  /** At most `limit` of them, by customer order and line. */
  async list(siteId: string, { workOrderId, after, limit }: PromiseQuestion): Promise<readonly KnownPromise[]> {
    const { rows } = await this.pool.query<PromiseRow>({ name: 'list-promises', text: LIST_PROMISES, values: [siteId, workOrderId ?? null, after?.customerOrderId ?? '', after?.lineId ?? '', limit] });
    return rows.map(promiseOf).filter((promise) => promise !== undefined);
  }

  /**
   * The lines that these work orders are made for, each with the finish of whatever is made for it last. When the schedule in force names nothing of a line any more, the newest one that did counts: what is told
   * does not depend on how fast it is told. Lines of which nothing was ever scheduled are left out.
   */
  async finishesOfLines(siteId: string, workOrderIds: readonly string[]): Promise<readonly FinishOfLine[]> {
    const { rows } = await this.pool.query<FinishRow>({ name: 'read-finishes-of-lines', text: READ_FINISHES_OF_LINES, values: [siteId, workOrderIds] });
    return rows.map((row) => ({ customerOrderId: row.customer_order_id, lineId: row.line_id, workOrderId: row.work_order_id, finishAt: row.finish_at.toISOString(), scheduleVersion: row.version }));
  }
}

function promiseOf(row: PromiseRow): KnownPromise | undefined {
  const { work_order_id: workOrderId, schedule_version: scheduleVersion, scheduled_finish_at: scheduledFinishAt, promised_on: promisedOn, promised_at: promisedAt } = row;
  if (workOrderId === null || scheduleVersion === null || scheduledFinishAt === null || promisedOn === null || promisedAt === null) return undefined;
  return {
    customerOrderId: row.customer_order_id, lineId: row.line_id, workOrderId, scheduledFinishAt: scheduledFinishAt.toISOString(), scheduleVersion, promisedOn,
    ...(row.promised_before !== null && { promisedBefore: row.promised_before }), promisedAt: promisedAt.toISOString(),
  };
}

interface PromiseRow {
  readonly customer_order_id: string;
  readonly line_id: string;
  readonly wanted_version: number;
  readonly work_order_id: string | null;
  readonly schedule_version: number | null;
  readonly scheduled_finish_at: Date | null;
  readonly promised_on: PlantDate | null;
  readonly promised_before: PlantDate | null;
  readonly promised_at: Date | null;
}
interface FinishRow {
  readonly customer_order_id: string;
  readonly line_id: string;
  readonly work_order_id: string;
  readonly finish_at: Date;
  readonly version: number;
}
