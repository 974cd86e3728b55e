import type { HoldScope } from '@plantway/canonical';

/** Decisions about one lot, one order or one piece of equipment are carried out in the order of their acceptance. */
export function qualityDecisionLane(siteId: string, scope: HoldScope): string {
  return `quality-decision:${siteId}:${objectOf(scope)}`;
}

/** Findings about one lot, one order or one piece of equipment reach the quality system in the order of their acceptance. */
export function nonconformityLane(siteId: string, scope: HoldScope): string {
  return `nonconformity:${siteId}:${objectOf(scope)}`;
}

function objectOf(scope: HoldScope): string {
  switch (scope.type) {
    case 'lot': return `lot:${scope.itemId}/${scope.lotId}`;
    case 'workOrder': return `order:${scope.workOrderId}`;
    case 'equipment': return `equipment:${scope.equipmentId}`;
  }
}
