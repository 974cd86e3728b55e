import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Instant } from '@plantway/canonical';
import { allPages } from '../all-pages.js';
import { ERP_OPERATIONS } from '../erp.port.js';
import type { Page, PageRequest } from '../erp.port.js';
import type { ErpScenario } from './erp-harness.js';
import { fails } from './erp-scenario-steps.js';

const notFound = { kind: 'business', code: 'NOT_FOUND' } as const;
const missing = (): string => `NO-SUCH-${randomUUID().slice(0, 8)}`;

/** Reading changes nothing, names its age, and never shows one thing twice or leaves one out. */
export const READ_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'reads', name: 'declares beforehand what it can do and how double postings are kept out',
    run: async ({ erp, siteId }) => {
      const capabilities = await erp.capabilities(siteId);
      assert.deepEqual(capabilities.operations.map(({ operation }) => operation).sort(), [...ERP_OPERATIONS].sort());
      for (const { guaranteeClass } of capabilities.operations) assert.match(guaranteeClass, /^[KRBN]$/);
      assert.ok(capabilities.longestWriteMs > 0);
      for (const { field, reason } of capabilities.fieldsNotCarried) assert.ok(field.length > 0 && reason.length > 0, 'what is not carried is told with its reason');
      assert.ok(capabilities.backend.length > 0);
    },
  },
  {
    group: 'reads', name: 'pages through the items to the end without a gap or a repeat',
    run: async ({ erp, siteId }) => {
      const small = await walk((page) => erp.items(siteId, page), 2);
      const whole = await erp.items(siteId, { limit: 1_000 });
      assert.ok(whole.items.length > 2, 'the ERP has more than one page of two items');
      assert.deepEqual(small.map(({ itemId }) => itemId), whole.items.map(({ itemId }) => itemId));
      assert.equal(new Set(small.map(({ itemId }) => itemId)).size, small.length);
    },
  },
  {
    group: 'reads', name: 'pages through the work orders to the end without a gap or a repeat',
    run: async (harness) => {
      for (let count = 0; count < 3; count += 1) await harness.releasedOrder();
      const small = await walk((page) => harness.erp.workOrders(harness.siteId, page), 2);
      const whole = await harness.erp.workOrders(harness.siteId, { limit: 1_000 });
      assert.deepEqual(small.map(({ workOrderId }) => workOrderId), whole.items.map(({ workOrderId }) => workOrderId));
      assert.equal(new Set(small.map(({ workOrderId }) => workOrderId)).size, small.length);
    },
  },
  {
    group: 'reads', name: 'refuses a cursor that another list gave',
    run: async ({ erp, siteId }) => {
      const { nextCursor } = await erp.items(siteId, { limit: 1 });
      assert.ok(nextCursor !== null);
      await fails(() => erp.workOrders(siteId, { cursor: nextCursor }), { kind: 'business', code: 'CURSOR_INVALID' });
    },
  },
  {
    group: 'reads', name: 'shows an item in units of Recommendation 20, with exact decimals',
    run: async ({ erp, siteId, facts }) => {
      const { value, asOf } = await erp.item(siteId, facts.madeItemId);
      assert.equal(value.itemId, facts.madeItemId);
      assert.equal(value.baseUnit, 'H87');
      assert.equal(value.procurement, 'made');
      assertInstant(asOf);
    },
  },
  {
    group: 'reads', name: 'shows bill of material and routing of a made item, over the same operations',
    run: async ({ erp, siteId, facts }) => {
      const bill = await erp.billOfMaterial(siteId, facts.madeItemId);
      const routing = await erp.routing(siteId, facts.madeItemId);
      const steps = new Set(routing.value.operations.map(({ operationId }) => operationId));
      assert.ok(bill.value.components.length > 0);
      for (const { operationId, quantity } of bill.value.components) {
        assert.ok(steps.has(operationId));
        assert.match(quantity.value, /^[0-9]+(\.[0-9]+)?$/);
      }
      for (const { runTimePerUnit } of routing.value.operations) assert.equal(runTimePerUnit.unit, 'MIN');
    },
  },
  {
    group: 'reads', name: 'shows a released order with its operations, nothing confirmed, everything remaining',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const { value, asOf } = await harness.erp.workOrder(harness.siteId, order.workOrderId);
      assert.equal(value.workOrderId, order.workOrderId);
      assert.equal(value.siteId, harness.siteId);
      assert.equal(value.itemId, order.itemId);
      assert.equal(value.status, 'released');
      assert.deepEqual(value.quantity, { value: '100', unit: 'H87' });
      assert.equal(value.overDeliveryTolerancePercent, '5');
      assert.deepEqual(value.operations[0]?.yieldConfirmed, { value: '0', unit: 'H87' });
      assert.deepEqual(value.operations[0]?.remaining, { value: '100', unit: 'H87' });
      assertInstant(value.dueAt);
      assertInstant(asOf);
    },
  },
  {
    group: 'reads', name: 'filters work orders by status and by item',
    run: async (harness) => {
      const { erp, siteId, facts } = harness;
      const { workOrderId, itemId } = await harness.releasedOrder();
      const released = await erp.workOrders(siteId, { status: 'released', limit: 1_000 });
      assert.ok(released.items.some((order) => order.workOrderId === workOrderId));
      assert.ok(released.items.every(({ status }) => status === 'released'));
      const created = await erp.workOrders(siteId, { status: 'created', limit: 1_000 });
      assert.ok(created.items.some((order) => order.workOrderId === facts.orderNotReleased));
      const ofItem = await erp.workOrders(siteId, { itemId, limit: 1_000 });
      assert.ok(ofItem.items.length > 0 && ofItem.items.every((order) => order.itemId === itemId));
    },
  },
  {
    group: 'reads', name: 'shows stock by item, location and lot',
    run: async ({ erp, siteId, facts }) => {
      const { items, asOf } = await erp.inventoryBalances(siteId, { itemId: facts.lot.itemId });
      assert.ok(items.length > 0);
      for (const balance of items) {
        assert.equal(balance.itemId, facts.lot.itemId);
        assert.match(balance.quantity.value, /^-?[0-9]+(\.[0-9]+)?$/);
      }
      const ofLot = await erp.inventoryBalances(siteId, facts.lot);
      assert.ok(ofLot.items.length > 0 && ofLot.items.every(({ lotId }) => lotId === facts.lot.lotId));
      assertInstant(asOf);
    },
  },
  {
    group: 'reads', name: 'shows a lot of an item',
    run: async ({ erp, siteId, facts }) => {
      const { value } = await erp.lot(siteId, facts.lot.itemId, facts.lot.lotId);
      assert.equal(value.lotId, facts.lot.lotId);
      assert.equal(value.itemId, facts.lot.itemId);
      assert.equal(value.status, 'unrestricted');
    },
  },
  {
    group: 'reads', name: 'shows purchase orders with what is still to come',
    run: async ({ erp, siteId }) => {
      const { items, asOf } = await erp.purchaseOrders(siteId, {});
      assert.ok(items.length > 0);
      for (const { lines } of items) assert.ok(lines.length > 0);
      const [first] = items;
      const ofSupplier = await erp.purchaseOrders(siteId, { supplierId: first?.supplierId ?? '' });
      assert.ok(ofSupplier.items.length > 0 && ofSupplier.items.every(({ supplierId }) => supplierId === first?.supplierId));
      assertInstant(asOf);
    },
  },
  {
    group: 'reads', name: 'shows which posting periods are open',
    run: async ({ erp, siteId, facts }) => {
      const { items, nextCursor } = await erp.postingPeriods(siteId);
      const statusAt = (day: string): string | undefined => items.find(({ startsOn, endsOn }) => startsOn <= day && day <= endsOn)?.status;
      assert.deepEqual([statusAt(facts.closedDate), statusAt(facts.openDate), statusAt(facts.futureDate)], ['closed', 'open', 'future']);
      assert.equal(nextCursor, null);
    },
  },
  {
    group: 'reads', name: 'shows the work centers that its routings use',
    run: async ({ erp, siteId, facts }) => {
      const { items } = await erp.workCenters(siteId);
      const routing = await erp.routing(siteId, facts.madeItemId);
      const codes = new Set(items.map(({ code }) => code));
      for (const { workCenterId } of routing.value.operations) assert.ok(codes.has(workCenterId), `${workCenterId} is listed`);
    },
  },
  {
    group: 'reads', name: 'says that an object does not exist, and nothing worse',
    run: async ({ erp, siteId, facts }) => {
      await fails(() => erp.item(siteId, missing()), notFound);
      await fails(() => erp.billOfMaterial(siteId, missing()), notFound);
      await fails(() => erp.routing(siteId, missing()), notFound);
      await fails(() => erp.workOrder(siteId, missing()), notFound);
      await fails(() => erp.lot(siteId, facts.lot.itemId, missing()), notFound);
    },
  },
  {
    group: 'reads', name: 'finds objects whose number holds signs that a URL gives a meaning to',
    run: async ({ erp, siteId }) => {
      await fails(() => erp.workOrder(siteId, 'WO/1?x=1&y#z %41'), notFound);
    },
  },
];

async function walk<T>(read: (page: PageRequest) => Promise<Page<T>>, limit: number): Promise<readonly T[]> {
  const seen: T[] = [];
  const judged = async (request: PageRequest): Promise<Page<T>> => {
    const page = await read(request);
    assert.ok(page.items.length <= limit, 'a page is never longer than its limit');
    assert.ok(seen.length < 10_000, 'the list ends');
    assertInstant(page.asOf);
    return page;
  };
  for await (const item of allPages(judged, limit)) seen.push(item);
  return seen;
}

function assertInstant(instant: Instant): void {
  assert.match(instant, /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z$/);
}

