import { compare, subtract } from '@plantway/canonical';
import type {
  BillOfMaterial, InventoryBalance, Item, LotStatus, MaterialLot, MaterialReservation, OperationStatus, PlannedOrderInErp, PlannedOrderStatus, PostingPeriod, PurchaseOrder, Quantity,
  ReferenceCode, Routing, WorkOrder, WorkOrderStatus,
} from '@plantway/canonical';
import type { UnreadableChange, WorkOrderChangeFeed, WorkOrderChanged } from '@plantway/ports';
import { NativeShapeError, type NativeRow } from './native-row.js';
import { amountOf, endDateOf, instantOf, plantDateOf, quantityOf, signedQuantityOf } from './native-values.js';

/** Pure functions from a native row to a canonical object. Units and codes stay the ERP's own: the site's tables translate them. */
const ORDER_STATUS: Readonly<Record<string, WorkOrderStatus>> = { 10: 'created', 20: 'released', 30: 'inProgress', 40: 'completed', 50: 'closed', 60: 'cancelled', 70: 'held' };
const STEP_STATUS: Readonly<Record<string, OperationStatus>> = { 10: 'created', 20: 'released', 30: 'inProgress', 40: 'completed' };
/** Native stock type of a lot's status. */
export const STOCK_TYPES: Readonly<Record<string, LotStatus>> = { F: 'unrestricted', Q: 'qualityInspection', B: 'blocked' };
const PLANNED_STATUS: Readonly<Record<string, PlannedOrderStatus>> = { O: 'planned', C: 'converted', X: 'cancelled' };
const ORDER_EVENT: Readonly<Record<string, WorkOrderChanged['what']>> = {
  NEW: 'created', REL: 'released', HOLD: 'held', RESUME: 'resumed', CANCEL: 'cancelled', CLOSE: 'closed', QTY: 'quantityChanged', DATE: 'dateChanged', FBK: 'confirmed', FBX: 'reversed', ISSUE: 'issued',
};
const DECIMALS: Readonly<Record<string, number>> = Object.fromEntries(Array.from({ length: 13 }, (_, decimals) => [String(decimals), decimals]));
const ISSUE_CODE = { A: 'backflush', M: 'reported' } as const;

/** Whether the order was ever released. Its status does not tell: an order on hold, a closed or a cancelled one may have been released or not. */
export function isReleased(order: NativeRow): boolean {
  return order.oneOf('released', { X: true, '': false });
}

/** The native `stat` of our status; undefined for one that the ERP does not have. */
export function nativeOrderStatus(status: WorkOrderStatus): string | undefined {
  return Object.keys(ORDER_STATUS).find((stat) => ORDER_STATUS[stat] === status);
}

export function itemOf(row: NativeRow): Item {
  return {
    itemId: row.text('artNo'),
    description: row.optionalText('text') ?? '',
    baseUnit: row.text('baseUom'),
    baseUnitDecimals: row.oneOf('uomDec', DECIMALS),
    conversions: row.rows('altUoms').map((other) => ({ from: quantityOf(other, 'qty', 'uom'), to: quantityOf(other, 'isQty', 'isUom') })),
    procurement: row.oneOf('procType', { E: 'made', F: 'bought' } as const),
    tracking: row.oneOf('trackType', { '': 'none', C: 'lot', S: 'serial' } as const),
    standardCost: { amount: amountOf(row.text('stdPrice'), '').value, currency: row.text('cur') },
  };
}

export function billOfMaterialOf(row: NativeRow): BillOfMaterial {
  return {
    itemId: row.text('artNo'),
    ...validityOf(row),
    lotSize: quantityOf(row, 'lotQty', 'lotUom'),
    components: row.rows('lines').map((line) => ({
      componentItemId: line.text('artNo'), quantity: quantityOf(line, 'qty', 'uom'), operationId: line.text('stepNo'), issueMethod: line.oneOf('issueCode', ISSUE_CODE),
    })),
  };
}

export function routingOf(row: NativeRow): Routing {
  return {
    itemId: row.text('artNo'),
    ...validityOf(row),
    operations: row.rows('steps').map((step) => ({
      operationId: step.text('stepNo'),
      description: step.optionalText('text') ?? '',
      workCenterId: step.text('station'),
      setupTime: quantityOf(step, 'setupTime', 'timeUom'),
      runTimePerUnit: quantityOf(step, 'runTimePerUnit', 'timeUom'),
    })),
  };
}

export function workOrderOf(row: NativeRow, siteId: string): WorkOrder {
  const quantity = quantityOf(row, 'targetQty', 'uom');
  return {
    workOrderId: row.text('orderNo'),
    siteId,
    itemId: row.text('artNo'),
    quantity,
    overDeliveryTolerancePercent: amountOf(row.text('overPct'), '').value,
    status: row.oneOf('stat', ORDER_STATUS),
    startAt: instantOf(row.text('startStamp')),
    dueAt: instantOf(row.text('dueStamp')),
    operations: row.rows('steps').map((step) => {
      const yieldConfirmed = amountOf(step.text('goodQty'), quantity.unit);
      return {
        operationId: step.text('stepNo'),
        description: step.optionalText('text') ?? '',
        workCenterId: step.text('station'),
        status: step.oneOf('stat', STEP_STATUS),
        yieldConfirmed,
        scrapConfirmed: amountOf(step.text('scrapQty'), quantity.unit),
        reworkConfirmed: amountOf(step.text('reworkQty'), quantity.unit),
        remaining: remainingOf(quantity, yieldConfirmed),
      };
    }),
    components: row.rows('parts').map((part) => ({
      componentItemId: part.text('artNo'),
      operationId: part.text('stepNo'),
      required: quantityOf(part, 'reqQty', 'uom'),
      withdrawn: quantityOf(part, 'outQty', 'uom'),
      issueMethod: part.oneOf('issueCode', ISSUE_CODE),
    })),
    revision: row.text('chgNo'),
  };
}

