import { add, compare, type InventoryBalance, type Quantity } from '@plantway/canonical';
import { allPages, type CallOptions, type ErpPort } from '@plantway/ports';
import type { ConditionWatcher } from './condition-watch.js';
import { Rounds, those, type WatchTools } from './watched-keys.js';

/**
 * Stock of items: one question for each item. Whoever waits is looked at when there is more of it than at the last look, and once when an item is waited for that was not before: it may have come in
 * between the refusal and the look.
 */
export class StockWatcher implements ConditionWatcher {
  readonly what = 'stock';
  private readonly rounds: Rounds<'stockArrived'>;
  /** Unrestricted stock by site and item, at the last look. */
  private readonly seen = new Map<string, ReadonlyMap<string, Quantity>>();

  constructor(private readonly tools: WatchTools & { readonly erp: Pick<ErpPort, 'inventoryBalances'> }) {
    this.rounds = new Rounds(tools, 'stockArrived');
  }

  async look(siteId: string, options: CallOptions): Promise<void> {
    const begins = this.rounds.isComplete(siteId);
    const asked = new Set<string>();
    for await (const waited of this.rounds.next(siteId)) {
      const more = await those(waited, async ({ key, condition: { itemId } }) => {
        asked.add(key);
        const before = this.seen.get(key);
        const now = await this.stockOf(siteId, itemId, options);
        this.seen.set(key, now);
        return before === undefined || [...now].some(([unit, quantity]) => compare(quantity, before.get(unit) ?? { value: '0', unit }) > 0);
      });
      await this.tools.wake(more.map(({ key }) => key));
    }
    if (!begins || !this.rounds.isComplete(siteId)) return; // a part of a round does not tell who waits no more
    for (const key of this.seen.keys()) if (key.startsWith(`stock:${siteId}:`) && !asked.has(key)) this.seen.delete(key);
  }

  /** By unit; a lot that is blocked or in inspection does not count until it is released. */
  private async stockOf(siteId: string, itemId: string, options: CallOptions): Promise<ReadonlyMap<string, Quantity>> {
    const totals = new Map<string, Quantity>();
    for await (const { status, quantity } of allPages<InventoryBalance>((page) => this.tools.erp.inventoryBalances(siteId, { ...page, itemId }, options))) {
      if (status !== 'unrestricted') continue;
      const total = totals.get(quantity.unit);
      totals.set(quantity.unit, total === undefined ? quantity : add(total, quantity));
    }
    return totals;
  }
}
