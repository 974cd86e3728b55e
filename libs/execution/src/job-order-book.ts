import type { Instant, Item, JobOrder, JobOrderAcknowledgement, JobOrderDispatch, WorkOrder } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type { Pool, PoolClient } from 'pg';
import { contentHashOf, isCalledOff, jobOrdersOf } from './job-order-content.js';
import {
  CONFIRM_CONTENT, INSERT_SET, KEEP_DISPATCH_MESSAGE, LOCK_SET, MARK_SENT, READ_CONTENT_HASHES, READ_JOB_ORDER, READ_NEWEST_VERSION, READ_SET, READ_UNDISPATCHED,
  SETTLE_ANSWERS, TAKE_PLACES, WRITE_ANSWER, WRITE_JOB_ORDERS, WRITE_VERSION,
} from './job-order.sql.js';

/** A version that no message carries to the MES yet. */
export interface UndispatchedJobOrders {
  readonly dispatch: JobOrderDispatch;
  /** Journey that made it; absent for an order that the ERP released by itself. */
  readonly correlationId?: string;
}

/** A job order as it is known. */
export interface KnownJobOrder {
  readonly workOrderId: string;
  readonly operationId: string;
  /** Its newest version. */
  readonly version: number;
}

const MOST_UNDISPATCHED = 100;

/**
 * The job orders of each work order, with one version for all of them. A new version is made when the ERP shows another quantity, date, operation or component, or when a person
 * sends them again; an answer of the ERP that is older than what is kept changes nothing.
 */
export class JobOrderBook {
  constructor(private readonly pool: Pool, private readonly clock: Clock) {}

  /** Those of the orders, as the ERP showed them at `asOf`, whose job orders are missing or say something else; of an order that is called off none can be missing. The others are now known to have been like this at `asOf`. */
  async outdated(siteId: string, orders: readonly WorkOrder[], asOf: Instant): Promise<readonly WorkOrder[]> {
    if (orders.length === 0) return [];
    const seen = orders.map((order) => ({ order, work_order_id: order.workOrderId, content_hash: contentHashOf(order), revision: order.revision }));
    const { rows } = await this.pool.query<{ work_order_id: string; content_hash: string }>({ name: 'read-content-hashes', text: READ_CONTENT_HASHES, values: [siteId, seen.map(({ work_order_id: id }) => id)] });
    const kept = new Map(rows.map(({ work_order_id: id, content_hash: hash }) => [id, hash]));
    const same = seen.filter((row) => kept.get(row.work_order_id) === row.content_hash).map(({ work_order_id, content_hash, revision }) => ({ work_order_id, content_hash, revision }));
    if (same.length > 0) await this.pool.query({ name: 'confirm-content', text: CONFIRM_CONTENT, values: [siteId, JSON.stringify(same), asOf] });
    return seen.filter((row) => kept.get(row.work_order_id) !== row.content_hash && (kept.has(row.work_order_id) || !isCalledOff(row.order))).map(({ order }) => order);
  }

  /**
   * Keeps the job orders of an order as the ERP showed it at `asOf`. Answers the new version; undefined when nothing differs, what is kept is newer, or nothing is to be made of the order and never was.
   * @param correlationId journey that it belongs to; the one before when absent
   */
  keep(order: WorkOrder, tracking: Item['tracking'], asOf: Instant, correlationId?: string): Promise<number | undefined> {
    const { siteId, workOrderId, revision } = order;
    const hash = contentHashOf(order);
    return inTransaction(this.pool, async (client) => {
      await client.query(INSERT_SET, [siteId, workOrderId, this.clock.now()]);
      const { rows: [set] } = await client.query<SetRow>(LOCK_SET, [siteId, workOrderId, asOf, revision]);
      if (set.is_newer || set.content_hash === hash) return undefined;
      const hasNothingToMake = set.version === 0 && (order.operations.length === 0 || isCalledOff(order));
      const version = hasNothingToMake ? 0 : set.version + 1;
      await client.query(WRITE_VERSION, [siteId, workOrderId, version, hash, asOf, this.clock.now(), correlationId ?? null, revision]);
      if (hasNothingToMake) return undefined;
      await writeJobOrders(client, siteId, workOrderId, jobOrdersOf(order, tracking, version), version);
      return version;
    });
  }

  /** Makes a new version of job orders that stand in `version`, saying the same. Answers it; undefined when a newer one is there already. */
  sendAgain(siteId: string, workOrderId: string, version: number, correlationId?: string): Promise<number | undefined> {
    return this.locked(siteId, workOrderId, version, async (client) => {
      const next = version + 1;
      const { rows } = await client.query<JobOrderRow>(READ_SET, [siteId, workOrderId]);
      await client.query(WRITE_VERSION, [siteId, workOrderId, next, null, null, this.clock.now(), correlationId ?? null, null]);
      await writeJobOrders(client, siteId, workOrderId, rows.map(({ body }) => ({ ...body, version: next })), next);
      return next;
    });
  }

