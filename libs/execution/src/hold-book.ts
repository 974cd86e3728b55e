import type { HeldSubject, HoldScope, QualityHold } from '@plantway/canonical';
import type { Pool } from 'pg';
import { LIST_HOLDS, READ_HOLD, READ_OPEN_HOLD, READ_OTHER_HOLDS, READ_STANDS_IN_ERP } from './hold-book.sql.js';

/** A hold, with the message that placed it. */
export interface KnownHold extends QualityHold {
  readonly placedByMessageId: string;
}

/** What an ERP can hold: a lot, or a whole order. */
type HeldInErp = Exclude<HoldScope, { readonly type: 'equipment' }>;

/** Those that are given must all hold. */
export interface HoldFilter {
  readonly status?: 'open' | 'ended';
  readonly workOrderId?: string;
  readonly itemId?: string;
  readonly lotId?: string;
  readonly equipmentId?: string;
}

/** Holds in the order of becoming known; `position` is where to read on, undefined after the last. */
export interface HoldPage {
  readonly items: readonly QualityHold[];
  readonly position?: string;
}

interface HoldRow {
  readonly hold_id: string;
  readonly site_id: string;
  readonly position: string;
  readonly scope_type: HoldScope['type'];
  readonly item_id: string | null;
  readonly lot_id: string | null;
  readonly work_order_id: string | null;
  readonly operation_id: string | null;
  readonly equipment_id: string | null;
  readonly reason: string;
  readonly placed_at: Date;
  readonly placed_by_message_id: string;
  readonly released_at: Date | null;
}

/** What quality holds. It is written by the effects of messages, and where the ERP tells that an order was resumed (`OrderChangeFeed`); here it is read. Every question names a site. */
export class HoldBook {
  constructor(private readonly pool: Pool) {}

  /** The oldest hold that stands on anything of the subject. A lot that is decided to be bad holds up nobody who only makes it known. */
  async openFor({ siteId, workOrderId, operationId, lots, equipmentIds }: HeldSubject): Promise<QualityHold | undefined> {
    const [used, made] = [lots.filter(({ isMade }) => !isMade), lots.filter(({ isMade }) => isMade)];
    const values = [siteId, workOrderId, operationId ?? null, ...[used, made].flatMap((some) => [some.map(({ itemId }) => itemId), some.map(({ lotId }) => lotId)]), equipmentIds];
    const [hold] = await this.read('read-open-hold', READ_OPEN_HOLD, values);
    return hold && holdOf(hold);
  }

  /** A hold by its id, standing or ended. */
  async hold(siteId: string, holdId: string): Promise<KnownHold | undefined> {
    const [hold] = await this.read('read-hold', READ_HOLD, [siteId, holdId]);
    return hold && { ...holdOf(hold), placedByMessageId: hold.placed_by_message_id };
  }

  /** Holds that stand on the same object beside this one, oldest first. */
  async othersOn(siteId: string, holdId: string): Promise<readonly QualityHold[]> {
    return (await this.read('read-other-holds', READ_OTHER_HOLDS, [siteId, holdId])).map(holdOf);
  }

  /** Whether the ERP holds the order or the lot because quality does, or did, and nobody has lifted that there. */
  async isHeldInErp(siteId: string, scope: HeldInErp): Promise<boolean> {
    const values = [siteId, ...(scope.type === 'lot' ? [scope.lotId, scope.itemId] : [scope.workOrderId, null])];
    const { rows: [{ stands }] } = await this.pool.query<{ stands: boolean }>({ name: 'read-stands-in-erp', text: READ_STANDS_IN_ERP, values });
    return stands;
  }

  /** @param after place of the last one that was read, "0" before the first */
  async list(siteId: string, { status, workOrderId, itemId, lotId, equipmentId }: HoldFilter, after: string, limit: number): Promise<HoldPage> {
    const isOpen = status === undefined ? null : status === 'open';
    const rows = await this.read('list-holds', LIST_HOLDS, [siteId, after, limit + 1, isOpen, workOrderId ?? null, itemId ?? null, lotId ?? null, equipmentId ?? null]);
    const items = rows.slice(0, limit);
    return { items: items.map(holdOf), ...(rows.length > limit && { position: items[items.length - 1].position }) };
  }

  private async read(name: string, text: string, values: readonly unknown[]): Promise<readonly HoldRow[]> {
    return (await this.pool.query<HoldRow>({ name, text, values: [...values] })).rows;
  }
}

function holdOf(row: HoldRow): QualityHold {
  return {
    holdId: row.hold_id, siteId: row.site_id, scope: scopeOf(row), reason: row.reason, placedAt: row.placed_at.toISOString(),
    ...(row.released_at && { releasedAt: row.released_at.toISOString() }),
  };
}

/** The table has a check for each: what belongs to the type is there. */
function scopeOf({ scope_type: type, item_id: itemId, lot_id: lotId, work_order_id: workOrderId, operation_id: operationId, equipment_id: equipmentId }: HoldRow): HoldScope {
  switch (type) {
    case 'lot': return { type, itemId: itemId!, lotId: lotId! };
    case 'workOrder': return { type, workOrderId: workOrderId!, ...(operationId !== null && { operationId }) };
    case 'equipment': return { type, equipmentId: equipmentId! };
  }
}
