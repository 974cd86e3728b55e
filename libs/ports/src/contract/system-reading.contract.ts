import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CustomerOrder, DemandForecast, MaintenanceRequest, Nonconformity, PromiseDateUpdate, ReplanRequest, ScheduleVersion } from '@plantway/canonical';
import { allPages } from '../all-pages.js';
import type { CustomerPort, PromiseReceipt } from '../customer.port.js';
import type { DeliveryReceipt } from '../delivery.port.js';
import type { Page, PageRequest } from '../erp.port.js';
import type { MaintenancePort } from '../maintenance.port.js';
import type { PlanningPort } from '../planning.port.js';
import type { QualityPort } from '../quality.port.js';
import { fails } from './erp-scenario-steps.js';
import type { SystemHarness, SystemScenario } from './system-harness.js';
import { saidBy } from './system-writing.contract.js';

export interface PlanningHarness extends SystemHarness<ReplanRequest, DeliveryReceipt, PlanningPort> {
  /** Makes the system have another schedule, and answers it. */
  readonly publishSchedule: () => Promise<ScheduleVersion>;
}
export type MaintenanceHarness = SystemHarness<MaintenanceRequest, DeliveryReceipt, MaintenancePort>;
export interface CustomerHarness extends SystemHarness<PromiseDateUpdate, PromiseReceipt, CustomerPort> {
  /** What the system has, in its order, read past the port: at least two orders, one of which names a work order, and two forecasts. */
  readonly customerOrders: () => Promise<readonly CustomerOrder[]>;
  readonly forecasts: () => Promise<readonly DemandForecast[]>;
}
export type QualityHarness = SystemHarness<Nonconformity, DeliveryReceipt, QualityPort>;

/** What a planning system does beside taking replan requests. */
export const PLANNING_SCENARIOS: readonly SystemScenario<PlanningHarness>[] = [
  {
    group: 'reading', name: 'shows the schedule in force, whole',
    run: async ({ system, siteId, publishSchedule }) => {
      await publishSchedule();
      const newest = await publishSchedule();
      const { value, asOf } = await system.currentSchedule(siteId);
      assert.deepEqual(value, newest);
      assert.match(asOf, /Z$/);
    },
  },
  {
    group: 'reading', name: 'says when there is no schedule yet',
    run: async ({ system, siteId }) => void (await fails(() => system.currentSchedule(siteId), { kind: 'business', code: 'NOT_FOUND' })),
  },
];

/** What a maintenance system does beside taking requests. */
export const MAINTENANCE_SCENARIOS: readonly SystemScenario<MaintenanceHarness>[] = [
  {
    group: 'writing', name: 'makes one request of one failure, and says under which reference it stands',
    run: async ({ system, newCommand, taken }) => {
      const [failure, first, second] = [newCommand(), randomUUID(), randomUUID()];
      const standing = await system.post(failure, first);
      assert.deepEqual(saidBy(await system.post({ ...failure, text: 'Told once more.' }, second)), saidBy(standing));
      assert.deepEqual([await taken(first), await taken(second)], [1, 0]);
    },
  },
  {
    group: 'reading', name: 'shows every request once, page after page, and each as it is',
    run: async ({ system, siteId, newCommand }) => {
      const requests = [newCommand(), newCommand(), newCommand()];
      const references: string[] = [];
      for (const request of requests) references.push((await system.post(request, randomUUID())).reference);
      const shown = (await everything((page) => system.requests(siteId, page))).filter(({ reference }) => references.includes(reference));
      assert.deepEqual(shown.map(({ reference }) => reference).sort(), [...references].sort());
      const work = shown.find(({ reference }) => reference === references[0]);
      assert.deepEqual([work?.equipmentId, work?.siteId, work?.status], [requests[0]?.equipmentId, siteId, 'requested']);
    },
  },
  {
    group: 'reading', name: 'shows only what is asked for',
    run: async ({ system, siteId, newCommand }) => {
      const [wanted, other] = [newCommand(), newCommand()];
      const { reference } = await system.post(wanted, randomUUID());
      await system.post(other, randomUUID());
      const ofEquipment = await everything((page) => system.requests(siteId, { ...page, equipmentId: wanted.equipmentId }));
      assert.ok(ofEquipment.some((work) => work.reference === reference) && ofEquipment.every(({ equipmentId }) => equipmentId === wanted.equipmentId));
      assert.ok((await everything((page) => system.requests(siteId, { ...page, status: 'cancelled' }))).every(({ status }) => status === 'cancelled'));
    },
  },
  {
    group: 'reading', name: 'takes back no cursor of another list',
    run: async ({ system, siteId }) => void (await fails(() => system.requests(siteId, { cursor: 'bm9uZQ' }), { kind: 'business', code: 'CURSOR_INVALID' })),
  },
];

