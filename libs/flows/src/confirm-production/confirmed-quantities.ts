import { add, compare, isZero, type ProductionConfirmation, type Quantity } from '@plantway/canonical';
import type { PostedQuantities } from '@plantway/ports';

/**
 * Yield, all scrap together, and rework of a report. Scrap in several units has no total: then it is the amount in the first of them, and `reportAgrees` finds no
 * receipt that says the same.
 */
export function quantitiesOf(report: ProductionConfirmation): PostedQuantities {
  const { unit } = report.yield;
  return {
    yield: report.yield,
    scrap: scrapByUnit(report)[0] ?? { value: '0', unit: report.scrap[0]?.quantity.unit ?? unit },
    rework: report.rework ?? { value: '0', unit },
  };
}

/**
 * Whether the receipt has the amounts of the report, exactly and unit by unit. Amounts in different units are not the same: a person compares them. Nothing is nothing in any unit.
 * A receipt without quantities says nothing about a report.
 */
export function reportAgrees(report: ProductionConfirmation, receipt: PostedQuantities | undefined): boolean {
  const { yield: made, scrap, rework } = quantitiesOf(report);
  return receipt !== undefined && scrapByUnit(report).length <= 1 && sameAmount(made, receipt.yield) && sameAmount(scrap, receipt.scrap) && sameAmount(rework, receipt.rework);
}

/** What was scrapped, one total for each unit of which there is any. */
function scrapByUnit({ scrap }: ProductionConfirmation): readonly Quantity[] {
  const totals = new Map<string, Quantity>();
  for (const { quantity } of scrap) {
    const before = totals.get(quantity.unit) ?? { value: '0', unit: quantity.unit };
    totals.set(quantity.unit, add(before, quantity));
  }
  return [...totals.values()].filter((total) => !isZero(total));
}

function sameAmount(one: Quantity, other: Quantity): boolean {
  if (one.unit === other.unit) return compare(one, other) === 0;
  return isZero(one) && isZero(other);
}
