import type { DispatchState, Instant, JobOrder, JobOrderVerb } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Pool, PoolClient } from 'pg';
import { LOCK_SET, READ_SET, WRITE_JOB_ORDERS } from './job-order.sql.js';

/** The job orders of one work order under their lock, as they are kept. */
export interface JobOrderSet {
  readonly siteId: string;
  readonly workOrderId: string;
  /** 0 while it has none. */
  readonly version: number;
  readonly contentHash: string;
  readonly verb: JobOrderVerb;
  /** What is kept is newer than what was shown. */
  readonly isNewer: boolean;
  /** The MES refused something of this version, or takes only part of it. */
  readonly isTakenInPart: boolean;
  /** Set while this version is only asked for. */
  readonly proposal?: OpenProposal;
  readonly jobOrders: readonly JobOrder[];
}

/** What a version that is only asked for is about. */
export interface OpenProposal {
  readonly changeId: string;
  /** Message of the change. */
  readonly messageId: string;
  /** Content of the order as the change wants it. */
  readonly hash: string;
  /** The job orders that count meanwhile. */
  readonly insteadOf: readonly JobOrder[];
}

/**
 * Locks the job orders of a work order that has a row: everything about its versions happens one after the other.
 * @param shown when the ERP said what is to be kept, and of which revision; nothing is newer than what was not shown
 */
export async function lockJobOrders(client: PoolClient, siteId: string, workOrderId: string, shown?: { readonly asOf: Instant; readonly revision: string }): Promise<JobOrderSet> {
  const set = await lockIfKept(client, siteId, workOrderId, shown);
  return set ?? { siteId, workOrderId, version: 0, contentHash: '', verb: 'Store', isNewer: false, isTakenInPart: false, jobOrders: [] };
}

/** Does it under the lock of the job orders, when they stand in `version`; undefined when they do not. */
export function lockVersion<Result>(pool: Pool, siteId: string, workOrderId: string, version: number, work: (client: PoolClient, set: JobOrderSet) => Promise<Result>): Promise<Result | undefined> {
  return inTransaction(pool, async (client) => {
    const set = await lockJobOrders(client, siteId, workOrderId);
    return set.version === version ? work(client, set) : undefined;
  });
}

/** Writes the job orders of the set's new version. An operation that is gone keeps its job order, aborted: whoever was given it must hear of it. */
export async function writeJobOrders(client: PoolClient, { siteId, workOrderId, jobOrders: before }: JobOrderSet, jobOrders: readonly JobOrder[], version: number): Promise<void> {
  const ids = new Set(jobOrders.map(({ jobOrderId }) => jobOrderId));
  const gone = before.filter(({ jobOrderId }) => !ids.has(jobOrderId)).map((jobOrder): JobOrder => ({ ...jobOrder, version, state: 'Aborted' }));
  const rows = [...jobOrders, ...gone].map((body, index) => ({ job_order_id: body.jobOrderId, operation_id: body.operationId, sequence: index + 1, version, body }));
  await client.query(WRITE_JOB_ORDERS, [siteId, workOrderId, JSON.stringify(rows)]);
}

async function lockIfKept(client: PoolClient, siteId: string, workOrderId: string, shown?: { readonly asOf: Instant; readonly revision: string }): Promise<JobOrderSet | undefined> {
  const { rows: [row] } = await client.query<SetRow>(LOCK_SET, [siteId, workOrderId, shown?.asOf ?? null, shown?.revision ?? null]);
  if (row === undefined) return undefined;
  const { rows } = await client.query<{ body: JobOrder }>(READ_SET, [siteId, workOrderId]);
  const { proposal_for: changeId, proposal_message_id: messageId, proposed_hash: hash, proposed_instead_of: insteadOf } = row;
  return {
    siteId, workOrderId,
    version: row.version, contentHash: row.content_hash, verb: row.verb, isNewer: row.is_newer, isTakenInPart: row.dispatch_state === 'refused' || row.dispatch_state === 'partly',
    ...(changeId !== null && messageId !== null && hash !== null && insteadOf !== null && { proposal: { changeId, messageId, hash, insteadOf } }),
    jobOrders: rows.map(({ body }) => body),
  };
}

interface SetRow {
  readonly version: number;
  readonly content_hash: string;
  readonly verb: JobOrderVerb;
  readonly dispatch_state: DispatchState;
  readonly proposal_for: string | null;
  readonly proposal_message_id: string | null;
  readonly proposed_hash: string | null;
  readonly proposed_instead_of: readonly JobOrder[] | null;
  readonly is_newer: boolean;
}
