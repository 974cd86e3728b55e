import { Exact } from '../arithmetic/exact.js';
import type { ErpItem, ErpStockLine, PlantFact, StockDocumentFact } from '../erp-fact.js';
import type { ExpectedOrder } from './expected-order.js';

/** Decimals of money in the books. */
export const CENT = 2;
const SECONDS_AN_HOUR = Exact.of('3600');
const MINUTES_AN_HOUR = Exact.of('60');
const DEFAULT_LOT_SIZE = '100';
const TAKES: readonly ErpStockLine['kind'][] = ['issue', 'productReceiptCancelled'];

export function unitCost(item: ErpItem): Exact {
  return Exact.of(item.standardCost?.amount ?? '0');
}

/** What a stock line is worth at standard, rounded by itself; below zero for what leaves the store. */
export function lineValue(item: ErpItem, { kind, quantity }: ErpStockLine): Exact {
  const value = Exact.of(quantity).times(unitCost(item)).rounded(CENT);
  return TAKES.includes(kind) ? Exact.ZERO.minus(value) : value;
}

/** What a document puts on its order: the opposite of what it puts into stock. */
export function chargedByStock(items: ReadonlyMap<string, ErpItem>, { lines }: StockDocumentFact): Exact {
  return Exact.ZERO.minus(Exact.sum(lines.flatMap((line) => {
    const item = items.get(line.itemId);
    return item === undefined ? [] : [lineValue(item, line)];
  })));
}

/** What machine time costs, rounded once. */
export function chargedByTime(plant: PlantFact, workCenterId: string, seconds: Exact): Exact {
  return seconds.dividedBy(SECONDS_AN_HOUR).times(rate(plant, workCenterId)).rounded(CENT);
}

export interface Variances {
  /** Scrap of each operation at the standard cost of material and run time up to there, without set-up. */
  readonly scrap: Exact;
  /** What the time has cost, minus standard set-up of the yield and standard run time of yield and scrap. */
  readonly efficiency: Exact;
}

/** Variances of a settled order from what stands booked. `timeCharged`: what its confirmations' time has cost. */
export function variancesOf(plant: PlantFact, order: ExpectedOrder, timeCharged: Exact): Variances {
  const { operations, components, itemId } = order.order;
  const product = order.item(itemId);
  const lotSize = Exact.of(product.standardLotSize ?? DEFAULT_LOT_SIZE);
  const finished = order.standing('yield', operations.at(-1)!.operationId);
  let perPiece = Exact.ZERO;
  let scrap = Exact.ZERO;
  let standardTime = Exact.ZERO;
  for (const { operationId, workCenterId, setupMinutes, runMinutes } of operations) {
    const minute = rate(plant, workCenterId).dividedBy(MINUTES_AN_HOUR);
    const run = Exact.of(runMinutes).times(minute);
    const material = components.filter((component) => component.operationId === operationId).map((component) => order.perPiece(component).times(unitCost(order.item(component.itemId))));
    perPiece = Exact.sum([perPiece, ...material, run]);
    const lost = order.standing('scrap', operationId);
    scrap = scrap.plus(lost.times(perPiece));
    standardTime = Exact.sum([standardTime, Exact.of(setupMinutes).dividedBy(lotSize).times(minute).times(finished), order.standing('yield', operationId).plus(lost).times(run)]);
  }
  return { scrap: scrap.rounded(CENT), efficiency: timeCharged.minus(standardTime.rounded(CENT)) };
}

function rate({ activityRates }: PlantFact, workCenterId: string): Exact {
  return Exact.of(activityRates[workCenterId]?.amount ?? '0');
}
