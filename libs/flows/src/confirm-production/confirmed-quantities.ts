import { compare, isZero, sum, type ProductionConfirmation, type Quantity } from '@plantway/canonical';
import type { PostingReceipt } from '@plantway/ports';

/** Yield, all scrap together, and rework of a report. */
export function quantitiesOf(report: ProductionConfirmation): PostingReceipt['quantities'] {
  const { unit } = report.yield;
  return {
    yield: report.yield,
    scrap: sum(report.scrap.map(({ quantity }) => quantity), report.scrap[0]?.quantity.unit ?? unit),
    rework: report.rework ?? { value: '0', unit },
  };
}

/** Whether both say the same amounts, exactly. Amounts in different units are not the same: a person compares them. Nothing is nothing in any unit. */
export function sameQuantities(one: PostingReceipt['quantities'], other: PostingReceipt['quantities']): boolean {
  return sameAmount(one.yield, other.yield) && sameAmount(one.scrap, other.scrap) && sameAmount(one.rework, other.rework);
}

function sameAmount(one: Quantity, other: Quantity): boolean {
  if (one.unit === other.unit) return compare(one, other) === 0;
  return isZero(one) && isZero(other);
}