/** What a customer system does beside taking updates. */
export const CUSTOMER_SCENARIOS: readonly SystemScenario<CustomerHarness>[] = [
  {
    group: 'writing', name: 'answers the day that it promised, and the one before it when there was one',
    run: async ({ system, newCommand }) => {
      const update = newCommand();
      const { promisedOn } = await system.post(update, randomUUID());
      assert.match(promisedOn, /^\d{4}-\d{2}-\d{2}$/);
      const later = { ...update, promiseUpdateId: `${update.customerOrderId}/${update.lineId}@${update.scheduleVersion + 1}`, scheduleVersion: update.scheduleVersion + 1 };
      assert.equal((await system.post({ ...later, scheduledFinishAt: weekAfter(update.scheduledFinishAt) }, randomUUID())).promisedBefore, promisedOn);
    },
  },
  {
    group: 'reading', name: 'shows every customer order, page after page, line by line',
    run: async ({ system, siteId, customerOrders }) => assert.deepEqual(await everything((page) => system.customerOrders(siteId, page)), await customerOrders()),
  },
  {
    group: 'reading', name: 'shows only the customer orders that a work order is made for',
    run: async ({ system, siteId, customerOrders }) => {
      const all = await customerOrders();
      const workOrderId = all.flatMap(({ lines }) => lines).find((line) => line.workOrderId !== undefined)?.workOrderId;
      assert.ok(workOrderId !== undefined, 'an order names a work order');
      const expected = all.filter(({ lines }) => lines.some((line) => line.workOrderId === workOrderId));
      assert.deepEqual(await everything((page) => system.customerOrders(siteId, { ...page, workOrderId })), expected);
    },
  },
  {
    group: 'reading', name: 'shows every forecast, page after page',
    run: async ({ system, siteId, forecasts }) => assert.deepEqual(await everything((page) => system.forecasts(siteId, page)), await forecasts()),
  },
];

/** What a quality system does beside taking nonconformities. */
export const QUALITY_SCENARIOS: readonly SystemScenario<QualityHarness>[] = [
  {
    group: 'reading', name: 'shows an inspection of every nonconformity, page after page',
    run: async ({ system, siteId, newCommand }) => {
      const found = [newCommand(), newCommand()];
      const references: string[] = [];
      for (const nonconformity of found) references.push((await system.post(nonconformity, randomUUID())).reference);
      const shown = (await everything((page) => system.inspections(siteId, page))).filter(({ reference }) => references.includes(reference));
      const fields = shown.map(({ reference, scope, defectCode }) => ({ reference, scope, defectCode }));
      assert.deepEqual(fields, found.map(({ scope, defectCode }, at) => ({ reference: references[at], scope, defectCode })));
    },
  },
  {
    group: 'reading', name: 'shows only inspections of the status that is asked for',
    run: async ({ system, siteId, newCommand }) => {
      const { reference, documents } = await system.post(newCommand(), randomUUID());
      const [open, disposed] = [await everything((page) => system.inspections(siteId, { ...page, status: 'open' })), await everything((page) => system.inspections(siteId, { ...page, status: 'disposed' }))];
      assert.deepEqual(open.find((inspection) => inspection.reference === reference)?.inspectionId, documents[0]?.number);
      assert.ok(!disposed.some((inspection) => inspection.reference === reference));
    },
  },
];

const weekAfter = (instant: string): string => new Date(Date.parse(instant) + 7 * 24 * 60 * 60 * 1_000).toISOString();

/** All pages of a list, one item each. */
async function everything<T>(read: (page: PageRequest) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of allPages(read, 1)) items.push(item);
  return items;
}
