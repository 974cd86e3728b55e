import type { Quantity } from '@plantway/canonical';
import { add, amount, compare, ratio } from '../exact-amount.js';
import type { ConfirmationEntry, EnteredLot } from '../documents.js';
import type { ErpOperation, ErpOrder, ErpState } from '../erp-state.js';
import type { PlantItem } from '../plant-data.js';
import { Refusal } from '../refusal.js';
import { inBaseUnit } from '../unit-conversion.js';
import { requireChangeable, requireItem, requireNotHeld } from './order.rule.js';

/** @throws Refusal `ORDER_CLOSED`, `ORDER_LOCKED`, `ORDER_NOT_RELEASED`, `ORDER_ON_HOLD`, `OPERATION_UNKNOWN`, `OPERATION_ALREADY_FINAL` */
export function requireConfirmable(order: ErpOrder, operationId: string): ErpOperation {
  const { workOrderId } = order;
  requireChangeable(order);
  if (order.phase === 'created') throw new Refusal('ORDER_NOT_RELEASED', `Order ${workOrderId} is not released.`, { workOrderId });
  requireNotHeld(order);
  const operation = order.operations.find((candidate) => candidate.operationId === operationId);
  if (operation === undefined) throw new Refusal('OPERATION_UNKNOWN', `Order ${workOrderId} has no operation ${operationId}.`, { workOrderId, operationId });
  if (operation.finalBy !== undefined) {
    throw new Refusal('OPERATION_ALREADY_FINAL', `Order ${workOrderId} operation ${operationId} was finally confirmed by ${operation.finalBy}.`, { workOrderId, operationId });
  }
  return operation;
}

/** @throws Refusal `REASON_UNKNOWN`, `WORK_CENTER_UNKNOWN` */
export function requireCodes(state: ErpState, entry: ConfirmationEntry): void {
  for (const { reasonCode } of entry.scrap) {
    if (state.reasons.get(reasonCode)?.active !== true) throw new Refusal('REASON_UNKNOWN', `There is no active reason ${reasonCode}.`, { reasonCode });
  }
  if (entry.workCenterId !== undefined && !state.workCenters.has(entry.workCenterId)) {
    throw new Refusal('WORK_CENTER_UNKNOWN', `There is no work center ${entry.workCenterId}.`, { workCenterId: entry.workCenterId });
  }
}

/** Total yield at most order quantity plus tolerance. @throws Refusal `OVER_TOLERANCE` */
export function requireWithinTolerance(order: ErpOrder, operationId: string, totalYield: string): void {
  const { value: ordered, unit } = order.quantity;
  const tolerance = order.overDeliveryTolerancePercent;
  if (amount(totalYield).times(100).lte(amount(ordered).times(amount(tolerance).plus(100)))) return;
  throw new Refusal('OVER_TOLERANCE', `Order ${order.workOrderId} operation ${operationId}: ${totalYield} ${unit} is above ${ordered} ${unit} and ${tolerance} % tolerance.`, {
    workOrderId: order.workOrderId, operationId, total: totalYield,
  });
}

/** Total yield at most that of the operation before. @throws Refusal `PREDECESSOR_OPEN` */
export function requireSequence(order: ErpOrder, operationId: string, totalYield: string): void {
  const before = order.operations[order.operations.findIndex((operation) => operation.operationId === operationId) - 1];
  if (before === undefined || amount(totalYield).lte(before.yield.booked)) return;
  throw new Refusal('PREDECESSOR_OPEN', `Order ${order.workOrderId} operation ${operationId}: ${totalYield} is above the ${before.yield.booked} of operation ${before.operationId}.`, {
    workOrderId: order.workOrderId, operationId, predecessor: before.operationId, total: totalYield, available: before.yield.booked,
  });
}

/** The lots of a lot-tracked product add up to the yield, and none of them is restricted. @throws Refusal `LOT_SUM_WRONG`, `LOT_RESTRICTED` */
export function requireProducedLots(state: ErpState, item: PlantItem, entered: Quantity, lots: readonly EnteredLot[]): void {
  if (lots.length === 0) return;
  const sum = lots.reduce((total, lot) => add(total, inBaseUnit(item, lot.quantity)), ratio('0'));
  if (compare(sum, inBaseUnit(item, entered)) !== 0) throw new Refusal('LOT_SUM_WRONG', `The lots of item ${item.itemId} do not add up to the yield.`, { itemId: item.itemId });
  for (const { lotId } of lots) requireUnrestricted(state, item.itemId, lotId);
}

/** A lot that exists must be free; one that does not exist yet passes. @throws Refusal `LOT_RESTRICTED` */
export function requireUnrestricted(state: ErpState, itemId: string, lotId: string): void {
  const status = state.lots.get(itemId)?.get(lotId)?.status ?? 'unrestricted';
  if (status !== 'unrestricted') throw new Refusal('LOT_RESTRICTED', `Lot ${lotId} of item ${itemId} is ${status}.`, { itemId, lotId });
}

/** One new serial number for each piece. @throws Refusal `SERIAL_INVALID` */
export function requireSerials(state: ErpState, item: PlantItem, pieces: string, serialNumbers: readonly string[]): void {
  const facts = { itemId: item.itemId };
  if (new Set(serialNumbers).size !== serialNumbers.length || !amount(pieces).eq(serialNumbers.length)) {
    throw new Refusal('SERIAL_INVALID', `Item ${item.itemId} needs ${pieces} different serial numbers, ${serialNumbers.length} were given.`, facts);
  }
  const known = serialNumbers.find((serialNumber) => state.serials.has(`${item.itemId}|${serialNumber}`));
  if (known !== undefined) throw new Refusal('SERIAL_INVALID', `Serial number ${known} of item ${item.itemId} exists.`, { ...facts, serialNumber: known });
}

/**
 * A component is issued by backflush or reported, never both; a lot that is named must exist and be free.
 * @throws Refusal `ITEM_UNKNOWN`, `ISSUE_METHOD_MIXED`, `LOT_UNKNOWN`, `LOT_RESTRICTED`
 */
export function requireConsumptions(state: ErpState, order: ErpOrder, entry: Pick<ConfirmationEntry, 'operationId' | 'consumptions'>): void {
  for (const { itemId, lotId, backflush } of entry.consumptions) {
    const item = requireItem(state, itemId);
    const inBill = order.components.filter((component) => component.itemId === itemId);
    const fits = backflush
      ? inBill.some(({ operationId, issueMethod }) => operationId === entry.operationId && issueMethod === 'backflush')
      : inBill.every(({ issueMethod }) => issueMethod === 'reported');
    if (!fits) {
      throw new Refusal('ISSUE_METHOD_MIXED', `Item ${itemId} is ${backflush ? 'not ' : ''}backflushed at order ${order.workOrderId} operation ${entry.operationId}.`, { itemId, workOrderId: order.workOrderId });
    }
    if (lotId === undefined && (backflush || item.tracking !== 'lot')) continue;
    if (lotId === undefined || !state.lots.get(itemId)?.has(lotId)) {
      throw new Refusal('LOT_UNKNOWN', lotId === undefined ? `Item ${itemId} needs a lot.` : `Item ${itemId} has no lot ${lotId}.`, { itemId, lotId: lotId ?? '' });
    }
    requireUnrestricted(state, itemId, lotId);
  }
}
