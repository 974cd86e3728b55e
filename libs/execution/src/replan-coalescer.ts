import type { Instant, ReplanCause, ReplanRequest } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type { Pool } from 'pg';
import { fittingKey } from './fitting-key.js';
import { ADD_CAUSE, CLOSE_WINDOWS, FIND_CAUSE, KEEP_REPLAN_MESSAGE, LOCK_LINE, READ_UNSENT, TAKE_WINDOW } from './replan.sql.js';

/** Most causes that a request names. */
const MOST_CAUSES = 100;

/** One thing that makes the running schedule of a line wrong. */
export interface ReplanTriggered {
  readonly siteId: string;
  /** Area above the work center, or the work center itself where it has none. */
  readonly lineId: string;
  /** Told again under the same id, it is the same cause. */
  readonly causeId: string;
  readonly cause: ReplanCause;
  /** How long one window lasts, seconds of business time. */
  readonly windowSeconds: number;
  readonly correlationId: string;
}

/** A replan request that no message carries yet. */
export interface UnsentReplan {
  readonly request: ReplanRequest;
  /** Journey of its first cause. */
  readonly correlationId: string;
}

/**
 * Makes one replan request of everything that happens on one line within one window. The first cause opens a window; whatever comes before its end joins it, and
 * a cause that comes after it was closed opens the next one. A window begins when its first cause occurred, or when that was told if the window would be over by then.
 */
export class ReplanCoalescer {
  constructor(private readonly pool: Pool, private readonly clock: Clock, private readonly businessNow: () => Date) {}

  /** Keeps a cause; one that is known already changes nothing. */
  async trigger({ siteId, lineId, causeId, cause, windowSeconds, correlationId }: ReplanTriggered): Promise<void> {
    const { startsAt, endsAt } = windowOf(cause.occurredAt, this.businessNow(), windowSeconds * 1_000);
    await inTransaction(this.pool, async (client) => {
      await client.query({ name: 'lock-replan-line', text: LOCK_LINE, values: [siteId, lineId] });
      const { rowCount } = await client.query({ name: 'find-replan-cause', text: FIND_CAUSE, values: [siteId, causeId] });
      if (rowCount !== 0) return;
      const { rows: [window] } = await client.query<{ window_starts_at: Date }>({ name: 'take-replan-window', text: TAKE_WINDOW, values: [siteId, lineId, startsAt, endsAt] });
      const { trigger, objectId, occurredAt, equipmentId = null, workCenterId = null, workOrderId = null } = cause;
      await client.query({ name: 'add-replan-cause', text: ADD_CAUSE, values: [siteId, causeId, lineId, window.window_starts_at, trigger, objectId, occurredAt, equipmentId, workCenterId, workOrderId, correlationId] });
    });
  }

  /** Closes the windows that are over, and answers every closed one that no message carries yet, oldest first. */
  async due(): Promise<readonly UnsentReplan[]> {
    await this.pool.query({ name: 'close-replan-windows', text: CLOSE_WINDOWS, values: [this.businessNow(), this.clock.now()] });
    const { rows } = await this.pool.query<UnsentRow>({ name: 'read-unsent-replans', text: READ_UNSENT, values: [MOST_CAUSES] });
    return rows.map(unsentOf);
  }

  /** A message carries the request. */
  async carriedBy({ siteId, lineId, windowStartsAt }: ReplanRequest, messageId: string): Promise<void> {
    await this.pool.query({ name: 'keep-replan-message', text: KEEP_REPLAN_MESSAGE, values: [siteId, lineId, windowStartsAt, messageId] });
  }
}

function windowOf(occurredAt: Instant, now: Date, windowMs: number): { readonly startsAt: Date; readonly endsAt: Date } {
  const occurredMs = new Date(occurredAt).getTime();
  const nowMs = now.getTime();
  const startsMs = occurredMs <= nowMs && nowMs < occurredMs + windowMs ? occurredMs : nowMs; // a machine's clock may run ahead
  return { startsAt: new Date(startsMs), endsAt: new Date(startsMs + windowMs) };
}

function unsentOf(row: UnsentRow): UnsentReplan {
  const windowStartsAt = row.window_starts_at.toISOString();
  return {
    request: {
      replanRequestId: fittingKey(`${row.line_id}@${windowStartsAt}`), siteId: row.site_id, lineId: row.line_id, windowStartsAt, windowEndsAt: row.window_ends_at.toISOString(),
      causes: row.causes.map(causeOf), causeCount: row.cause_count,
    },
    correlationId: row.causes[0].correlationId,
  };
}

function causeOf({ trigger, objectId, occurredMs, equipmentId, workCenterId, workOrderId }: CauseColumns): ReplanCause {
  return {
    trigger, objectId, occurredAt: new Date(occurredMs).toISOString(),
    ...(equipmentId !== null && { equipmentId }), ...(workCenterId !== null && { workCenterId }), ...(workOrderId !== null && { workOrderId }),
  };
}

interface UnsentRow {
  readonly site_id: string;
  readonly line_id: string;
  readonly window_starts_at: Date;
  readonly window_ends_at: Date;
  readonly cause_count: number;
  readonly causes: readonly CauseColumns[];
}
interface CauseColumns {
  readonly trigger: ReplanCause['trigger'];
  readonly objectId: string;
  readonly occurredMs: number;
  readonly equipmentId: string | null;
  readonly workCenterId: string | null;
  readonly workOrderId: string | null;
  readonly correlationId: string;
}
