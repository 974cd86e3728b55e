import type { Quantity } from '@plantway/canonical';
import { Exact } from '../arithmetic/exact.js';
import { inBaseUnit } from '../arithmetic/units.js';
import type { ErpItem, ErpOrderComponent, OrderFact } from '../erp-fact.js';
import type { ExpectedAmounts } from './amounts.js';
import { RunningAmount } from './running-amount.js';

/** Stock that a posting must move, in the item's base unit. */
export interface ExpectedMove {
  readonly kind: 'issue' | 'productReceipt';
  readonly itemId: string;
  readonly locationId: string;
  readonly quantity: Exact;
  /** Only where the sender named the lot. */
  readonly lotId?: string;
}

/** What one confirmation must book and move. */
export interface ExpectedPosting {
  readonly yield: Exact;
  readonly scrap: Exact;
  readonly rework: Exact;
  readonly moves: readonly ExpectedMove[];
}

interface Channel {
  readonly amount: RunningAmount;
  readonly exact: Exact;
  readonly booked: Exact;
}

/** What is needed to take a posting back. */
interface Booking {
  readonly channels: readonly Channel[];
  readonly demands: readonly { readonly component: ErpOrderComponent; readonly quantity: Exact }[];
}

export class UnknownUnit extends Error {}

/**
 * One work order as the ERP should keep it, worked out from what was made: running totals by operation, backflush of yield and scrap by the order's bill, reported
 * material, product and other outputs. Postings go in and out in the ERP's posting order.
 */
export class ExpectedOrder {
  private readonly totals = new Map<string, RunningAmount>();
  private readonly demanded = new Map<ErpOrderComponent, Exact>();
  private readonly bookings = new Map<string, Booking>();
  private readonly product: ErpItem;

  /** @throws UnknownUnit from here and `post` when master data are missing or a unit cannot be converted */
  constructor(readonly order: OrderFact, private readonly items: ReadonlyMap<string, ErpItem>) {
    this.product = this.item(order.itemId);
  }

  /** Posts `amounts` under the name of a document. */
  post(documentNumber: string, operationId: string, amounts: ExpectedAmounts): ExpectedPosting {
    const channels: Channel[] = [];
    const book = (channel: string, item: ErpItem, quantity: Quantity): Exact => {
      const amount = this.total(channel, item);
      const exact = this.base(item, quantity);
      const booked = amount.add(exact);
      channels.push({ amount, exact, booked });
      return booked;
    };
    const good = book(`yield|${operationId}`, this.product, amounts.yield);
    const rework = amounts.rework === undefined ? Exact.ZERO : book(`rework|${operationId}`, this.product, amounts.rework);
    const scrap = Exact.sum((amounts.scrap ?? []).map(({ quantity }) => book(`scrap|${operationId}`, this.product, quantity)));

    const demands = this.backflush(operationId);
    const issues = demands.map(({ component: { itemId }, quantity }): ExpectedMove => this.move('issue', itemId, quantity));
    const used = (amounts.consumptions ?? []).flatMap(({ itemId, quantity, lotId }): readonly ExpectedMove[] =>
      (quantity === undefined ? [] : [this.move('issue', itemId, book(`used|${itemId}`, this.item(itemId), quantity), lotId)]));
    const outputs = (amounts.otherOutputs ?? []).map(({ itemId, quantity, lotId }) => this.move('productReceipt', itemId, book(`output|${itemId}`, this.item(itemId), quantity), lotId));
    const isLast = this.order.operations.at(-1)?.operationId === operationId;
    const received = isLast ? this.receipt(good, amounts) : [];

    this.bookings.set(documentNumber, { channels, demands });
    return { yield: good, scrap, rework, moves: [...issues, ...used, ...outputs, ...received].filter(({ quantity }) => !quantity.isZero()) };
  }

