import type { Instant, MaterialLot, Money, PlantDate } from '@plantway/canonical';
import { amount, amountText } from '../exact-amount.js';
import type { Amount } from '../exact-amount.js';
import { takesStock } from '../documents.js';
import type { MovementKind, StockDocument, StockLine } from '../documents.js';
import { stockKey } from '../erp-state.js';
import type { ErpState } from '../erp-state.js';
import type { PlantItem } from '../plant-data.js';
import { valueStockDocument } from './cost-of-stock.rule.js';

/** Why and for whom stock moves. */
export interface Movement {
  readonly kind: MovementKind;
  readonly workOrderId?: string;
  readonly position?: string;
}

/**
 * Stock lines of one document while its posting is still being decided: nothing reaches the state before `post`. Stock never gets below zero, except that of
 * an item which may.
 */
export class StockDraft {
  private readonly changed = new Map<string, Amount>();
  private readonly newLots: MaterialLot[] = [];
  private readonly lines: StockLine[] = [];

  constructor(private readonly state: ErpState) {}

  /** Takes `quantity` (base unit) from the given lots in their order, or from the oldest ones; unrestricted they must be. All of it, or nothing and false. */
  take(item: PlantItem, quantity: Amount, movement: Movement, lotIds?: readonly string[]): boolean {
    const picks: { lotId: string; quantity: Amount }[] = [];
    let missing = quantity;
    const free = this.freeLots(item, lotIds);
    for (const lotId of free) {
      if (missing.lte(0)) break;
      const here = this.balance(stockKey(item.itemId, item.locationId, lotId));
      const picked = here.lt(missing) ? here : missing;
      if (picked.lte(0)) continue;
      picks.push({ lotId, quantity: picked });
      missing = missing.minus(picked);
    }
    if (missing.gt(0)) {
      if (item.negativeStockAllowed !== true || free.length === 0) return false;
      picks.push({ lotId: free[0], quantity: missing });
    }
    for (const pick of picks) this.move(item, item.locationId, pick.lotId, pick.quantity, movement);
    return true;
  }

  /** Puts `quantity` (base unit) into a lot; a lot that is not known yet is created unrestricted. */
  put(item: PlantItem, quantity: Amount, movement: Movement, lotId = '', locationId = item.locationId, parentLotIds: readonly string[] = []): void {
    if (lotId !== '' && !this.state.lots.get(item.itemId)?.has(lotId) && !this.newLots.some((lot) => lot.itemId === item.itemId && lot.lotId === lotId)) {
      this.newLots.push({ lotId, itemId: item.itemId, status: 'unrestricted', parentLotIds });
    }
    this.move(item, locationId, lotId, quantity, movement);
  }

  /** Posts the opposite of `line`; false when the stock of that very lot is not there any more. */
  cancel(line: StockLine): boolean {
    const kind = line.kind === 'issue' ? 'issueCancelled' : 'productReceiptCancelled';
    const item = this.state.items.get(line.itemId)!;
    const quantity = amount(line.quantity.value);
    if (takesStock(kind) && item.negativeStockAllowed !== true && this.balance(stockKey(line.itemId, line.locationId, line.lotId)).lt(quantity)) return false;
    this.move(item, line.locationId, line.lotId, quantity, { kind, workOrderId: line.workOrderId, position: line.position });
    return true;
  }

  /** Lots that this draft takes from: the parents of what is made of them. */
  takenLots(): readonly string[] {
    return [...new Set(this.lines.filter((line) => line.kind === 'issue' && line.lotId !== '').map((line) => line.lotId))];
  }

  /** Writes the lines as one document into the state and values it; undefined when there are none. `unitPrice` is that of bought goods. */
  post(header: { readonly reference: string; readonly postingDate: PlantDate; readonly enteredAt: Instant; readonly confirmationNumber?: string }, unitPrice?: Money): StockDocument | undefined {
    for (const lot of this.newLots) {
      if (!this.state.lots.has(lot.itemId)) this.state.lots.set(lot.itemId, new Map());
      this.state.lots.get(lot.itemId)!.set(lot.lotId, lot);
    }
    if (this.lines.length === 0) return undefined;
    for (const [key, value] of this.changed) this.state.stock.set(key, amountText(value));
    const valued = { number: String(5_000_000_001 + this.state.stockDocuments.size), ...header, lines: this.lines };
    const document = { ...valued, costEntries: valueStockDocument(this.state, valued, unitPrice) };
    this.state.stockDocuments.set(document.number, document);
    return document;
  }

  private freeLots(item: PlantItem, lotIds?: readonly string[]): readonly string[] {
    if (item.tracking !== 'lot') return [''];
    const lots = this.state.lots.get(item.itemId) ?? new Map<string, MaterialLot>();
    return (lotIds ?? [...lots.keys()]).filter((lotId) => lots.get(lotId)?.status === 'unrestricted');
  }

  private balance(key: string): Amount {
    return this.changed.get(key) ?? amount(this.state.stock.get(key) ?? '0');
  }

  private move(item: PlantItem, locationId: string, lotId: string, quantity: Amount, movement: Movement): void {
    if (quantity.lte(0)) return;
    const key = stockKey(item.itemId, locationId, lotId);
    this.changed.set(key, takesStock(movement.kind) ? this.balance(key).minus(quantity) : this.balance(key).plus(quantity));
    this.lines.push({ ...movement, itemId: item.itemId, locationId, lotId, quantity: { value: amountText(quantity), unit: item.baseUnit } });
  }
}