  /** Versions that no message carries yet, oldest first, at most 100 behind the first `skipped`. One without a job order is nothing to carry. */
  async undispatched(skipped = 0): Promise<readonly UndispatchedJobOrders[]> {
    const { rows } = await this.pool.query<UndispatchedRow>({ name: 'read-undispatched', text: READ_UNDISPATCHED, values: [MOST_UNDISPATCHED, skipped] });
    return rows.map(({ site_id: siteId, work_order_id: workOrderId, version, job_orders: jobOrders, correlation_id: correlationId }) => ({
      dispatch: { siteId, workOrderId, version, jobOrders }, ...(correlationId !== null && { correlationId }),
    }));
  }

  /** A message carries the version from now on. Saying it again, or of a version that is not the newest any more, changes nothing. */
  async carriedBy({ siteId, workOrderId, version }: Omit<JobOrderDispatch, 'jobOrders'>, messageId: string): Promise<void> {
    await this.pool.query({ name: 'keep-dispatch-message', text: KEEP_DISPATCH_MESSAGE, values: [siteId, workOrderId, version, messageId] });
  }

  /** The version is with the MES, or offered to be fetched. Of a version that is not the newest any more, nothing changes. */
  async dispatched(siteId: string, workOrderId: string, version: number): Promise<void> {
    await this.locked(siteId, workOrderId, version, async (client) => {
      await client.query(MARK_SENT, [siteId, workOrderId, version, this.clock.now()]);
      await client.query(TAKE_PLACES, [siteId, workOrderId, version]);
    });
  }

  /** Writes down what the MES said; a refusal holds the order. About a version that is not the newest any more, nothing changes. */
  async acknowledge(acknowledgement: JobOrderAcknowledgement, messageId: string): Promise<void> {
    const { siteId, jobOrderId, version, answer, acceptedQuantity, reason, acknowledgedAt } = acknowledgement;
    const known = await this.jobOrder(siteId, jobOrderId);
    if (known === undefined) return;
    await this.locked(siteId, known.workOrderId, version, async (client) => {
      await client.query(WRITE_ANSWER, [siteId, jobOrderId, version, answer, acceptedQuantity?.value ?? null, acceptedQuantity?.unit ?? null, reason ?? null, acknowledgedAt, messageId]);
      const held = answer === 'refused' ? `The MES refused job order ${jobOrderId}: ${reason ?? 'it said no reason'}` : null;
      await client.query(SETTLE_ANSWERS, [siteId, known.workOrderId, this.clock.now(), held]);
    });
  }

  /** Newest version of the job orders of a work order; undefined when it has none. */
  async newestVersion(siteId: string, workOrderId: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ version: number }>({ name: 'read-newest-version', text: READ_NEWEST_VERSION, values: [siteId, workOrderId] });
    return rows[0]?.version;
  }

  /** A job order by its id; undefined when the site has none of this name. */
  async jobOrder(siteId: string, jobOrderId: string): Promise<KnownJobOrder | undefined> {
    const { rows: [row] } = await this.pool.query<KnownRow>({ name: 'read-job-order', text: READ_JOB_ORDER, values: [siteId, jobOrderId] });
    return row && { workOrderId: row.work_order_id, operationId: row.operation_id, version: row.version };
  }

  /** Does it under the lock of the set, when that stands in `version`. */
  private locked<Result>(siteId: string, workOrderId: string, version: number, work: (client: PoolClient) => Promise<Result>): Promise<Result | undefined> {
    return inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<SetRow>(LOCK_SET, [siteId, workOrderId, null, null]);
      return rows[0]?.version === version ? work(client) : undefined;
    });
  }
}

/** An operation that is gone keeps its job order, aborted: whoever was given it must hear of it. */
async function writeJobOrders(client: PoolClient, siteId: string, workOrderId: string, jobOrders: readonly JobOrder[], version: number): Promise<void> {
  const { rows: before } = await client.query<JobOrderRow>(READ_SET, [siteId, workOrderId]);
  const ids = new Set(jobOrders.map(({ jobOrderId }) => jobOrderId));
  const gone = before.filter(({ job_order_id: id }) => !ids.has(id)).map(({ body }): JobOrder => ({ ...body, version, state: 'Aborted' }));
  const rows = [...jobOrders, ...gone].map((body, index) => ({ job_order_id: body.jobOrderId, operation_id: body.operationId, sequence: index + 1, version, body }));
  await client.query(WRITE_JOB_ORDERS, [siteId, workOrderId, JSON.stringify(rows)]);
}

interface SetRow {
  readonly version: number;
  readonly content_hash: string;
  readonly is_newer: boolean;
}
interface JobOrderRow {
  readonly job_order_id: string;
  readonly body: JobOrder;
}
interface UndispatchedRow {
  readonly site_id: string;
  readonly work_order_id: string;
  readonly version: number;
  readonly correlation_id: string | null;
  readonly job_orders: readonly JobOrder[];
}
interface KnownRow {
  readonly work_order_id: string;
  readonly operation_id: string;
  readonly version: number;
}
