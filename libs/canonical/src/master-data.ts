import type { Money, Quantity, UnitConversion } from './quantity-types.js';
import type { PlantDate } from './site.js';

/** A material that is bought, made or stocked. Source: ISA-95 part 2, material definition. */
export interface Item {
  readonly itemId: string;
  readonly description: string;
  /** Unit in which stock is kept. */
  readonly baseUnit: string;
  /** Decimals that the ERP keeps in the base unit, 0 to 12. */
  readonly baseUnitDecimals: number;
  readonly conversions: readonly UnitConversion[];
  readonly procurement: 'made' | 'bought';
  readonly tracking: 'none' | 'lot' | 'serial';
  /** Cost of one base unit; absent for a caller who may not see cost. */
  readonly standardCost?: Money;
}

export interface BillOfMaterialComponent {
  readonly componentItemId: string;
  /** Amount for `BillOfMaterial.lotSize` of the product. */
  readonly quantity: Quantity;
  /** Operation that uses the component. */
  readonly operationId: string;
  /** `backflush`: the ERP issues it when output is confirmed; `reported`: the MES reports it. Never both. */
  readonly issueMethod: 'backflush' | 'reported';
}

export interface BillOfMaterial {
  readonly itemId: string;
  readonly revision: string;
  readonly validFrom: PlantDate;
  readonly validTo?: PlantDate;
  readonly lotSize: Quantity;
  readonly components: readonly BillOfMaterialComponent[];
}

/** A numbered step of a routing. Source: ISA-95 part 2, operations segment. */
export interface RoutingOperation {
  readonly operationId: string;
  readonly description: string;
  readonly workCenterId: string;
  /** Minutes for the whole lot, and per piece of the routing's base unit; quantity in "MIN". */
  readonly setupTime: Quantity;
  readonly runTimePerUnit: Quantity;
}

export interface Routing {
  readonly itemId: string;
  readonly revision: string;
  readonly validFrom: PlantDate;
  readonly validTo?: PlantDate;
  readonly operations: readonly RoutingOperation[];
}

/** Levels of the role-based equipment hierarchy. Source: ISA-95 part 1. */
export const EQUIPMENT_LEVELS = ['enterprise', 'site', 'area', 'workCenter', 'workUnit', 'equipmentModule'] as const;
export type EquipmentLevel = (typeof EQUIPMENT_LEVELS)[number];

/** One node of the equipment hierarchy; a work center is the node of that level. */
export interface Equipment {
  readonly equipmentId: string;
  readonly level: EquipmentLevel;
  readonly description: string;
  /** Node above; absent at the top. */
  readonly parentId?: string;
}

/** A code that the plant may use, with its words: reason, unit, work center. */
export interface ReferenceCode {
  readonly code: string;
  readonly description: string;
  readonly active: boolean;
}
