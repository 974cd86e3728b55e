import { compare, normalQuantity, type Instant, type JobOrder, type JobOrderAcknowledgement, type Quantity, type WorkOrder, type WorkOrderChange } from '@plantway/canonical';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type { Pool, PoolClient } from 'pg';
import { changedOrder } from './changed-order.js';
import { contentHashOf, jobOrdersOf } from './job-order-content.js';
import { lockJobOrders, writeJobOrders, type JobOrderSet, type OpenProposal } from './job-order-set.js';
import { MARK_PROPOSED, READ_ANSWERS, READ_PROPOSAL, READ_PROPOSALS, WRITE_VERSION } from './job-order.sql.js';
import { verbBack, verbFor } from './job-order-verb.js';

/** Where the MES stands to a change of an order. */
export type MesStanding =
  /** It has no job orders of this order, or the change makes no difference to them. */
  | { readonly outcome: 'nothingToAsk' }
  /** The order moved on after it was read: it is to be read again. */
  | { readonly outcome: 'readAgain' }
  /** This job order has no answer yet. */
  | { readonly outcome: 'open'; readonly jobOrderId: string; readonly version: number }
  | { readonly outcome: 'accepted' }
  /** The largest quantity that it takes of any job order. */
  | { readonly outcome: 'partly'; readonly quantity: Quantity; readonly reason?: string }
  | { readonly outcome: 'refused'; readonly reason: string };

/** A change that is asked for, upon the order as the ERP showed it at `asOf`. */
export interface AskedChange {
  readonly messageId: string;
  readonly correlationId: string;
  readonly change: WorkOrderChange;
  readonly order: WorkOrder;
  readonly asOf: Instant;
}

/** A version that is only asked for, by the message of a change. */
export interface AskedVersion {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly messageId: string;
}

/**
 * Asks the MES before an order is changed: the job orders as the change wants them are a version that does not count yet. It counts when the ERP shows the order like that, and is taken back by one
 * more version when the change comes to nothing. Of one order one change is asked for at a time.
 */
export class OrderNegotiation {
  constructor(private readonly pool: Pool, private readonly clock: Clock) {}

  /**
   * Asks, unless it was asked before, and answers where the MES stands. Asking again for the same message changes nothing; after the version was superseded by another one of the ERP, it is asked anew.
   * The job orders must be known as the order was read.
   */
  ask(asked: AskedChange): Promise<MesStanding> {
    const { change: { siteId, workOrderId, verb }, order, asOf, messageId } = asked;
    return inTransaction(this.pool, async (client) => {
      const set = await lockJobOrders(client, siteId, workOrderId, { asOf, revision: order.revision });
      if (set.version === 0) return { outcome: 'nothingToAsk' };
      const isAsOfOrder = set.contentHash === contentHashOf(order);
      if (set.isNewer || !isAsOfOrder) return { outcome: 'readAgain' };
      if (set.proposal?.messageId === messageId) return standingOf(await answersOf(client, set), verb === 'changeQuantity');
      const changed = changedOrder(order, asked.change);
      if (contentHashOf(changed) === set.contentHash) return { outcome: 'nothingToAsk' };
      return this.propose(client, set, asked, changed);
    });
  }

  /** Whether the newest version is one that is only asked for by this message. */
  async isAsked(siteId: string, workOrderId: string, messageId: string): Promise<boolean> {
    const { rowCount } = await this.pool.query({ name: 'read-proposal', text: READ_PROPOSAL, values: [siteId, workOrderId, messageId] });
    return rowCount === 1;
  }

  /** Every version that is only asked for, of whatever site. */
  async asked(): Promise<readonly AskedVersion[]> {
    const { rows } = await this.pool.query<ProposalRow>({ name: 'read-proposals', text: READ_PROPOSALS });
    return rows.map(({ site_id: siteId, work_order_id: workOrderId, proposal_message_id: messageId }) => ({ siteId, workOrderId, messageId }));
  }

