import { isZero, type Consumption, type OtherOutput, type ProductionConfirmation, type Quantity } from '@plantway/canonical';
import { REWORK, YIELD, consumptionName, isAboveZero, partsOfName, type ReportAmounts } from './report-amounts.js';

/**
 * The report that posts what is still open of a report with running totals: only what is above zero, serial numbers that were not sent before, and its own times, which are no totals.
 * @param sent what was sent of earlier reports that stand
 */
export function differenceReport(report: ProductionConfirmation, open: ReportAmounts, sent: readonly ProductionConfirmation[]): ProductionConfirmation {
  const positive = new Map([...open].filter(([, quantity]) => isAboveZero(quantity)));
  const rework = positive.get(REWORK) ?? (report.rework && { value: '0', unit: report.rework.unit });
  const known = new Set(sent.flatMap(({ serialNumbers }) => serialNumbers));
  const parents = new Set(sent.flatMap(({ genealogy }) => genealogy.map(({ serialNumber }) => serialNumber)));
  return {
    ...report,
    cumulative: false,
    yield: positive.get(YIELD) ?? { value: '0', unit: report.yield.unit },
    ...(rework === undefined ? {} : { rework }),
    scrap: ofSort(positive, 'scrap', ([reasonCode], quantity) => ({ quantity, reasonCode: reasonCode! })),
    producedLots: ofSort(positive, 'producedLot', ([lotId], quantity) => ({ lotId: lotId!, quantity })),
    serialNumbers: report.serialNumbers.filter((serialNumber) => !known.has(serialNumber)),
    genealogy: report.genealogy.filter(({ serialNumber }) => !parents.has(serialNumber)),
    consumptions: [...reportedConsumptions(report, positive, sent), ...report.consumptions.filter(({ quantity }) => quantity === undefined)],
    otherOutputs: ofSort(positive, 'otherOutput', ([itemId, type, lotId], quantity) => ({ itemId: itemId!, type: type as OtherOutput['type'], quantity, ...(lotId === null ? {} : { lotId }) })),
  };
}

/** Whether posting the difference would tell the ERP anything: an amount, a serial number or a time. */
export function tellsNothing(difference: ProductionConfirmation): boolean {
  const { yield: made, rework, scrap, producedLots, serialNumbers, genealogy, consumptions, otherOutputs, labor, machineTimes } = difference;
  const lists = [scrap, producedLots, serialNumbers, genealogy, consumptions.filter(({ quantity }) => quantity !== undefined), otherOutputs, labor, machineTimes];
  return isZero(made) && (rework === undefined || isZero(rework)) && lists.every((list) => list.length === 0);
}

/** What stands in the ERP beyond the totals, in words: "yield 5 H87, scrap BURR 1 H87"; empty when nothing. */
export function surplusInWords(open: ReportAmounts): string {
  const below = [...open].filter(([, quantity]) => !isAboveZero(quantity) && !isZero(quantity));
  return below.map(([name, { value, unit }]) => `${partsOfName(name).filter((part) => part !== null).join(' ')} ${value.slice(1)} ${unit}`).join(', ');
}

/** Amounts by item and lot, with the serial numbers that were not sent before. */
function reportedConsumptions(report: ProductionConfirmation, positive: ReportAmounts, sent: readonly ProductionConfirmation[]): readonly Consumption[] {
  const known = new Set(sent.flatMap(({ consumptions }) => consumptions.flatMap(({ serialNumbers }) => serialNumbers)));
  return ofSort(positive, 'consumption', ([itemId, lotId], quantity) => {
    const row = { itemId: itemId!, ...(lotId === null ? {} : { lotId }) };
    const serialNumbers = report.consumptions.filter((used) => consumptionName(used) === consumptionName(row)).flatMap((used) => used.serialNumbers);
    return { ...row, quantity, serialNumbers: serialNumbers.filter((serialNumber) => !known.has(serialNumber)), backflush: false };
  });
}

function ofSort<Row>(amounts: ReportAmounts, sort: string, row: (rest: readonly (string | null)[], quantity: Quantity) => Row): readonly Row[] {
  return [...amounts].flatMap(([name, quantity]) => {
    const [is, ...rest] = partsOfName(name);
    return is === sort ? [row(rest, quantity)] : [];
  });
}
