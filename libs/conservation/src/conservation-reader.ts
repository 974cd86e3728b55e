import type { DecimalText, Instant } from '@plantway/canonical';
import type { Pool } from 'pg';
import { LIST_DRIFTS, READ_LOOKS, READ_TURN } from './conservation.sql.js';
import type { Explanation, Identity, SeenDrift } from './drift-book.js';

/** Something that does not come out, or did not. */
export interface Drift {
  readonly driftId: string;
  readonly siteId: string;
  readonly identity: Identity;
  /** `open`: nobody knows why; `explained`: a probable reason is known; `closed`: the sides agree again. */
  readonly state: 'open' | 'explained' | 'closed';
  readonly workOrderId?: string;
  readonly operationId?: string;
  readonly messageId?: string;
  readonly measure: SeenDrift['measure'];
  /** What the ERP has more than the gateway; where these two agree, what the MES has more. */
  readonly difference: DecimalText;
  readonly unit?: string;
  readonly sides: Readonly<Record<string, string>>;
  readonly explanations: readonly Explanation[];
  readonly ownerRole: string;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly closedAt?: Instant;
}

/** Those that are given must all hold. */
export interface DriftQuestion {
  readonly siteId: string;
  readonly isOpen?: boolean;
  readonly workOrderId?: string;
  /** Place of the last one of the page before. */
  readonly before?: string;
  readonly limit: number;
}

/** The latest first; `nextPlace` is where to read on, undefined after the last. */
export interface DriftPage {
  readonly items: readonly Drift[];
  readonly nextPlace?: string;
}

/** How far the check is. */
export interface LastLook {
  /** When the last look at the site ended; absent before the first. */
  readonly checkedAt?: Instant;
  readonly openDrifts: number;
  /** Orders that were looked at, and when the one that was looked at longest ago. */
  readonly orders: number;
  readonly oldestOrderAt?: Instant;
  /** Whether the last look could ask the MES for its totals; absent before the first. */
  readonly mesTotals?: 'compared' | 'unsupported' | 'unreachable';
  /** Of which time the figures were that the MES gave last, by its clock. */
  readonly mesAsOf?: Instant;
  /** Operations that the last look compared with the MES. */
  readonly mesOperations?: number;
}

/** Answers what does not come out. */
export class ConservationReader {
  constructor(private readonly pool: Pool) {}

  async drifts({ siteId, before, isOpen, workOrderId, limit }: DriftQuestion): Promise<DriftPage> {
    const { rows } = await this.pool.query<DriftRow>({ name: 'conservation.list-drifts', text: LIST_DRIFTS, values: [siteId, before ?? null, isOpen ?? null, workOrderId ?? null, limit + 1] });
    const page = rows.slice(0, limit);
    return { items: page.map(driftOf), ...(rows.length > limit && { nextPlace: page.at(-1)!.position }) };
  }

  async lastLook(siteId: string): Promise<LastLook> {
    const { rows: [turn] } = await this.pool.query<TurnRow>({ name: 'conservation.read-turn', text: READ_TURN, values: [siteId] });
    const { rows: [{ open_drifts: openDrifts, orders, oldest_at: oldestAt }] } = await this.pool.query<LooksRow>({ name: 'conservation.read-looks', text: READ_LOOKS, values: [siteId] });
    return {
      openDrifts, orders, ...(turn !== undefined && turn.checked_at !== null && { checkedAt: turn.checked_at.toISOString() }), ...(oldestAt !== null && { oldestOrderAt: oldestAt.toISOString() }),
      ...(turn !== undefined && turn.mes_state !== null && { mesTotals: turn.mes_state }), ...(turn !== undefined && turn.mes_as_of !== null && { mesAsOf: turn.mes_as_of.toISOString() }),
      ...(turn !== undefined && turn.mes_operations !== null && { mesOperations: turn.mes_operations }),
    };
  }
}

interface TurnRow {
  readonly checked_at: Date | null;
  readonly mes_state: LastLook['mesTotals'] | null;
  readonly mes_as_of: Date | null;
  readonly mes_operations: number | null;
}
interface LooksRow {
  readonly open_drifts: number;
  readonly orders: number;
  readonly oldest_at: Date | null;
}
interface DriftRow {
  readonly drift_id: string;
  readonly position: string;
  readonly site_id: string;
  readonly identity: Identity;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly message_id: string | null;
  readonly measure: Drift['measure'];
  readonly difference: string;
  readonly unit: string | null;
  readonly sides: Readonly<Record<string, string>>;
  readonly explanations: readonly Explanation[];
  readonly owner_role: string;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly closed_at: Date | null;
}

function driftOf(row: DriftRow): Drift {
  return {
    driftId: row.drift_id, siteId: row.site_id, identity: row.identity, state: row.closed_at !== null ? 'closed' : row.explanations.length > 0 ? 'explained' : 'open',
    ...(row.work_order_id !== null && { workOrderId: row.work_order_id }), ...(row.operation_id !== null && { operationId: row.operation_id }), ...(row.message_id !== null && { messageId: row.message_id }),
    measure: row.measure, difference: row.difference, ...(row.unit !== null && { unit: row.unit }), sides: row.sides, explanations: row.explanations, ownerRole: row.owner_role,
    firstSeenAt: row.first_seen_at.toISOString(), lastSeenAt: row.last_seen_at.toISOString(), ...(row.closed_at !== null && { closedAt: row.closed_at.toISOString() }),
  };
}
