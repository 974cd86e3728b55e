import { WORK_ORDER_STATUSES, type WorkOrderStatus } from '@plantway/canonical';
import type { Change } from './change.js';
import { stepOf } from './step.js';
import type { Projection, ToldEvent } from './told-event.js';
import { COUNT_PRODUCTION_DAY, COUNT_REPORT, FORGET_LOTS_OF_REPORT, KEEP_LOT, KEEP_OBSERVED, UNCOUNT_REPORT } from './work-order.sql.js';

const CONFIRMED = ['confirmationId', 'sourceSystem', 'kind', 'yield', 'scrap', 'rework', 'workCenterId', 'finishedAt', 'postingDate', 'documents', 'messageId'];
const REVERSED = ['confirmationId', 'sourceSystem', 'reversalId', 'replacedBy', 'reason', 'reversedAt', 'postingDate', 'documents', 'messageId'];
const CONSUMED = ['consumptionId', 'sourceSystem', 'itemId', 'quantity', 'lotId', 'serialNumbers', 'consumedAt', 'postingDate', 'documents', 'messageId'];

/** Orders as the ERP shows them, and what is decided and reported about them. */
export const WORK_ORDER_PROJECTION: Projection = {
  'work-order.observed.v1': observed,
  'work-order.released.v1': (told) => stepOf(told, ['releaseId', 'documents', 'messageId']),
  'work-order.changed.v1': (told) => stepOf(told, ['what', 'changedAt', 'revision', 'reference']),
  'job-orders.dispatched.v1': (told) => stepOf(told, ['version', 'messageId']),
  'job-orders.resubmitted.v1': (told) => stepOf(told, ['version', 'messageId']),
  'job-order.acknowledged.v1': (told) => stepOf(told, ['jobOrderId', 'version', 'answer', 'acceptedQuantity', 'reason', 'acknowledgedAt', 'messageId']),
  'production.confirmed.v1': (told) => [...stepOf(told, CONFIRMED), ...reported(told, 1), ...lotsOf(told)],
  'production.confirmation-reversed.v1': (told) => [...stepOf(told, REVERSED), ...reported(told, -1), ...lotsForgotten(told)],
  'material.consumed.v1': (told) => [...stepOf(told, CONSUMED), ...lotsOf(told)],
};

function observed({ siteId, data }: ToldEvent): readonly Change[] {
  const order = data.object('workOrder');
  const [workOrderId, itemId, status, dueAt, asOf] = [order?.text('workOrderId'), order?.text('itemId'), order?.text('status'), order?.instant('dueAt'), data.instant('asOf')];
  if (order === undefined || workOrderId === undefined || itemId === undefined || dueAt === undefined || asOf === undefined || !isStatus(status)) return [];
  return [{ name: 'consumer.keep-observed', text: KEEP_OBSERVED, values: [siteId, workOrderId, JSON.stringify(order.all), itemId, status, dueAt, asOf] }];
}

function reported({ siteId, data }: ToldEvent, count: 1 | -1): readonly Change[] {
  const [workOrderId, productionDay] = [data.text('workOrderId'), data.day('productionDay')];
  const day: readonly Change[] = productionDay === undefined ? [] : [{ name: 'consumer.count-day', text: COUNT_PRODUCTION_DAY, values: [siteId, productionDay, count === 1 ? 1 : 0, count === 1 ? 0 : 1] }];
  if (workOrderId === undefined) return day;
  const order: Change = count === 1
    ? { name: 'consumer.count-report', text: COUNT_REPORT, values: [siteId, workOrderId, 1, data.instant('finishedAt') ?? null] }
    : { name: 'consumer.uncount-report', text: UNCOUNT_REPORT, values: [siteId, workOrderId] };
  return [order, ...day];
}

/** Lots that the order has made, of its own item, and lots that it has used; what a report said of them goes with the report. */
function lotsOf({ siteId, data }: ToldEvent): readonly Change[] {
  const workOrderId = data.text('workOrderId');
  const confirmationId = data.text('confirmationId') ?? '';
  const sourceSystem = confirmationId === '' ? '' : data.text('sourceSystem') ?? '';
  const lots = [...data.objects('producedLots'), ...data.objects('consumptions'), data];
  return lots.flatMap((lot) => {
    const lotId = lot.text('lotId');
    return workOrderId === undefined || lotId === undefined ? [] : [{ name: 'consumer.keep-lot', text: KEEP_LOT, values: [siteId, workOrderId, lotId, lot.text('itemId') ?? null, sourceSystem, confirmationId] }];
  });
}

function lotsForgotten({ siteId, data }: ToldEvent): readonly Change[] {
  const confirmationId = data.text('confirmationId');
  return confirmationId === undefined ? [] : [{ name: 'consumer.forget-lots', text: FORGET_LOTS_OF_REPORT, values: [siteId, data.text('sourceSystem') ?? '', confirmationId] }];
}

const isStatus = (status: string | undefined): status is WorkOrderStatus => (WORK_ORDER_STATUSES as readonly (string | undefined)[]).includes(status);
