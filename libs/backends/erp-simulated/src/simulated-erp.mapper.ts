import { compare, subtract } from '@plantway/canonical';
import type {
  BillOfMaterial, InventoryBalance, Item, LotStatus, MaterialLot, OperationStatus, PostingPeriod, PurchaseOrder, Quantity, ReferenceCode, Routing, WorkOrder,
  WorkOrderStatus,
} from '@plantway/canonical';
import type { NativeRow } from './native-row.js';
import { amountOf, endDateOf, instantOf, plantDateOf, quantityOf, signedQuantityOf } from './native-values.js';

/** Pure functions from a native row to a canonical object. Units and codes stay the ERP's own: the site's tables translate them. */
const ORDER_STATUS: Readonly<Record<string, WorkOrderStatus>> = { 10: 'created', 20: 'released', 30: 'inProgress', 40: 'completed', 50: 'closed', 60: 'cancelled', 70: 'held' };
const STEP_STATUS: Readonly<Record<string, OperationStatus>> = { 10: 'created', 20: 'released', 30: 'inProgress', 40: 'completed' };
const STOCK_TYPE: Readonly<Record<string, LotStatus>> = { F: 'unrestricted', Q: 'qualityInspection', B: 'blocked' };
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

export function balanceOf(row: NativeRow): InventoryBalance {
  const lotId = row.optionalText('charge');
  return {
    itemId: row.text('artNo'), locationId: row.text('store'), ...(lotId === undefined ? {} : { lotId }), status: row.oneOf('stockType', STOCK_TYPE), quantity: signedQuantityOf(row, 'qty', 'uom'),
  };
}

export function lotOf(row: NativeRow): MaterialLot {
  const expiresOn = endDateOf(row.optionalText('expiry'));
  const supplierLotId = row.optionalText('supplierCharge');
  return {
    lotId: row.text('charge'),
    itemId: row.text('artNo'),
    status: row.oneOf('stockType', STOCK_TYPE),
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