  /** Issues material by itself. */
  issue({ itemId, quantity, lotId }: { readonly itemId: string; readonly quantity: Quantity; readonly lotId?: string }): ExpectedMove {
    const item = this.item(itemId);
    return this.move('issue', itemId, this.total(`used|${itemId}`, item).add(this.base(item, quantity)), lotId);
  }

  /** Takes back what was posted under the name of a document; nothing when it is not there. */
  takeBack(documentNumber: string): void {
    const booking = this.bookings.get(documentNumber);
    this.bookings.delete(documentNumber);
    for (const { amount, exact, booked } of booking?.channels ?? []) amount.takeBack(exact, booked);
    for (const { component, quantity } of booking?.demands ?? []) this.demanded.set(component, this.demandedOf(component).minus(quantity));
  }

  /** What stands booked at an operation now, in the product's base unit. */
  standing(channel: 'yield' | 'scrap', operationId: string): Exact {
    return this.total(`${channel}|${operationId}`, this.product).booked;
  }

  /** `quantity` in the base unit of the item, exact. */
  base(item: ErpItem, quantity: Quantity): Exact {
    const exact = inBaseUnit(item, quantity);
    if (exact === undefined) throw new UnknownUnit(`Unit ${quantity.unit} of item ${item.itemId} cannot be converted to ${item.baseUnit}.`);
    return exact;
  }

  item(itemId: string): ErpItem {
    const item = this.items.get(itemId);
    if (item === undefined) throw new UnknownUnit(`Nothing is known of item ${itemId}.`);
    return item;
  }

  /** Amount of a component for one base unit of the product, in the component's base unit. */
  perPiece({ itemId, perLot, lotSize }: ErpOrderComponent): Exact {
    return this.base(this.item(itemId), perLot).dividedBy(this.base(this.product, lotSize));
  }

  /** The need of all yield and scrap so far, rounded once, minus what was asked for before. */
  private backflush(operationId: string): Booking['demands'] {
    const usedUp = this.standing('yield', operationId).plus(this.standing('scrap', operationId));
    const demands = this.order.components.filter((component) => component.operationId === operationId && component.issueMethod === 'backflush').map((component) => {
      const due = this.perPiece(component).times(usedUp).rounded(this.item(component.itemId).baseUnitDecimals).minus(this.demandedOf(component));
      return { component, quantity: due.isNegative() ? Exact.ZERO : due };
    });
    for (const { component, quantity } of demands) this.demanded.set(component, this.demandedOf(component).plus(quantity));
    return demands;
  }

  private receipt(good: Exact, { producedLots = [] }: ExpectedAmounts): readonly ExpectedMove[] {
    if (this.product.tracking !== 'lot' || producedLots.length === 0) return [this.move('productReceipt', this.product.itemId, good)];
    let reported = Exact.ZERO;
    let received = Exact.ZERO;
    return producedLots.map(({ lotId, quantity }, place) => {
      reported = reported.plus(this.base(this.product, quantity));
      const rounded = reported.rounded(this.product.baseUnitDecimals);
      const upToHere = place === producedLots.length - 1 || rounded.compare(good) > 0 ? good : rounded;
      const move = this.move('productReceipt', this.product.itemId, upToHere.minus(received), lotId);
      received = upToHere;
      return move;
    });
  }

  private move(kind: ExpectedMove['kind'], itemId: string, quantity: Exact, lotId?: string): ExpectedMove {
    const { locationId, tracking } = this.item(itemId);
    return { kind, itemId, locationId, quantity, ...(lotId === undefined || tracking !== 'lot' ? {} : { lotId }) };
  }

  private total(channel: string, item: ErpItem): RunningAmount {
    const known = this.totals.get(channel) ?? new RunningAmount(item.baseUnitDecimals);
    this.totals.set(channel, known);
    return known;
  }

  private demandedOf(component: ErpOrderComponent): Exact {
    return this.demanded.get(component) ?? Exact.ZERO;
  }
}
