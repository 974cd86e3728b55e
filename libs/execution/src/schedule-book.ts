import type { Instant, ScheduleVersion, ScheduledOperation } from '@plantway/canonical';
import type { Pool } from 'pg';
import { READ_FINISHES, READ_PLACE_OF_WORK_ORDER, READ_SCHEDULE, READ_VERSION_IN_FORCE } from './schedule.sql.js';

/** The schedule that a site works by. */
export interface ScheduleInForce extends ScheduleVersion {
  /** Message that brought it. */
  readonly messageId: string;
  readonly inForceSince: Instant;
}

/** Which operations are asked for; all of them when nothing is given. */
export interface ScheduleQuestion {
  readonly workCenterId?: string;
  readonly workOrderId?: string;
}

/** When the schedule in force finishes each work order. */
export interface ScheduledFinishes {
  readonly version: number;
  readonly scheduleVersionId: string;
  /** Work order → finish of its last operation. */
  readonly finishes: ReadonlyMap<string, Instant>;
}

/** The schedule in force at each site; its message writes it. */
export class ScheduleBook {
  constructor(private readonly pool: Pool) {}

  /** Undefined while the site has none. */
  async inForce(siteId: string, { workCenterId, workOrderId }: ScheduleQuestion = {}): Promise<ScheduleInForce | undefined> {
    const { rows: [row] } = await this.pool.query<ScheduleRow>({ name: 'read-schedule', text: READ_SCHEDULE, values: [siteId, workCenterId ?? null, workOrderId ?? null] });
    return row && {
      siteId, scheduleVersionId: row.schedule_version_id, version: row.version, ...(row.supersedes !== null && { supersedes: row.supersedes }),
      createdAt: row.created_at.toISOString(), frozenUntil: row.frozen_until.toISOString(), reason: row.reason, replanRequestIds: row.replan_request_ids,
      operations: row.operations.map(operationOf), messageId: row.message_id, inForceSince: row.in_force_since.toISOString(),
    };
  }

  /** Undefined while the site has no schedule. */
  async versionInForce(siteId: string): Promise<number | undefined> {
    const { rows: [row] } = await this.pool.query<{ version: number }>({ name: 'read-version-in-force', text: READ_VERSION_IN_FORCE, values: [siteId] });
    return row?.version;
  }

  /** Undefined while the site has no schedule. */
  async finishes(siteId: string): Promise<ScheduledFinishes | undefined> {
    const { rows } = await this.pool.query<FinishRow>({ name: 'read-scheduled-finishes', text: READ_FINISHES, values: [siteId] });
    const [first] = rows;
    if (first === undefined) return undefined;
    const finishes = rows.flatMap(({ work_order_id: workOrderId, finish_at: finishAt }): [string, Instant][] => (workOrderId === null || finishAt === null ? [] : [[workOrderId, finishAt.toISOString()]]));
    return { version: first.version, scheduleVersionId: first.schedule_version_id, finishes: new Map(finishes) };
  }

  /** Work center at which the work order is to be worked on next, as seen at `at`; undefined when it is not scheduled. */
  async workCenterOf(siteId: string, workOrderId: string, at: Instant): Promise<string | undefined> {
    const { rows: [row] } = await this.pool.query<{ work_center_id: string }>({ name: 'read-place-of-work-order', text: READ_PLACE_OF_WORK_ORDER, values: [siteId, workOrderId, at] });
    return row?.work_center_id;
  }
}

function operationOf([workOrderId, operationId, workCenterId, startMs, finishMs]: OperationColumns): ScheduledOperation {
  return { workOrderId, operationId, workCenterId, startAt: new Date(startMs).toISOString(), finishAt: new Date(finishMs).toISOString() };
}

type OperationColumns = readonly [workOrderId: string, operationId: string, workCenterId: string, startMs: number, finishMs: number];
interface ScheduleRow {
  readonly version: number;
  readonly schedule_version_id: string;
  readonly supersedes: number | null;
  readonly reason: ScheduleVersion['reason'];
  readonly replan_request_ids: readonly string[];
  readonly created_at: Date;
  readonly frozen_until: Date;
  readonly message_id: string;
  readonly in_force_since: Date;
  readonly operations: readonly OperationColumns[];
}
interface FinishRow {
  readonly version: number;
  readonly schedule_version_id: string;
  readonly work_order_id: string | null;
  readonly finish_at: Date | null;
}
