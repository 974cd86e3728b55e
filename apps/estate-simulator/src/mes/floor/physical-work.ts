import Big from 'big.js';
import type { Quantity } from '@plantway/canonical';
import type { PhysicalWork } from '../mes-fact.js';

/** Nothing made, nothing used. */
export function noWork(unit: string): PhysicalWork {
  return {
    kind: 'partial', yield: { value: '0', unit }, scrap: [], rework: { value: '0', unit }, producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [],
  };
}

/** Totals with `work` added, channel by channel. Times are stretches, not totals: those of `work` stand. */
export function addWork(totals: PhysicalWork, work: PhysicalWork): PhysicalWork {
  return {
    kind: work.kind,
    yield: plus(totals.yield, work.yield),
    scrap: merged([...totals.scrap, ...work.scrap], ({ reasonCode }) => reasonCode),
    rework: plus(totals.rework, work.rework),
    producedLots: merged([...totals.producedLots, ...work.producedLots], ({ lotId }) => lotId),
    serialNumbers: [...totals.serialNumbers, ...work.serialNumbers],
    genealogy: [...totals.genealogy, ...work.genealogy],
    consumptions: merged([...totals.consumptions, ...work.consumptions], ({ itemId, lotId }) => `${itemId}|${lotId ?? ''}`),
    otherOutputs: merged([...totals.otherOutputs, ...work.otherOutputs], ({ itemId, lotId }) => `${itemId}|${lotId ?? ''}`),
    labor: work.labor, machineTimes: work.machineTimes,
  };
}

function merged<Row extends { readonly quantity?: Quantity }>(rows: readonly Row[], keyOf: (row: Row) => string): readonly Row[] {
  const byKey = new Map<string, Row>();
  for (const row of rows) {
    const before = byKey.get(keyOf(row));
    byKey.set(keyOf(row), before?.quantity === undefined || row.quantity === undefined ? row : { ...row, quantity: plus(before.quantity, row.quantity) });
  }
  return [...byKey.values()];
}

function plus(left: Quantity, right: Quantity): Quantity {
  return { value: new Big(left.value).plus(right.value).toFixed(), unit: left.unit };
}
