import { normalQuantity, type Quantity } from '@plantway/canonical';
import type { Pool } from 'pg';
import { READ_MADE_BY, READ_MADE_OF, READ_USED_BY } from './genealogy.sql.js';

/** A lot; lot numbers repeat across items. */
export interface TracedLot {
  readonly itemId: string;
  readonly lotId: string;
}

/** An operation that made the lot, and how much of it; one for each unit in which it was reported. */
export interface LotMadeBy {
  readonly workOrderId: string;
  readonly operationId: string;
  /** Absent where the ERP issues material by itself, and the report names the lot alone. */
  readonly quantity?: Quantity;
}

/** Material that went into the lot, or may have. */
export interface LotMadeOf extends LotMadeBy {
  readonly itemId: string;
  readonly lotId?: string;
  readonly serialNumbers: readonly string[];
}

/** An operation that used the lot. */
export interface LotUsedBy extends LotMadeBy {
  /** What its order makes; absent while no ERP has shown the order. */
  readonly itemId?: string;
  readonly serialNumbers: readonly string[];
  /** Lots of that order that it went into, or may have. */
  readonly lots: readonly TracedLot[];
}

/** A lot among its neighbours, one step each way. */
export interface LotGenealogy extends TracedLot {
  readonly siteId: string;
  readonly madeBy: readonly LotMadeBy[];
  readonly madeOf: readonly LotMadeOf[];
  readonly usedBy: readonly LotUsedBy[];
}

/**
 * Answers what went into a lot and where a lot went, from reports and consumptions that stand in the ERP; what was taken back is left out. A report that names the lots that it made has used its material for
 * those; material of any other report, and material that was reported apart, may be in every lot of its order. Every question names a site, and never sees another one's.
 */
export class GenealogyReader {
  constructor(private readonly pool: Pool) {}

  /** Undefined when nothing that stands has made or used the lot. */
  async lot(siteId: string, { itemId, lotId }: TracedLot): Promise<LotGenealogy | undefined> {
    const read = async <Row extends object>(name: string, text: string): Promise<readonly Row[]> => (await this.pool.query<Row>({ name, text, values: [siteId, itemId, lotId] })).rows;
    const [madeBy, madeOf, usedBy] = await Promise.all([read<StepRow>('read-made-by', READ_MADE_BY), read<MadeOfRow>('read-made-of', READ_MADE_OF), read<UsedByRow>('read-used-by', READ_USED_BY)]);
    if (madeBy.length === 0 && usedBy.length === 0) return undefined;
    return { siteId, itemId, lotId, madeBy: madeBy.map(madeByOf), madeOf: madeOf.map(madeOfOf), usedBy: usedBy.map(usedByOf) };
  }
}

function madeByOf({ work_order_id: workOrderId, operation_id: operationId, quantity, unit }: StepRow): LotMadeBy {
  return { workOrderId, operationId, ...(quantity !== null && unit !== null && { quantity: normalQuantity({ value: quantity, unit }) }) };
}

function madeOfOf({ item_id: itemId, lot_id: lotId, serials, ...step }: MadeOfRow): LotMadeOf {
  return { itemId, ...(lotId !== null && { lotId }), ...madeByOf(step), serialNumbers: eachOf(serials) };
}

function usedByOf({ item_id: itemId, serials, lots, ...step }: UsedByRow): LotUsedBy {
  const made = [...new Set(lots.flat().map((lot) => JSON.stringify(lot)))].sort().map((lot) => JSON.parse(lot) as readonly [string, string]);
  return { ...madeByOf(step), ...(itemId !== null && { itemId }), serialNumbers: eachOf(serials), lots: made.map(([item, lotId]) => ({ itemId: item, lotId })) };
}

const eachOf = (serials: readonly (readonly string[])[]): readonly string[] => [...new Set(serials.flat())].sort();

interface StepRow {
  readonly work_order_id: string;
  readonly operation_id: string;
  readonly unit: string | null;
  readonly quantity: string | null;
}
interface MadeOfRow extends StepRow {
  readonly item_id: string;
  readonly lot_id: string | null;
  readonly serials: readonly (readonly string[])[];
}
interface UsedByRow extends StepRow {
  readonly item_id: string | null;
  readonly serials: readonly (readonly string[])[];
  readonly lots: readonly (readonly (readonly [string, string])[])[];
}
