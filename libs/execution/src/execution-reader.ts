import { normalQuantity, type DispatchState, type Instant, type JobOrder, type JobOrderAcknowledgement, type JobOrderVerb, type Quantity, type WorkOrderOperation, type WorkOrderStatus } from '@plantway/canonical';
import type { Pool } from 'pg';
import { READ_CONSUMED, READ_EXECUTED_JOB_ORDERS, READ_EXECUTED_ORDER, READ_FEED, READ_GENEALOGY, READ_PRODUCED_LOTS, READ_PROGRESS } from './execution-reader.sql.js';
import { isSome, shownState, workInErp, type WorkOnOperation } from './shown-state.js';

/** A job order with what the MES is asked to do about it. */
export interface OfferedJobOrder {
  readonly jobOrder: JobOrder;
  readonly verb: JobOrderVerb;
  /** Set while it is only asked for: id of the change. */
  readonly proposalFor?: string;
}

/** Job orders after a place in the feed; `position` is where to read on. */
export interface JobOrderPage {
  readonly items: readonly OfferedJobOrder[];
  readonly position: string;
}

/** What the MES said about a job order. */
export type AcknowledgedWith = Pick<JobOrderAcknowledgement, 'answer' | 'acceptedQuantity' | 'reason' | 'acknowledgedAt'> & { readonly messageId: string };

/** What stands of the reports on one operation, one amount for each unit. */
export interface OperationProgress {
  readonly operationId: string;
  readonly yield: readonly Quantity[];
  readonly scrap: readonly Quantity[];
  readonly rework: readonly Quantity[];
  readonly posted: number;
}

/** One unit that was made, what was built into it, what it was built into, and the orders that say that they have used it. */
export interface TracedUnit {
  readonly serialNumber: string;
  readonly operationId: string;
  readonly componentSerialNumbers: readonly string[];
  readonly builtInto: readonly string[];
  readonly usedBy: readonly string[];
}

/** Material that was used; no quantity where the ERP issues it by itself. */
export interface ConsumedMaterial {
  readonly operationId: string;
  readonly itemId: string;
  readonly lotId?: string;
  readonly quantity?: Quantity;
  readonly serialNumbers: readonly string[];
}

/** A work order as it is carried out. */
export interface WorkOrderExecution {
  readonly siteId: string;
  readonly workOrderId: string;
  readonly itemId: string;
  readonly status: WorkOrderStatus;
  readonly revision: string;
  readonly quantity?: Quantity;
  readonly asOf: Instant;
  readonly held?: { readonly reason: string; readonly since: Instant };
  readonly dispatch?: { readonly state: DispatchState; readonly version: number; readonly verb: JobOrderVerb; readonly proposalFor?: string; readonly since: Instant; readonly messageId?: string };
  /** The state of each is the one by what was reported about it, not the one that the MES was told. */
  readonly jobOrders: readonly (JobOrder & { readonly acknowledged?: AcknowledgedWith })[];
  readonly operations: readonly OperationProgress[];
  readonly producedLots: readonly { readonly lotId: string; readonly quantity: Quantity }[];
  readonly consumed: readonly ConsumedMaterial[];
  readonly genealogy: readonly TracedUnit[];
}

/** Answers how orders are carried out. Every question names a site, and never sees another one's. */
export class ExecutionReader {
  constructor(private readonly pool: Pool) {}

  /** Job orders that were sent or offered after a place, in the order of change, each in its newest version; "0" is before the first. */
  async jobOrdersAfter(siteId: string, after: string, limit: number): Promise<JobOrderPage> {
    const { rows } = await this.pool.query<FeedRow>({ name: 'read-job-order-feed', text: READ_FEED, values: [siteId, after, limit] });
    return { items: rows.map(({ body: jobOrder, verb, proposal_for: proposalFor }) => ({ jobOrder, verb, ...(proposalFor !== null && { proposalFor }) })), position: rows.at(-1)?.changed_position ?? after };
  }

  /** How an order is carried out; undefined when no ERP has shown it at this site. */
  async workOrder(siteId: string, workOrderId: string): Promise<WorkOrderExecution | undefined> {
    const values = [siteId, workOrderId];
    const read = async <Row extends object>(name: string, text: string): Promise<readonly Row[]> => (await this.pool.query<Row>({ name, text, values })).rows;
    const [[order], jobOrders, progress, lots, consumed, units] = await Promise.all([
      read<OrderRow>('read-executed-order', READ_EXECUTED_ORDER),
      read<JobOrderRow>('read-executed-job-orders', READ_EXECUTED_JOB_ORDERS),
      read<ProgressRow>('read-progress', READ_PROGRESS),
      read<LotRow>('read-produced-lots', READ_PRODUCED_LOTS),
      read<ConsumedRow>('read-consumed', READ_CONSUMED),
      read<UnitRow>('read-genealogy', READ_GENEALOGY),
    ]);
    if (order === undefined) return undefined;
    const work = [...workReported(progress), ...workInErp(order.operations)];
    return {
      siteId, workOrderId,
      ...orderOf(order),
      jobOrders: jobOrders.map((row) => ({ ...jobOrderOf(row), state: shownState(row.body, work) })),
      operations: progressOf(progress),
      producedLots: lots.map(({ lot_id: lotId, quantity, unit }) => ({ lotId, quantity: normalQuantity({ value: quantity, unit }) })),
      consumed: consumed.map(consumedOf),
      genealogy: units.map((unit) => ({ serialNumber: unit.serial_number, operationId: unit.operation_id, componentSerialNumbers: unit.component_serial_numbers, builtInto: unit.built_into, usedBy: unit.used_by })),
    };
  }
}

