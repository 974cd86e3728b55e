import type { ProductionConfirmation } from '@plantway/canonical';
import type { FieldNotCarried } from '@plantway/ports';

interface Row extends FieldNotCarried {
  /** Whether the confirmation has something there that this ERP does not get. */
  readonly isLost: (confirmation: ProductionConfirmation) => boolean;
}

/** What of a confirmation the native wire has no field for. README.md shows the same table; a test compares both with what is sent. */
const ROWS: readonly Row[] = [
  { field: 'genealogy[].serialNumber', reason: 'This ERP keeps no serial numbers below the product.', isLost: ({ genealogy }) => genealogy.length > 0 },
  { field: 'genealogy[].componentSerialNumbers', reason: 'This ERP keeps no serial numbers below the product.', isLost: ({ genealogy }) => genealogy.some(({ componentSerialNumbers }) => componentSerialNumbers.length > 0) },
  { field: 'consumptions[].serialNumbers', reason: 'This ERP keeps no serial numbers of components.', isLost: ({ consumptions }) => consumptions.some(({ serialNumbers }) => serialNumbers.length > 0) },
  { field: 'labor[].activityCode', reason: 'Labor has one activity in this ERP.', isLost: ({ labor }) => labor.length > 0 },
  { field: 'labor[].crewId', reason: 'This ERP keeps one name for labor, and the person was sent.', isLost: ({ labor }) => labor.some(({ personId, crewId }) => personId !== undefined && crewId !== undefined) },
  { field: 'machineTimes[].equipmentId', reason: 'This ERP knows no machines below a station.', isLost: ({ machineTimes }) => machineTimes.some(({ equipmentId }) => equipmentId !== undefined) },
  { field: 'equipmentId', reason: 'This ERP knows no machines below a station.', isLost: ({ equipmentId }) => equipmentId !== undefined },
  { field: 'exceptionCodes', reason: 'This ERP has no such codes.', isLost: ({ exceptionCodes }) => exceptionCodes.length > 0 },
];

/** For the capabilities: every field that may be lost, and why. */
export const FIELDS_NOT_CARRIED: readonly FieldNotCarried[] = ROWS.map(({ field, reason }) => ({ field, reason }));

/** What of this confirmation does not reach the ERP. */
export function notCarriedOf(confirmation: ProductionConfirmation): readonly FieldNotCarried[] {
  return ROWS.filter(({ isLost }) => isLost(confirmation)).map(({ field, reason }) => ({ field, reason }));
}
