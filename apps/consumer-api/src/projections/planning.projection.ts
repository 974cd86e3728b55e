import type { Change } from './change.js';
import { KEEP_PLANNED_ORDER, KEEP_PROMISE } from './planning.sql.js';
import { ADD_PUBLICATION_STEP } from './step.sql.js';
import { stepOf, stepWith } from './step.js';
import type { Projection, ToldEvent } from './told-event.js';
import { KEEP_ORIGIN, KEEP_SCHEDULED_FINISH } from './work-order.sql.js';

const PUBLISHED = ['plannedOrderId', 'itemId', 'quantity', 'startAt', 'dueAt', 'customerOrderId', 'customerOrderLineId', 'documents', 'messageId'];
const PROMISED = ['customerOrderId', 'lineId', 'promisedOn', 'promisedBefore', 'scheduledFinishAt', 'scheduleVersion', 'messageId'];

/** Where an order comes from, when the plan finishes it, and for which day it is promised. */
export const PLANNING_PROJECTION: Projection = {
  'planned-order.published.v1': published,
  'planned-order.converted.v1': converted,
  'schedule.published.v1': scheduled,
  'promise-date.changed.v1': promised,
  'replan.requested.v1': replanRequested,
};

function published({ siteId, position, at, correlationId, subject, data }: ToldEvent): readonly Change[] {
  const plannedOrderId = data.text('plannedOrderId') ?? subject;
  return [{ name: 'consumer.keep-planned-order', text: KEEP_PLANNED_ORDER, values: [siteId, plannedOrderId, position, at, correlationId, JSON.stringify(data.pick(PUBLISHED))] }];
}

function converted(told: ToldEvent): readonly Change[] {
  const { siteId, data } = told;
  const [plannedOrderId, workOrderId] = [data.text('plannedOrderId'), data.text('workOrderId')];
  if (plannedOrderId === undefined || workOrderId === undefined) return [];
  return [
    { name: 'consumer.keep-origin', text: KEEP_ORIGIN, values: [siteId, workOrderId, plannedOrderId, data.text('customerOrderId') ?? null, data.text('customerOrderLineId') ?? null] },
    { name: 'consumer.add-publication', text: ADD_PUBLICATION_STEP, values: [siteId, plannedOrderId, workOrderId] },
    ...stepOf(told, ['plannedOrderId', 'customerOrderId', 'customerOrderLineId', 'documents', 'messageId']),
  ];
}

/** Only the orders whose finish moved, or is new: a schedule names them. */
function scheduled(told: ToldEvent): readonly Change[] {
  const version = told.data.integer('version');
  if (version === undefined) return [];
  return told.data.objects('affected').flatMap((affected) => {
    const [workOrderId, finishAt] = [affected.text('workOrderId'), affected.instant('finishAt')];
    if (workOrderId === undefined || finishAt === undefined) return [];
    const details = { version, ...told.data.pick(['reason', 'replanRequestIds']), ...affected.pick(['finishBefore', 'finishAt']) };
    return [{ name: 'consumer.keep-finish', text: KEEP_SCHEDULED_FINISH, values: [told.siteId, workOrderId, finishAt, version] }, stepWith(told, workOrderId, details)];
  });
}

function promised(told: ToldEvent): readonly Change[] {
  const { siteId, at, data } = told;
  const [customerOrderId, lineId, promisedOn] = [data.text('customerOrderId'), data.text('lineId'), data.day('promisedOn')];
  if (customerOrderId === undefined || lineId === undefined || promisedOn === undefined) return [];
  return [
    { name: 'consumer.keep-promise', text: KEEP_PROMISE, values: [siteId, customerOrderId, lineId, data.text('workOrderId') ?? null, promisedOn, data.day('promisedBefore') ?? null, at] },
    ...stepOf(told, PROMISED),
  ];
}

/** A step of every order that one of its causes names, once. */
function replanRequested(told: ToldEvent): readonly Change[] {
  const orders = new Set(told.data.objects('causes').flatMap((cause) => cause.text('workOrderId') ?? []));
  return [...orders].flatMap((workOrderId) => stepOf(told, ['replanRequestId', 'lineId', 'windowStartsAt', 'windowEndsAt', 'causeCount', 'messageId'], workOrderId));
}
