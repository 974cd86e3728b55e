import type { HeldSubject, ProductionConfirmation, WorkOrder } from '@plantway/canonical';

/** A piece of equipment of a site and every place above it; bound to the hierarchies of the sites. */
export type PlacesOf = (siteId: string, equipmentId: string) => readonly string[];

/** What a report is about, as holds are looked for. A report that names no work center was done where the routing has its operation. Material that the ERP backflushes names no lot. */
export function heldSubjectOf(report: ProductionConfirmation, order: WorkOrder, placesOf: PlacesOf): HeldSubject {
  const { siteId, workOrderId, operationId, producedLots, otherOutputs, consumptions, equipmentId, workCenterId } = report;
  const made = [...producedLots.map(({ lotId }) => ({ itemId: order.itemId, lotId })), ...otherOutputs.map((output) => ({ itemId: output.itemId, lotId: output.lotId }))];
  const lots = [...made.map((lot) => ({ ...lot, isMade: true })), ...consumptions.map((used) => ({ itemId: used.itemId, lotId: used.lotId, isMade: false }))];
  return {
    siteId, workOrderId, operationId,
    lots: lots.flatMap(({ lotId, ...lot }) => (lotId === undefined ? [] : [{ ...lot, lotId }])),
    equipmentIds: placesOfAll(siteId, [equipmentId, workCenterId ?? routedWorkCenter(order, operationId)], placesOf),
  };
}

/** Where the routing of the order has the operation. */
export function routedWorkCenter({ operations }: WorkOrder, operationId: string): string | undefined {
  return operations.find((operation) => operation.operationId === operationId)?.workCenterId;
}

/** Those that are named, with every place above, each once. */
export function placesOfAll(siteId: string, named: readonly (string | undefined)[], placesOf: PlacesOf): readonly string[] {
  return [...new Set(named.flatMap((id) => (id === undefined ? [] : placesOf(siteId, id))))];
}
