import type { LotStatus, PostingPeriod, PurchaseOrder, WorkOrderStatus } from '@plantway/canonical';
import type { ErpPlannedOrder } from '../engine/erp-state.js';
import type { MovementKind, OrderEvent } from '../engine/documents.js';
import { NativeFault } from './native-fault.js';

/** Native unit by UN/ECE Recommendation 20. */
const UNITS: Readonly<Record<string, string>> = { H87: 'PC', KGM: 'KG', GRM: 'G', TNE: 'T', MTR: 'M', CMT: 'CM', LTR: 'L', MTK: 'M2', MIN: 'MIN', HUR: 'H', SEC: 'S' };
const UNITS_BACK = new Map(Object.entries(UNITS).map(([unit, native]) => [native, unit]));

export function toNativeUnit(unit: string): string {
  return UNITS[unit] ?? unit;
}

/** @throws NativeFault `UOM-010` for a unit that the ERP does not know */
export function fromNativeUnit(native: string): string {
  const unit = UNITS_BACK.get(native);
  if (unit === undefined) throw new NativeFault(422, 'UOM-010', `Unit ${native} is not known.`, { uom: native });
  return unit;
}

export const ORDER_STATUS: Readonly<Record<WorkOrderStatus, string>> = {
  planned: '05', created: '10', released: '20', inProgress: '30', completed: '40', closed: '50', cancelled: '60', held: '70',
};
export const STOCK_TYPE: Readonly<Record<LotStatus, string>> = { unrestricted: 'F', qualityInspection: 'Q', blocked: 'B' };
export const PERIOD_STATUS: Readonly<Record<PostingPeriod['status'], string>> = { future: 'F', open: 'O', closed: 'C' };
export const PURCHASE_STATUS: Readonly<Record<PurchaseOrder['status'], string>> = { open: 'O', received: 'R', closed: 'C', cancelled: 'X' };
export const MOVE_TYPE: Readonly<Record<MovementKind, string>> = { opening: '561', receipt: '101', issue: '261', issueCancelled: '262', productReceipt: '101', productReceiptCancelled: '102' };
export const PLANNED_STATUS: Readonly<Record<ErpPlannedOrder['status'], string>> = { planned: 'O', converted: 'C', cancelled: 'X' };
export const ORDER_EVENT: Readonly<Record<OrderEvent, string>> = {
  created: 'NEW', released: 'REL', held: 'HOLD', resumed: 'RESUME', cancelled: 'CANCEL', closed: 'CLOSE', quantityChanged: 'QTY', dateChanged: 'DATE', confirmed: 'FBK', reversed: 'FBX', issued: 'ISSUE',
};
export const TRACK_TYPE = { none: '', lot: 'C', serial: 'S' } as const;
export const ACTIVITY_BY_NATIVE = { SETUP: 'setup', RUN: 'run', TEARDOWN: 'teardown', LABOR: 'labor' } as const;
export const ISSUE_CODE = { backflush: 'A', reported: 'M' } as const;

export function flag(isSet: boolean): 'X' | '' {
  return isSet ? 'X' : '';
}