  /** The change comes to nothing: the job orders are again as they counted. Answers their version; undefined when nothing is asked for by this message any more. */
  withdraw(siteId: string, workOrderId: string, messageId: string): Promise<number | undefined> {
    return inTransaction(this.pool, async (client) => {
      const set = await lockJobOrders(client, siteId, workOrderId);
      if (set.proposal?.messageId !== messageId) return undefined;
      const { insteadOf } = set.proposal;
      const version = set.version + 1;
      await client.query(WRITE_VERSION, [siteId, workOrderId, version, null, null, this.clock.now(), null, null, verbBack(set.jobOrders, insteadOf)]);
      await writeJobOrders(client, set, insteadOf.map((jobOrder) => ({ ...jobOrder, version })), version);
      return version;
    });
  }

  private async propose(client: PoolClient, set: JobOrderSet, { change: { changeId }, messageId, correlationId, order }: AskedChange, changed: WorkOrder): Promise<MesStanding> {
    const { siteId, workOrderId } = set;
    const insteadOf = set.proposal?.insteadOf ?? set.jobOrders; // one that was given up and not taken back yet never counted
    const version = set.version + 1;
    const tracking = set.jobOrders[0]?.tracking ?? 'none';
    const proposed: OpenProposal = { changeId, messageId, hash: contentHashOf(changed), insteadOf };
    await client.query(WRITE_VERSION, [siteId, workOrderId, version, null, null, this.clock.now(), correlationId, null, verbFor(changed, insteadOf)]);
    await client.query(MARK_PROPOSED, [siteId, workOrderId, proposed.changeId, proposed.messageId, proposed.hash, JSON.stringify(proposed.insteadOf)]);
    const jobOrders = jobOrdersOf(changed, tracking, version);
    await writeJobOrders(client, set, jobOrders, version);
    const [first] = jobOrders.filter(({ operationId }) => order.operations.some((operation) => operation.operationId === operationId));
    return { outcome: 'open', jobOrderId: first.jobOrderId, version };
  }
}

/** What was said about job orders whose operation the order has; nobody need say anything about one that was gone before. */
async function answersOf(client: PoolClient, { siteId, workOrderId, proposal }: JobOrderSet): Promise<readonly AnswerRow[]> {
  const { rows } = await client.query<AnswerRow>(READ_ANSWERS, [siteId, workOrderId]);
  const gone = new Set((proposal?.insteadOf ?? []).filter(({ state }: JobOrder) => state === 'Aborted').map(({ jobOrderId }) => jobOrderId));
  return rows.filter(({ job_order_id: jobOrderId }) => !gone.has(jobOrderId));
}

/** @param isDivisible a part of it may be taken: then "partly" says how much, otherwise it is as good as all */
function standingOf(answers: readonly AnswerRow[], isDivisible: boolean): MesStanding {
  const refusals = answers.filter(({ answer }) => answer === 'refused');
  if (refusals.length > 0) return { outcome: 'refused', reason: refusals.map(({ job_order_id: id, answer_reason: reason }) => `${id}: ${reason ?? 'it says no reason'}`).join('; ') };
  const open = answers.find(({ answer }) => answer === null);
  if (open !== undefined) return { outcome: 'open', jobOrderId: open.job_order_id, version: open.version };
  const taken = answers.flatMap((row) => (row.answer === 'partly' && row.accepted_quantity !== null && row.accepted_unit !== null ? [{ quantity: normalQuantity({ value: row.accepted_quantity, unit: row.accepted_unit }), reason: row.answer_reason }] : []));
  if (!isDivisible || taken.length === 0) return { outcome: 'accepted' };
  const largest = taken.reduce((one, other) => (isMore(other.quantity, one.quantity) ? other : one));
  return { outcome: 'partly', quantity: largest.quantity, ...(largest.reason !== null && { reason: largest.reason }) };
}

function isMore(one: Quantity, other: Quantity): boolean {
  return one.unit === other.unit && compare(one, other) > 0;
}

interface ProposalRow {
  readonly site_id: string;
  readonly work_order_id: string;
  readonly proposal_message_id: string;
}
interface AnswerRow {
  readonly job_order_id: string;
  readonly version: number;
  readonly answer: JobOrderAcknowledgement['answer'] | null;
  readonly accepted_quantity: string | null;
  readonly accepted_unit: string | null;
  readonly answer_reason: string | null;
}
