import { isDeepStrictEqual } from 'node:util';
import type { ProductionConfirmation } from '@plantway/canonical';
import type { ErpPart, PlannedPart } from '@plantway/ports';
import { quantitiesOf, reportAgrees } from './confirmed-quantities.js';
import { differenceReport } from './difference-report.js';
import { addedUp, amountsOf } from './report-amounts.js';

/**
 * What of the report the ERP has taken. A report with running totals, or one of which a later total contained a share already, was sent as a difference; whatever number of writes the backend has made of it, they are that
 * difference together. Any other report is taken as it came.
 */
export function sentReport(report: ProductionConfirmation, parts: readonly PlannedPart<ErpPart>[]): ProductionConfirmation {
  const writes = parts.flatMap(({ payload }) => (payload.action === 'confirm' ? [payload.confirmation] : []));
  if (writes.length === 0) return report;
  const sent = together(writes);
  return report.cumulative || !reportAgrees(report, quantitiesOf(sent)) ? sent : report;
}

/** Amounts added up; lots, serial numbers and what can be traced of all of them, each once. */
function together(writes: readonly ProductionConfirmation[]): ProductionConfirmation {
  const [first, ...others] = writes;
  if (others.length === 0) return first;
  const all: ProductionConfirmation = {
    ...first,
    serialNumbers: [...new Set(writes.flatMap(({ serialNumbers }) => serialNumbers))],
    genealogy: eachOnce(writes.flatMap(({ genealogy }) => genealogy)),
    consumptions: eachOnce(writes.flatMap(({ consumptions }) => consumptions)),
  };
  return differenceReport(all, addedUp(writes.flatMap((write) => [...amountsOf(write)])), []);
}

function eachOnce<Item>(items: readonly Item[]): readonly Item[] {
  return items.filter((item, index) => items.findIndex((other) => isDeepStrictEqual(other, item)) === index);
}
