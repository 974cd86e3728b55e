import type { LotStatusChange, OrderChange } from '../engine/documents.js';
import type { ErpPlannedOrder } from '../engine/erp-state.js';
import type { Reservation } from '../engine/rules/reservations.js';
import { ORDER_EVENT, PLANNED_STATUS, STOCK_TYPE, toNativeUnit } from './native-codes.js';
import { toStamp } from './native-stamp.js';

/* Planned orders, claims to material, and the logs of changes as the native face shows them; the shapes stand in README.md. */

export function plannedOrderRecord(planned: ErpPlannedOrder, timeZone: string): unknown {
  const { conversion } = planned;
  return {
    planNo: planned.plannedOrderId, extRef: planned.reference, artNo: planned.itemId, qty: planned.quantity.value, uom: toNativeUnit(planned.quantity.unit),
    startStamp: toStamp(planned.startAt, timeZone), dueStamp: toStamp(planned.dueAt, timeZone), custOrder: planned.customerOrderId ?? '', custLine: planned.customerOrderLineId ?? '',
    stat: PLANNED_STATUS[planned.status], entered: toStamp(planned.enteredAt, timeZone),
    orderNo: conversion?.workOrderId ?? '', convRef: conversion?.reference ?? '', converted: conversion === undefined ? '' : toStamp(conversion.enteredAt, timeZone),
  };
}

export function reservationRecord({ workOrderId, plannedOrderId, position, itemId, operationId, quantity }: Reservation): unknown {
  return { orderNo: workOrderId ?? '', planNo: plannedOrderId ?? '', posNo: position, artNo: itemId, stepNo: operationId, qty: quantity.value, uom: toNativeUnit(quantity.unit) };
}

export function orderChangeRecord({ number, reference, workOrderId, what, revision, enteredAt, reason }: OrderChange, timeZone: string): unknown {
  return { chgDocNo: number, extRef: reference ?? '', orderNo: workOrderId, change: ORDER_EVENT[what], chgNo: String(revision), entered: toStamp(enteredAt, timeZone), text: reason ?? '' };
}

export function lotStatusRecord({ number, reference, itemId, lotId, before, status, enteredAt, reason }: LotStatusChange, timeZone: string): unknown {
  return { docNo: number, extRef: reference ?? '', artNo: itemId, charge: lotId, before: STOCK_TYPE[before], stockType: STOCK_TYPE[status], entered: toStamp(enteredAt, timeZone), text: reason ?? '' };
}
