import type { BillOfMaterialComponent, DecimalText, MaterialLot, PurchaseOrder, RoutingOperation, UnitConversion } from '@plantway/canonical';

/** An item of a demo plant. A co- or by-product is `bought`: no order makes it, its cost is the price that it has on the market. */
export interface DemoItem {
  readonly itemId: string;
  readonly description: string;
  /** UN/ECE Recommendation 20. */
  readonly baseUnit: string;
  readonly baseUnitDecimals: number;
  readonly procurement: 'made' | 'bought';
  readonly tracking: 'none' | 'lot' | 'serial';
  readonly locationId: string;
  /** Of one base unit, in the currency of the plant; of a made item the roll-up to the cent. */
  readonly standardCost: DecimalText;
  readonly standardLotSize?: DecimalText;
  readonly conversions?: readonly UnitConversion[];
}

/** What makes one piece of a made item. */
export interface DemoProduct {
  readonly components: readonly BillOfMaterialComponent[];
  readonly operations: readonly RoutingOperation[];
}

/** A lot, its stock at the location of its item, and how it stands. */
export interface DemoLot {
  readonly itemId: string;
  readonly lotId: string;
  readonly status: MaterialLot['status'];
  readonly quantity: DecimalText;
  /** Absent for a lot that was made here. */
  readonly supplierLotId?: string;
}

/** Open, unless something else is said; `received` is decimal text, "0" when absent. */
export interface DemoPurchase {
  readonly purchaseOrderId: string;
  readonly supplierId: string;
  readonly itemId: string;
  readonly quantity: DecimalText;
  readonly received?: DecimalText;
  readonly status?: PurchaseOrder['status'];
  readonly dueInDays: number;
}

/** An order beside those that chance makes. */
export interface DemoOrderRow {
  readonly itemId: string;
  readonly pieces: number;
  readonly released: boolean;
  /** Negative: it should have been begun already. */
  readonly startsInHours: number;
  readonly underDeliveryTolerancePercent?: DecimalText;
}

/** One demo plant as a table: what does not depend on the day of its story or on chance. */
export interface DemoPlant {
  readonly siteId: string;
  /** ISO 4217. */
  readonly currency: string;
  /** IANA zone. A production day begins at 06:00. */
  readonly timeZone: string;
  readonly items: readonly DemoItem[];
  /** By item. */
  readonly made: Readonly<Record<string, DemoProduct>>;
  /** Code → words. */
  readonly workCenters: Readonly<Record<string, string>>;
  /** What an hour of machine time costs, by work center. */
  readonly hourlyRates: Readonly<Record<string, DecimalText>>;
  readonly reasons: Readonly<Record<string, string>>;
  readonly lots: readonly DemoLot[];
  /** Opening stock of items that are not kept in lots, in their base unit. */
  readonly stock: Readonly<Record<string, DecimalText>>;
  /** A bought item is received again when less than this is free; base units. */
  readonly reorderPoints: Readonly<Record<string, number>>;
  readonly purchases: readonly DemoPurchase[];
  /** Number of the first order, "1001" of WO-1001: it is always released and untouched, the second always created. */
  readonly firstOrderNumber: number;
  /** What chance chooses from, the product of the first two orders first. */
  readonly products: readonly string[];
  readonly orders: readonly DemoOrderRow[];
}

/** A line of a bill for one piece. */
export function part(componentItemId: string, value: DecimalText, unit: string, operationId: string, issueMethod: 'backflush' | 'reported' = 'backflush'): BillOfMaterialComponent {
  return { componentItemId, quantity: { value, unit }, operationId, issueMethod };
}

/** A step of a routing; minutes for the lot and for one piece. */
export function step(operationId: string, description: string, workCenterId: string, setupMinutes: DecimalText, runMinutes: DecimalText): RoutingOperation {
  return { operationId, description, workCenterId, setupTime: { value: setupMinutes, unit: 'MIN' }, runTimePerUnit: { value: runMinutes, unit: 'MIN' } };
}

export function conversion(fromValue: DecimalText, fromUnit: string, toValue: DecimalText, toUnit: string): UnitConversion {
  return { from: { value: fromValue, unit: fromUnit }, to: { value: toValue, unit: toUnit } };
}
