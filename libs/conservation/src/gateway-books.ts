import type { PostedQuantities, PostingReceipt, ErpPart } from '@plantway/ports';
import type { Pool } from 'pg';
import type { AdoptedDocument, Books, KeptReport, ReportedPart } from './compare-books.js';
import { READ_ADOPTED, READ_KEPT, READ_PARTS, READ_TAKEN } from './conservation.sql.js';
import type { ReportBooks } from './mes-comparison.js';
import { saidIn, type TakenReport } from './taken-report.js';

/** What the gateway has of some orders: everything but the documents of the ERP. */
export type GatewayBooks = Omit<Books, 'documents'> & ReportBooks;

/** Reads what the gateway has of these orders of a site. */
export async function gatewayBooks(pool: Pool, siteId: string, workOrderIds: readonly string[]): Promise<GatewayBooks> {
  const values = [siteId, workOrderIds];
  const [reports, parts, adopted] = await Promise.all([
    reportBooks(pool, siteId, workOrderIds),
    pool.query<PartRow>({ name: 'conservation.read-parts', text: READ_PARTS, values }),
    pool.query<AdoptedRow>({ name: 'conservation.read-adopted', text: READ_ADOPTED, values }),
  ]);
  return { ...reports, parts: parts.rows.map(partOf), adopted: adopted.rows.map(adoptedOf) };
}

/** What of it is compared with the MES. */
export async function reportBooks(pool: Pool, siteId: string, workOrderIds: readonly string[]): Promise<ReportBooks> {
  const values = [siteId, workOrderIds];
  const [kept, taken] = await Promise.all([
    pool.query<KeptRow>({ name: 'conservation.read-kept', text: READ_KEPT, values }),
    pool.query<TakenRow>({ name: 'conservation.read-taken', text: READ_TAKEN, values }),
  ]);
  return { kept: kept.rows.map(keptOf), taken: taken.rows.map(takenOf) };
}

/** What of the books is about one order. */
export function booksOfOrder({ parts, kept, taken, adopted }: GatewayBooks, workOrderId: string): GatewayBooks {
  const isOfOrder = (row: { readonly workOrderId: string }): boolean => row.workOrderId === workOrderId;
  return { parts: parts.filter(isOfOrder), kept: kept.filter(isOfOrder), taken: taken.filter(isOfOrder), adopted: adopted.filter(isOfOrder) };
}

interface PartRow {
  readonly message_id: string;
  readonly kind: ReportedPart['kind'];
  readonly message_state: string;
  readonly work_order_id: string;
  readonly operation_id: string | null;
  readonly source_system: string;
  readonly sender_id: string;
  readonly confirmation_id: string | null;
  readonly production_day: string;
  readonly reference: string;
  readonly part_state: ReportedPart['state'];
  readonly receipt: PostingReceipt | null;
  readonly sent: ErpPart;
}
interface KeptRow {
  readonly message_id: string;
  readonly work_order_id: string;
  readonly operation_id: string;
  readonly yield: string;
  readonly yield_unit: string;
  readonly scrap: string;
  readonly scrap_unit: string;
  readonly rework: string;
  readonly rework_unit: string;
  readonly is_reversed: boolean;
}
interface TakenRow {
  readonly message_id: string;
  readonly kind: TakenReport['kind'];
  readonly state: string;
  readonly work_order_id: string;
  readonly operation_id: string | null;
  readonly source_system: string;
  readonly sender_id: string;
  readonly confirmation_id: string | null;
  readonly command: unknown;
}
interface AdoptedRow {
  readonly document_number: string;
  readonly work_order_id: string;
  readonly operation_id: string;
  readonly unit: string;
  readonly yield: string;
  readonly scrap: string;
  readonly rework: string;
}

function partOf(row: PartRow): ReportedPart {
  return {
    messageId: row.message_id, kind: row.kind, messageState: row.message_state, workOrderId: row.work_order_id, operationId: row.operation_id ?? '', sourceSystem: row.source_system, senderId: row.sender_id,
    ...(row.confirmation_id === null ? {} : { confirmationId: row.confirmation_id }), productionDay: row.production_day, reference: row.reference, state: row.part_state,
    ...(row.receipt === null ? {} : { receipt: row.receipt }), sent: row.sent,
  };
}

function keptOf(row: KeptRow): KeptReport {
  const amounts: PostedQuantities = { yield: { value: row.yield, unit: row.yield_unit }, scrap: { value: row.scrap, unit: row.scrap_unit }, rework: { value: row.rework, unit: row.rework_unit } };
  return { messageId: row.message_id, workOrderId: row.work_order_id, operationId: row.operation_id, amounts, isReversed: row.is_reversed };
}

function adoptedOf({ document_number: number, work_order_id: workOrderId, operation_id: operationId, unit, yield: good, scrap, rework }: AdoptedRow): AdoptedDocument {
  return { number, workOrderId, operationId, amounts: { yield: { value: good, unit }, scrap: { value: scrap, unit }, rework: { value: rework, unit } } };
}

function takenOf(row: TakenRow): TakenReport {
  const givenUp = row.state === 'discarded' && row.kind === 'productionConfirmation' ? saidIn(row.command) : undefined;
  return {
    messageId: row.message_id, kind: row.kind, state: row.state, workOrderId: row.work_order_id, operationId: row.operation_id ?? '', sourceSystem: row.source_system, senderId: row.sender_id,
    ...(row.confirmation_id === null ? {} : { confirmationId: row.confirmation_id }), ...(givenUp === undefined ? {} : { givenUp }),
  };
}
