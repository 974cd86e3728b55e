import { BusinessException, DefectError, MappingError, WORK_ORDER_HAPPENINGS } from '@plantway/canonical';
import type { OrderChangeFeed, WorkOrderRegister } from '@plantway/execution';
import { orderOnHoldKey } from '@plantway/flows';
import type { CallOptions, ErpPort, WorkOrderChangeFeed } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';

const PAGE_SIZE = 200;

export interface WorkOrderChangesOptions {
  readonly erp: Pick<ErpPort, 'changes'>;
  readonly feed: OrderChangeFeed;
  readonly register: Pick<WorkOrderRegister, 'refresh' | 'refreshOne'>;
  readonly sites: Pick<SiteDirectory, 'all'>;
  /** Wakes messages that wait under these keys. */
  readonly wake: (keys: readonly string[]) => Promise<void>;
  /** Told of an order that could not be read, and of a row of the list; that may not even name its order. */
  readonly leftOut: (siteId: string, workOrderId: string | undefined, reason: string) => void;
  /** Told of a site whose ERP does not know the place in its list any more: its orders were read, and what happened in between is not told by events. */
  readonly begunAnew: (siteId: string, reason: string) => void;
  /** Told of a site whose list could not be read, once until it can be again. */
  readonly away: (siteId: string, error: unknown) => void;
}

/**
 * Follows what changed in the orders of each ERP, on its screens or through us: the order is read again, reports that the ERP's hold of it kept waiting are woken when that is over, and only then the place
 * in the list is kept, together with the event that tells of the change.
 * A worker may end at any point and another goes on from the place that is kept.
 */
export class WorkOrderChanges {
  private readonly silent = new Set<string>();

  constructor(private readonly options: WorkOrderChangesOptions) {}

  /** One look at every site; a site whose ERP is away is told of and keeps nobody else from going on. */
  async follow(signal: AbortSignal): Promise<void> {
    const { sites, away } = this.options;
    await Promise.all(sites.all().map(async ({ siteId }) => {
      try {
        await this.followSite(siteId, { signal });
        this.silent.delete(siteId);
      } catch (error) {
        if (signal.aborted || this.silent.has(siteId)) return;
        this.silent.add(siteId);
        away(siteId, error);
      }
    }));
  }

  private async followSite(siteId: string, call: CallOptions): Promise<void> {
    const { feed } = this.options;
    for (let from = await feed.cursor(siteId); ;) {
      const read = await this.read(siteId, from, call);
      if (read === 'beginAnew') return;
      const { items, nextCursor, leftOut = [] } = read;
      if (from === undefined) return feed.begin(siteId, nextCursor);
      if (nextCursor === from) return;
      await this.readOrders(siteId, read, call);
      await feed.advance(siteId, from, nextCursor, items);
      if (items.length + leftOut.length < PAGE_SIZE) return;
      from = nextCursor;
    }
  }

  private async read(siteId: string, from: string | undefined, call: CallOptions): Promise<WorkOrderChangeFeed | 'beginAnew'> {
    try {
      return await this.options.erp.changes(siteId, { limit: PAGE_SIZE, ...(from !== undefined && { cursor: from }) }, call);
    } catch (error) {
      if (from === undefined || !(error instanceof BusinessException) || error.code !== 'CURSOR_INVALID') throw error;
      await this.beginAnew(siteId, from, error.message, call);
      return 'beginAnew';
    }
  }

  /** The new place is asked for before the orders are read: what happens meanwhile is read twice rather than not at all. */
  private async beginAnew(siteId: string, from: string, reason: string, call: CallOptions): Promise<void> {
    const { erp, feed, register, begunAnew } = this.options;
    const { nextCursor } = await erp.changes(siteId, {}, call);
    await register.refresh(siteId, call);
    await feed.advance(siteId, from, nextCursor, []);
    begunAnew(siteId, reason);
  }

  private async readOrders(siteId: string, { items, leftOut = [] }: WorkOrderChangeFeed, call: CallOptions): Promise<void> {
    for (const { workOrderId, reason } of leftOut) this.options.leftOut(siteId, workOrderId, reason);
    const unread = leftOut.flatMap(({ workOrderId }) => workOrderId ?? []); // whatever happened to it
    const news = items.filter(({ what, reference }) => reference === undefined || WORK_ORDER_HAPPENINGS[what].told !== 'own'); // after its own event the order is read anyway
    for (const workOrderId of new Set([...news.map((change) => change.workOrderId), ...unread])) {
      await this.options.register.refreshOne(siteId, workOrderId, call).catch((error: unknown) => {
        if (!isOfThisOrder(error)) throw error;
        this.options.leftOut(siteId, workOrderId, String(error));
      });
    }
    const freed = items.filter(({ what }) => WORK_ORDER_HAPPENINGS[what].endsHold).map(({ workOrderId }) => workOrderId);
    await this.options.wake([...freed, ...unread].map((workOrderId) => orderOnHoldKey(siteId, workOrderId)));
  }
}

/** Trying it again would say the same; the next complete reading tries it. */
function isOfThisOrder(error: unknown): boolean {
  return error instanceof BusinessException || error instanceof MappingError || error instanceof DefectError;
}
