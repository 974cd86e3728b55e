import Big from 'big.js';
import type { Consumption, JobOrderComponent, Quantity } from '@plantway/canonical';

/** Free material of an item, from the ERP's stock. */
export interface FreeMaterial {
  readonly lotId?: string;
  readonly quantity: Quantity;
}

/**
 * Material that runs report: what the ERP last showed as free, less what was used since. A use counts until a look at the stock that began after its report
 * was posted.
 */
export class Material {
  private readonly free = new Map<string, readonly FreeMaterial[]>();
  private readonly uses = new Map<string, readonly Consumption[]>();
  private readonly posted = new Set<string>();

  /** Called before the stock is read; give the answer to `see` with what was read. */
  beforeLook(): readonly string[] {
    return [...this.posted];
  }

  /** What the ERP shows as free of an item, oldest lot first. `included`: uses that are taken off already. */
  see(stock: ReadonlyMap<string, readonly FreeMaterial[]>, included: readonly string[]): void {
    for (const [itemId, rows] of stock) this.free.set(itemId, [...rows].sort((left, right) => ((left.lotId ?? '') < (right.lotId ?? '') ? -1 : 1)));
    for (const id of included) this.forget(id);
  }

  /** Enough for a run, from the oldest lots; undefined when it is not there. */
  pick(needs: readonly { readonly itemId: string; readonly quantity: Quantity }[]): readonly Consumption[] | undefined {
    const picked: Consumption[] = [];
    for (const { itemId, quantity } of needs) {
      let open = new Big(quantity.value);
      for (const { lotId, left } of this.leftOf(itemId)) {
        const portion = left.lt(open) ? left : open;
        if (portion.lte(0)) continue;
        picked.push({ itemId, quantity: { value: portion.toFixed(), unit: quantity.unit }, ...(lotId === undefined ? {} : { lotId }), serialNumbers: [], backflush: false });
        open = open.minus(portion);
      }
      if (open.gt(0)) return undefined;
    }
    return picked;
  }

  use(id: string, consumptions: readonly Consumption[]): void {
    if (consumptions.length > 0) this.uses.set(id, consumptions);
  }
  /** The report of a use stands in the ERP. */
  markPosted(id: string): void {
    if (this.uses.has(id)) this.posted.add(id);
  }
  forget(id: string): void {
    this.uses.delete(id);
    this.posted.delete(id);
  }

  private leftOf(itemId: string): readonly { readonly lotId: string | undefined; readonly left: Big }[] {
    const used = [...this.uses.values()].flat().filter((use) => use.itemId === itemId);
    return (this.free.get(itemId) ?? []).map(({ lotId, quantity }) => ({
      lotId, left: used.filter((use) => use.lotId === lotId).reduce((left, use) => left.minus(use.quantity?.value ?? 0), new Big(quantity.value)),
    }));
  }
}

/** What pieces `from` (excluded) to `to` of a job order need of its reported components; the sums over all runs are exact, whatever was rounded. */
export function needsOf(components: readonly JobOrderComponent[], ordered: string, from: number, to: number): readonly { readonly itemId: string; readonly quantity: Quantity }[] {
  return components.filter(({ issueMethod }) => issueMethod === 'reported').map(({ itemId, required: { value, unit } }) => {
    const upTo = (pieces: number): Big => new Big(value).times(pieces).div(ordered).round(unit === 'H87' ? 0 : 3, Big.roundHalfEven);
    return { itemId, quantity: { value: upTo(to).minus(upTo(from)).toFixed(), unit } };
  }).filter(({ quantity }) => new Big(quantity.value).gt(0));
}
