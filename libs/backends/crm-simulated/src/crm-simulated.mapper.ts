import type { CustomerOrder, DemandForecast, Instant, PromiseDateUpdate } from '@plantway/canonical';
import type { PromiseReceipt } from '@plantway/ports';
import { WireShapeError, type WireRow } from '@plantway/wire';

/** The body of an update: the documented fields and nothing else. */
export function promiseBody({ promiseUpdateId, siteId, customerOrderId, lineId, workOrderId, scheduledFinishAt, scheduleVersion }: PromiseDateUpdate, reference: string): object {
  return { reference, update: { promiseUpdateId, siteId, customerOrderId, lineId, workOrderId, scheduledFinishAt, scheduleVersion } };
}

/** The system does not say when it promised: the time of its answer, `saidAt`, stands for it. @throws WireShapeError also when the answer speaks of another reference */
export function promiseReceipt(row: WireRow, saidAt: Instant, reference: string, backend: string): PromiseReceipt {
  if (row.text('reference') !== reference) throw new WireShapeError('it speaks of another reference');
  return {
    reference, backend, documents: [{ type: 'promise', number: row.text('number', 64) }], postedAt: saidAt,
    promisedOn: row.day('promisedOn'), ...row.given('promisedBefore', (field) => row.day(field)),
  };
}

/** @throws WireShapeError for a row that is not as documented */
export function customerOrderOf(row: WireRow, siteId: string): CustomerOrder {
  return {
    customerOrderId: row.text('customerOrderId', 64), siteId, customerId: row.text('customerId', 64), status: row.oneOf('status', ['open', 'delivered', 'cancelled']),
    lines: row.rows('lines').map((line) => ({
      lineId: line.text('lineId', 64), itemId: line.text('itemId', 64), quantity: line.quantity('quantity'), requestedOn: line.day('requestedOn'),
      ...line.given('promisedOn', (field) => line.day(field)), ...line.given('workOrderId', (field) => line.text(field, 64)),
    })),
  };
}

/** @throws WireShapeError for a row that is not as documented */
export function forecastOf(row: WireRow, siteId: string): DemandForecast {
  return {
    forecastId: row.text('forecastId', 64), siteId, itemId: row.text('itemId', 64), startsOn: row.day('startsOn'), endsOn: row.day('endsOn'), quantity: row.quantity('quantity'),
  };
}
