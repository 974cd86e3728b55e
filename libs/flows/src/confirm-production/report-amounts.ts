import { add, compare, type Consumption, type OtherOutput, type ProductionConfirmation, type Quantity } from '@plantway/canonical';

/** Everything that a report counts, each thing under its name; what stands several times in a report is added up. */
export type ReportAmounts = ReadonlyMap<string, Quantity>;

/** Names of the things: one for good output, one for rework, one for each reason of scrap, lot, item used and other output. */
export const YIELD = nameOf('yield');
export const REWORK = nameOf('rework');
export const scrapName = (reasonCode: string): string => nameOf('scrap', reasonCode);
export const producedLotName = (lotId: string): string => nameOf('producedLot', lotId);
export const consumptionName = ({ itemId, lotId }: Pick<Consumption, 'itemId' | 'lotId'>): string => nameOf('consumption', itemId, lotId ?? null);
export const otherOutputName = ({ itemId, type, lotId }: Pick<OtherOutput, 'itemId' | 'type' | 'lotId'>): string => nameOf('otherOutput', itemId, type, lotId ?? null);

/** What a name was made of: its sort and what tells it from others of that sort. */
export function partsOfName(name: string): readonly [sort: string, ...rest: (string | null)[]] {
  return JSON.parse(name) as [string, ...(string | null)[]];
}

/** @throws MappingError `UNIT_NOT_CONVERTIBLE` when one thing stands in two units */
export function amountsOf(report: ProductionConfirmation): ReportAmounts {
  return addedUp([
    [YIELD, report.yield],
    ...(report.rework === undefined ? [] : [[REWORK, report.rework] as const]),
    ...report.scrap.map(({ reasonCode, quantity }) => [scrapName(reasonCode), quantity] as const),
    ...report.producedLots.map(({ lotId, quantity }) => [producedLotName(lotId), quantity] as const),
    ...report.consumptions.flatMap((used) => (used.quantity === undefined ? [] : [[consumptionName(used), used.quantity] as const])),
    ...report.otherOutputs.map((output) => [otherOutputName(output), output.quantity] as const),
  ]);
}

/** Amounts of the same name together. @throws MappingError `UNIT_NOT_CONVERTIBLE` */
export function addedUp(amounts: Iterable<readonly [string, Quantity]>): ReportAmounts {
  const totals = new Map<string, Quantity>();
  for (const [name, quantity] of amounts) {
    const before = totals.get(name);
    totals.set(name, before === undefined ? quantity : add(before, quantity));
  }
  return totals;
}

/** Whether the amount is above zero. */
export function isAboveZero(quantity: Quantity): boolean {
  return compare(quantity, { value: '0', unit: quantity.unit }) > 0;
}

function nameOf(...parts: readonly (string | null)[]): string {
  return JSON.stringify(parts);
}
