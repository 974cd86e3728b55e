import type { Instant, Item, JobOrder, JobOrderAcknowledgement, JobOrderDispatch, JobOrderVerb, WorkOrder } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type { Pool } from 'pg';
import { contentHashOf, jobOrdersOf, standsStill } from './job-order-content.js';
import { lockJobOrders, lockVersion, writeJobOrders, type JobOrderSet } from './job-order-set.js';
import {
  CONFIRM_CONTENT, INSERT_SET, KEEP_DISPATCH_MESSAGE, MARK_SENT, READ_CONTENT_HASHES, READ_JOB_ORDER, READ_NEWEST_VERSION, READ_UNDISPATCHED, SETTLE_PROPOSAL, TAKE_PLACES, WRITE_ANSWER, WRITE_FIRST_ANSWER, WRITE_VERSION,
} from './job-order.sql.js';
import { verbFor } from './job-order-verb.js';

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
  /** Set while that is only asked for: id of the change. */
  readonly proposalFor?: string;
}

/** A version that was only asked for, and over because of what the ERP shows: its job orders need no answer any more. */
export interface OvertakenVersion {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly version: number;
  readonly jobOrderIds: readonly string[];
}

/** Told after it is committed that a version that was only asked for is over. A failure of it is a failure of the keeping, which is done all the same. */
export type VersionOvertaken = (overtaken: OvertakenVersion) => Promise<void>;

const MOST_UNDISPATCHED = 100;

/**
 * The job orders of each work order, with one version for all of them. A new version is made when the ERP shows another quantity, date, operation or component, or when a person
 * sends them again; an answer of the ERP that is older than what is kept changes nothing.
 */
export class JobOrderBook {
  constructor(private readonly pool: Pool, private readonly clock: Clock, private readonly overtaken: VersionOvertaken = async () => undefined) {}

  /** Those of the orders, as the ERP showed them at `asOf`, whose job orders are missing or say something else; of an order that is held or called off none can be missing. The others are now known to have been like this at `asOf`. */
  async outdated(siteId: string, orders: readonly WorkOrder[], asOf: Instant): Promise<readonly WorkOrder[]> {
    if (orders.length === 0) return [];
    const seen = orders.map((order) => ({ order, work_order_id: order.workOrderId, content_hash: contentHashOf(order), revision: order.revision }));
    const { rows } = await this.pool.query<{ work_order_id: string; content_hash: string }>({ name: 'read-content-hashes', text: READ_CONTENT_HASHES, values: [siteId, seen.map(({ work_order_id: id }) => id)] });
    const kept = new Map(rows.map(({ work_order_id: id, content_hash: hash }) => [id, hash]));
    const same = seen.filter((row) => kept.get(row.work_order_id) === row.content_hash).map(({ work_order_id, content_hash, revision }) => ({ work_order_id, content_hash, revision }));
    if (same.length > 0) await this.pool.query({ name: 'confirm-content', text: CONFIRM_CONTENT, values: [siteId, JSON.stringify(same), asOf] });
    return seen.filter((row) => kept.get(row.work_order_id) !== row.content_hash && (kept.has(row.work_order_id) || !standsStill(row.order))).map(({ order }) => order);
  }

  /**
   * Keeps the job orders of an order as the ERP showed it at `asOf`. Answers the new version; undefined when nothing differs, what is kept is newer, or nothing is to be made of the order and never was.
   * A version that is only asked for stays as long as the order does, counts as soon as the ERP shows the order like that, and goes when it shows anything else.
   * @param correlationId journey that it belongs to; the one before when absent
   */
  async keep(order: WorkOrder, tracking: Item['tracking'], asOf: Instant, correlationId?: string): Promise<number | undefined> {
    const { siteId, workOrderId, revision } = order;
    const hash = contentHashOf(order);
    const { version, overtaken } = await inTransaction(this.pool, async (client): Promise<KeptOrder> => {
      await client.query(INSERT_SET, [siteId, workOrderId, this.clock.now()]);
      const set = await lockJobOrders(client, siteId, workOrderId, { asOf, revision });
      if (set.isNewer || set.contentHash === hash) return {};
      const asked = set.proposal && { overtaken: set };
      if (set.proposal?.hash === hash && !set.isTakenInPart) {
        await client.query(SETTLE_PROPOSAL, [siteId, workOrderId, asOf, revision]);
        return { ...asked };
      }
      const hasNothingToMake = set.version === 0 && (order.operations.length === 0 || standsStill(order));
      const next = hasNothingToMake ? 0 : set.version + 1;
      await client.query(WRITE_VERSION, [siteId, workOrderId, next, hash, asOf, this.clock.now(), correlationId ?? null, revision, verbFor(order, set.jobOrders)]);
      if (hasNothingToMake) return {};
      await writeJobOrders(client, set, jobOrdersOf(order, tracking, next), next);
      return { version: next, ...asked };
    });
    if (overtaken !== undefined) await this.overtaken({ siteId, workOrderId, version: overtaken.version, jobOrderIds: overtaken.jobOrders.map(({ jobOrderId }) => jobOrderId) });
    return version;
  }