/** The native `stat` of our status of a planned order. */
export function nativePlannedStatus(status: PlannedOrderStatus): string | undefined {
  return Object.keys(PLANNED_STATUS).find((stat) => PLANNED_STATUS[stat] === status);
}

export function plannedOrderOf(row: NativeRow, siteId: string): PlannedOrderInErp {
  const [customerOrderId, customerOrderLineId, workOrderId] = [row.optionalText('custOrder'), row.optionalText('custLine'), row.optionalText('orderNo')];
  return {
    plannedOrderId: row.text('planNo'), siteId, itemId: row.text('artNo'), quantity: quantityOf(row, 'qty', 'uom'), startAt: instantOf(row.text('startStamp')), dueAt: instantOf(row.text('dueStamp')),
    status: row.oneOf('stat', PLANNED_STATUS),
    ...(customerOrderId === undefined ? {} : { customerOrderId }), ...(customerOrderLineId === undefined ? {} : { customerOrderLineId }), ...(workOrderId === undefined ? {} : { workOrderId }),
  };
}

export function reservationOf(row: NativeRow): MaterialReservation {
  const [workOrderId, plannedOrderId] = [row.optionalText('orderNo'), row.optionalText('planNo')];
  return {
    itemId: row.text('artNo'), operationId: row.text('stepNo'), quantity: quantityOf(row, 'qty', 'uom'),
    ...(workOrderId === undefined ? {} : { workOrderId }), ...(plannedOrderId === undefined ? {} : { plannedOrderId }),
  };
}

/** Rows of the log of changes; one that cannot be read is left out and named, with its order when that much can be read. */
export function orderChangesOf(rows: readonly NativeRow[]): Pick<WorkOrderChangeFeed, 'items' | 'leftOut'> {
  const items: WorkOrderChanged[] = [];
  const leftOut: UnreadableChange[] = [];
  for (const row of rows) {
    try {
      items.push(orderChangedOf(row));
    } catch (error) {
      if (!(error instanceof NativeShapeError)) throw error;
      leftOut.push({ ...orderNamedBy(row), reason: error.message });
    }
  }
  return { items, ...(leftOut.length > 0 && { leftOut }) };
}

function orderNamedBy(row: NativeRow): Pick<UnreadableChange, 'workOrderId'> {
  try {
    return { workOrderId: row.text('orderNo') };
  } catch {
    return {};
  }
}

function orderChangedOf(row: NativeRow): WorkOrderChanged {
  const reference = row.optionalText('extRef');
  return {
    workOrderId: row.text('orderNo'), what: row.oneOf('change', ORDER_EVENT), changedAt: instantOf(row.text('entered')), revision: row.text('chgNo'), ...(reference === undefined ? {} : { reference }),
  };
}

export function balanceOf(row: NativeRow): InventoryBalance {
  const lotId = row.optionalText('charge');
  return {
    itemId: row.text('artNo'), locationId: row.text('store'), ...(lotId === undefined ? {} : { lotId }), status: row.oneOf('stockType', STOCK_TYPES), quantity: signedQuantityOf(row, 'qty', 'uom'),
  };
}

export function lotOf(row: NativeRow): MaterialLot {
  const expiresOn = endDateOf(row.optionalText('expiry'));
  const supplierLotId = row.optionalText('supplierCharge');
  return {
    lotId: row.text('charge'),
    itemId: row.text('artNo'),
    status: row.oneOf('stockType', STOCK_TYPES),
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...(supplierLotId === undefined ? {} : { supplierLotId }),
    parentLotIds: row.texts('madeFrom'),
  };
}

export function purchaseOrderOf(row: NativeRow): PurchaseOrder {
  return {
    purchaseOrderId: row.text('poNo'),
    supplierId: row.text('supplier'),
    status: row.oneOf('stat', { O: 'open', R: 'received', C: 'closed', X: 'cancelled' } as const),
    lines: row.rows('lines').map((line) => ({
      lineId: line.text('posNo'),
      itemId: line.text('artNo'),
      quantity: quantityOf(line, 'qty', 'uom'),
      received: quantityOf(line, 'recvQty', 'uom'),
      dueOn: plantDateOf(line.text('due')),
    })),
  };
}

export function postingPeriodOf(row: NativeRow): PostingPeriod {
  return {
    periodId: row.text('period').replace(/^([0-9]{4})([0-9]{2})$/, '$1-$2'),
    startsOn: plantDateOf(row.text('from')),
    endsOn: plantDateOf(row.text('to')),
    status: row.oneOf('stat', { F: 'future', O: 'open', C: 'closed' } as const),
  };
}

export function workCenterOf(row: NativeRow): ReferenceCode {
  return { code: row.text('code'), description: row.optionalText('text') ?? '', active: row.flag('active') };
}

function validityOf(row: NativeRow): Pick<Routing, 'revision' | 'validFrom' | 'validTo'> {
  const validTo = endDateOf(row.optionalText('validTo'));
  return { revision: row.text('rev'), validFrom: plantDateOf(row.text('validFrom')), ...(validTo === undefined ? {} : { validTo }) };
}

function remainingOf(ordered: Quantity, confirmed: Quantity): Quantity {
  return compare(confirmed, ordered) > 0 ? { value: '0', unit: ordered.unit } : subtract(ordered, confirmed);
}