function orderOf(row: OrderRow): Pick<WorkOrderExecution, 'itemId' | 'status' | 'revision' | 'quantity' | 'asOf' | 'held' | 'dispatch'> {
  return {
    itemId: row.item_id, status: row.status, revision: row.revision, asOf: row.as_of.toISOString(),
    ...(row.quantity !== null && row.unit !== null && { quantity: normalQuantity({ value: row.quantity, unit: row.unit }) }),
    ...(row.held_reason !== null && row.held_since !== null && { held: { reason: row.held_reason, since: row.held_since.toISOString() } }),
    ...(row.version !== null && row.verb !== null && row.dispatch_state !== null && row.state_since !== null && {
      dispatch: { state: row.dispatch_state, version: row.version, verb: row.verb, ...(row.proposal_for !== null && { proposalFor: row.proposal_for }), since: row.state_since.toISOString(), ...(row.dispatch_message_id !== null && { messageId: row.dispatch_message_id }) },
    }),
  };
}

function jobOrderOf(row: JobOrderRow): WorkOrderExecution['jobOrders'][number] {
  if (row.answer === null || row.answered_at === null || row.answer_message_id === null) return row.body;
  return {
    ...row.body,
    acknowledged: {
      answer: row.answer, acknowledgedAt: row.answered_at.toISOString(), messageId: row.answer_message_id,
      ...(row.accepted_quantity !== null && row.accepted_unit !== null && { acceptedQuantity: normalQuantity({ value: row.accepted_quantity, unit: row.accepted_unit }) }),
      ...(row.answer_reason !== null && { reason: row.answer_reason }),
    },
  };
}

function consumedOf({ operation_id: operationId, item_id: itemId, lot_id: lotId, quantity, unit, serials }: ConsumedRow): ConsumedMaterial {
  return { operationId, itemId, ...(lotId !== null && { lotId }), ...(quantity !== null && unit !== null && { quantity: normalQuantity({ value: quantity, unit }) }), serialNumbers: [...new Set(serials.flat())].sort() };
}

/** What the reports that stand say of the work on each operation. */
function workReported(rows: readonly ProgressRow[]): readonly WorkOnOperation[] {
  return rows.map(({ operation_id: operationId, what, amount }) => ({ operationId, hasYield: what === 'yield' && isSome(amount), hasBegun: true, hasEnded: what === 'final' }));
}

/** Amounts that are zero are left out: nothing is nothing in any unit. */
function progressOf(rows: readonly ProgressRow[]): readonly OperationProgress[] {
  return [...new Set(rows.map((row) => row.operation_id))].map((operationId) => {
    const own = rows.filter((row) => row.operation_id === operationId);
    const amounts = (what: ProgressRow['what']): readonly Quantity[] => own.filter((row) => row.what === what).map(({ amount: value, unit }) => normalQuantity({ value, unit })).filter(({ value }) => value !== '0');
    return { operationId, yield: amounts('yield'), scrap: amounts('scrap'), rework: amounts('rework'), posted: Number(own.find(({ what }) => what === 'reports')?.amount ?? 0) };
  });
}

interface OrderRow {
  readonly item_id: string;
  readonly status: WorkOrderStatus;
  readonly revision: string;
  readonly quantity: string | null;
  readonly unit: string | null;
  readonly as_of: Date;
  readonly operations: readonly WorkOrderOperation[];
  readonly version: number | null;
  readonly verb: JobOrderVerb | null;
  readonly proposal_for: string | null;
  readonly dispatch_state: DispatchState | null;
  readonly state_since: Date | null;
  readonly dispatch_message_id: string | null;
  readonly held_reason: string | null;
  readonly held_since: Date | null;
}
interface JobOrderRow {
  readonly body: JobOrder;
  readonly answer: JobOrderAcknowledgement['answer'] | null;
  readonly accepted_quantity: string | null;
  readonly accepted_unit: string | null;
  readonly answer_reason: string | null;
  readonly answered_at: Date | null;
  readonly answer_message_id: string | null;
}
interface ProgressRow {
  readonly operation_id: string;
  readonly what: 'yield' | 'scrap' | 'rework' | 'reports' | 'final';
  readonly unit: string;
  readonly amount: string;
}
interface LotRow {
  readonly lot_id: string;
  readonly unit: string;
  readonly quantity: string;
}
interface ConsumedRow {
  readonly operation_id: string;
  readonly item_id: string;
  readonly lot_id: string | null;
  readonly unit: string | null;
  readonly quantity: string | null;
  readonly serials: readonly (readonly string[])[];
}
interface FeedRow {
  readonly changed_position: string;
  readonly body: JobOrder;
  readonly verb: JobOrderVerb;
  readonly proposal_for: string | null;
}
interface UnitRow {
  readonly serial_number: string;
  readonly operation_id: string;
  readonly component_serial_numbers: readonly string[];
  readonly built_into: readonly string[];
  readonly used_by: readonly string[];
}
