import type { Change } from './change.js';
import { ADD_STEP, ADD_STEP_TO_ORDER_OF_DOWNTIME, ADD_STEP_TO_ORDERS_OF_HOLD, ADD_STEP_TO_ORDERS_OF_LOT } from './step.sql.js';
import type { ToldEvent } from './told-event.js';

/** A step of one order, with those members of the event that tell what happened. No step when the event names no order. */
export function stepOf(told: ToldEvent, members: readonly string[], workOrderId = told.data.text('workOrderId')): readonly Change[] {
  return workOrderId === undefined ? [] : [stepWith(told, workOrderId, told.data.pick(members))];
}

/** A step of one order with details of its own. */
export function stepWith({ siteId, position, at, type, correlationId, data }: ToldEvent, workOrderId: string, details: Readonly<Record<string, unknown>>): Change {
  return { name: 'consumer.add-step', text: ADD_STEP, values: [siteId, workOrderId, position, at, type, data.text('operationId') ?? null, correlationId, JSON.stringify(details)] };
}

/** A step of every order that has made or used the lot. */
export function stepOfLot({ siteId, position, at, type, correlationId, data }: ToldEvent, members: readonly string[], itemId: string, lotId: string): readonly Change[] {
  return [{ name: 'consumer.add-lot-step', text: ADD_STEP_TO_ORDERS_OF_LOT, values: [siteId, lotId, position, at, type, correlationId, JSON.stringify(data.pick(members)), itemId] }];
}

/** A step of the order that the downtime hit; it must be projected before. */
export function stepOfDowntime({ siteId, position, at, type, correlationId, data }: ToldEvent, members: readonly string[], downtimeId: string): readonly Change[] {
  return [{ name: 'consumer.add-downtime-step', text: ADD_STEP_TO_ORDER_OF_DOWNTIME, values: [siteId, downtimeId, position, at, type, correlationId, JSON.stringify(data.pick(members))] }];
}

/** A step of the orders that the hold is about; it must be projected before. */
export function stepOfHold({ siteId, position, at, type, correlationId, data }: ToldEvent, members: readonly string[], holdId: string): readonly Change[] {
  return [{ name: 'consumer.add-hold-step', text: ADD_STEP_TO_ORDERS_OF_HOLD, values: [siteId, holdId, position, at, type, correlationId, JSON.stringify(data.pick(members))] }];
}
