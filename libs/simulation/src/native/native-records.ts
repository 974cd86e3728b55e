import type { BillOfMaterial, InventoryBalance, MaterialLot, PostingPeriod, PurchaseOrder, ReferenceCode, Routing } from '@plantway/canonical';
import type { ErpOrder } from '../engine/erp-state.js';
import type { PlantItem } from '../engine/plant-data.js';
import { isUnderDelivered, operationStatus, orderStatus } from '../engine/rules/order.rule.js';
import { flag, ISSUE_CODE, ORDER_STATUS, PERIOD_STATUS, PURCHASE_STATUS, STOCK_TYPE, toNativeUnit, TRACK_TYPE } from './native-codes.js';
import { toNativeDate, toStamp } from './native-stamp.js';

/* Master data and orders as the native face shows them; the shapes stand in README.md. */

export function articleRecord(item: PlantItem): unknown {
  return {
    artNo: item.itemId, text: item.description, baseUom: toNativeUnit(item.baseUnit), uomDec: String(item.baseUnitDecimals),
    altUoms: item.conversions.map(({ from, to }) => ({ qty: from.value, uom: toNativeUnit(from.unit), isQty: to.value, isUom: toNativeUnit(to.unit) })),
    procType: item.procurement === 'made' ? 'E' : 'F', trackType: TRACK_TYPE[item.tracking], store: item.locationId,
    stdPrice: item.standardCost?.amount ?? '', cur: item.standardCost?.currency ?? '',
  };
}

export function partsListRecord({ itemId, revision, validFrom, validTo, lotSize, components }: BillOfMaterial): unknown {
  return {
    artNo: itemId, rev: revision, validFrom: toNativeDate(validFrom), validTo: validTo === undefined ? '99991231' : toNativeDate(validTo), lotQty: lotSize.value, lotUom: toNativeUnit(lotSize.unit),
    lines: components.map((line, index) => ({
      posNo: String((index + 1) * 10).padStart(4, '0'), artNo: line.componentItemId, qty: line.quantity.value, uom: toNativeUnit(line.quantity.unit), stepNo: line.operationId, issueCode: ISSUE_CODE[line.issueMethod],
    })),
  };
}

export function workPlanRecord({ itemId, revision, validFrom, validTo, operations }: Routing): unknown {
  return {
    artNo: itemId, rev: revision, validFrom: toNativeDate(validFrom), validTo: validTo === undefined ? '99991231' : toNativeDate(validTo),
    steps: operations.map((step) => ({
      stepNo: step.operationId, text: step.description, station: step.workCenterId, setupTime: step.setupTime.value, runTimePerUnit: step.runTimePerUnit.value, timeUom: toNativeUnit(step.setupTime.unit),
    })),
  };
}

/** `unitOf` answers the base unit of an item. */
export function orderRecord(order: ErpOrder, timeZone: string, unitOf: (itemId: string) => string): unknown {
  return {
    orderNo: order.workOrderId, artNo: order.itemId, targetQty: order.quantity.value, uom: toNativeUnit(order.quantity.unit), overPct: order.overDeliveryTolerancePercent,
    underPct: order.underDeliveryTolerancePercent, short: flag(isUnderDelivered(order)),
    stat: ORDER_STATUS[orderStatus(order)], released: flag(order.released), startStamp: toStamp(order.startAt, timeZone), dueStamp: toStamp(order.dueAt, timeZone), chgNo: String(order.revision),
    steps: order.operations.map((operation) => ({
      stepNo: operation.operationId, text: operation.description, station: operation.workCenterId, stat: ORDER_STATUS[operationStatus(order, operation)],
      goodQty: operation.yield.booked, scrapQty: operation.scrap.booked, reworkQty: operation.rework.booked,
    })),
    parts: order.components.map((component) => ({
      posNo: component.position, artNo: component.itemId, stepNo: component.operationId, reqQty: component.required, outQty: component.withdrawn, uom: toNativeUnit(unitOf(component.itemId)), issueCode: ISSUE_CODE[component.issueMethod],
    })),
  };
}

export function stockRecord({ itemId, locationId, lotId, status, quantity }: InventoryBalance): unknown {
  return { artNo: itemId, store: locationId, charge: lotId ?? '', stockType: STOCK_TYPE[status], qty: quantity.value, uom: toNativeUnit(quantity.unit) };
}

export function chargeRecord({ itemId, lotId, status, expiresOn, supplierLotId, parentLotIds }: MaterialLot): unknown {
  return { artNo: itemId, charge: lotId, stockType: STOCK_TYPE[status], expiry: expiresOn === undefined ? '' : toNativeDate(expiresOn), supplierCharge: supplierLotId ?? '', madeFrom: parentLotIds };
}

export function purchaseOrderRecord({ purchaseOrderId, supplierId, status, lines }: PurchaseOrder): unknown {
  return {
    poNo: purchaseOrderId, supplier: supplierId, stat: PURCHASE_STATUS[status],
    lines: lines.map((line) => ({ posNo: line.lineId, artNo: line.itemId, qty: line.quantity.value, recvQty: line.received.value, uom: toNativeUnit(line.quantity.unit), due: toNativeDate(line.dueOn) })),
  };
}

export function periodRecord({ periodId, startsOn, endsOn, status }: PostingPeriod): unknown {
  return { period: toNativeDate(periodId), from: toNativeDate(startsOn), to: toNativeDate(endsOn), stat: PERIOD_STATUS[status] };
}

export function codeRecord({ code, description, active }: ReferenceCode): unknown {
  return { code, text: description, active: flag(active) };
}