  /** Makes a new version of job orders that stand in `version`, saying the same. Answers it; undefined when a newer one is there already, or when this one is only asked for. */
  sendAgain(siteId: string, workOrderId: string, version: number, correlationId?: string): Promise<number | undefined> {
    return lockVersion(this.pool, siteId, workOrderId, version, async (client, set) => {
      if (set.proposal !== undefined) return undefined;
      const next = version + 1;
      await client.query(WRITE_VERSION, [siteId, workOrderId, next, null, null, this.clock.now(), correlationId ?? null, null, null]);
      await writeJobOrders(client, set, set.jobOrders.map((jobOrder) => ({ ...jobOrder, version: next })), next);
      return next;
    });
  }

  /** Versions that no message carries yet, oldest first, at most 100 behind the first `skipped`. One without a job order is nothing to carry. */
  async undispatched(skipped = 0): Promise<readonly UndispatchedJobOrders[]> {
    const { rows } = await this.pool.query<UndispatchedRow>({ name: 'read-undispatched', text: READ_UNDISPATCHED, values: [MOST_UNDISPATCHED, skipped] });
    return rows.map(({ site_id: siteId, work_order_id: workOrderId, version, verb, proposal_for: proposalFor, job_orders: jobOrders, correlation_id: correlationId }) => ({
      dispatch: { siteId, workOrderId, version, verb, ...(proposalFor !== null && { proposalFor }), jobOrders }, ...(correlationId !== null && { correlationId }),
    }));
  }

  /** A message carries the version from now on. Saying it again, or of a version that is not the newest any more, changes nothing. */
  async carriedBy({ siteId, workOrderId, version }: Pick<JobOrderDispatch, 'siteId' | 'workOrderId' | 'version'>, messageId: string): Promise<void> {
    await this.pool.query({ name: 'keep-dispatch-message', text: KEEP_DISPATCH_MESSAGE, values: [siteId, workOrderId, version, messageId] });
  }

  /** The version is with the MES, or offered to be fetched. Of a version that is not the newest any more, nothing changes. */
  async dispatched(siteId: string, workOrderId: string, version: number): Promise<void> {
    await lockVersion(this.pool, siteId, workOrderId, version, async (client) => {
      await client.query(MARK_SENT, [siteId, workOrderId, version, this.clock.now()]);
      await client.query(TAKE_PLACES, [siteId, workOrderId, version]);
    });
  }

  /** Writes down what the MES said; a refusal holds the order, unless it was only asked. About a version that is not the newest any more, nothing changes. */
  async acknowledge({ siteId, ...answer }: JobOrderAcknowledgement, messageId: string): Promise<void> {
    await this.pool.query({ name: 'write-answer', text: WRITE_ANSWER, values: [siteId, messageId, JSON.stringify(answer), this.clock.now()] });
  }

  /** As `acknowledge`, unless something that the MES said about this version is known already: that was written with its message, and may be newer. */
  async acknowledgeUnlessKnown({ siteId, ...answer }: JobOrderAcknowledgement, messageId: string): Promise<void> {
    await this.pool.query({ name: 'write-first-answer', text: WRITE_FIRST_ANSWER, values: [siteId, messageId, JSON.stringify(answer), this.clock.now()] });
  }

  /** Newest version of the job orders of a work order; undefined when it has none. */
  async newestVersion(siteId: string, workOrderId: string): Promise<number | undefined> {
    const { rows } = await this.pool.query<{ version: number }>({ name: 'read-newest-version', text: READ_NEWEST_VERSION, values: [siteId, workOrderId] });
    return rows[0]?.version;
  }

  /** A job order by its id; undefined when the site has none of this name. */
  async jobOrder(siteId: string, jobOrderId: string): Promise<KnownJobOrder | undefined> {
    const { rows: [row] } = await this.pool.query<KnownRow>({ name: 'read-job-order', text: READ_JOB_ORDER, values: [siteId, jobOrderId] });
    return row && { workOrderId: row.work_order_id, operationId: row.operation_id, version: row.version, ...(row.proposal_for !== null && { proposalFor: row.proposal_for }) };
  }
}

interface KeptOrder {
  readonly version?: number;
  /** What was only asked for and is over, as it was. */
  readonly overtaken?: JobOrderSet;
}
interface UndispatchedRow {
  readonly site_id: string;
  readonly work_order_id: string;
  readonly version: number;
  readonly verb: JobOrderVerb;
  readonly proposal_for: string | null;
  readonly correlation_id: string | null;
  readonly job_orders: readonly JobOrder[];
}
interface KnownRow {
  readonly work_order_id: string;
  readonly operation_id: string;
  readonly version: number;
  readonly proposal_for: string | null;
}
