import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { PlannedOrder } from '@plantway/canonical';
import { allPages } from '../all-pages.js';
import type { ErpPart } from '../erp.port.js';
import type { ErpHarness, ErpScenario } from './erp-harness.js';
import { fails, pieces, postInDoubt } from './erp-scenario-steps.js';

function planOf({ siteId, facts }: ErpHarness, changes: Partial<PlannedOrder> = {}): PlannedOrder {
  return {
    plannedOrderId: `PLN-${randomUUID().slice(0, 8)}`, siteId, itemId: facts.madeItemId, quantity: pieces('60'), startAt: '2026-11-23T05:00:00.000Z', dueAt: '2026-11-25T13:00:00.000Z',
    customerOrderId: 'CO-8001', customerOrderLineId: '10', ...changes,
  };
}
function publish({ siteId }: ErpHarness, plannedOrder: PlannedOrder): ErpPart {
  return { action: 'publishPlannedOrder', partId: 'plannedOrder', siteId, plannedOrder };
}
function convert({ siteId }: ErpHarness, plannedOrderId: string): ErpPart {
  return { action: 'convertPlannedOrder', partId: 'conversion', siteId, plannedOrderId };
}
async function published(harness: ErpHarness, changes: Partial<PlannedOrder> = {}): Promise<PlannedOrder> {
  const plan = planOf(harness, changes);
  await harness.erp.post(publish(harness, plan), randomUUID());
  return plan;
}
async function listed({ erp, siteId }: ErpHarness, plannedOrderId: string) {
  for await (const plan of allPages((page) => erp.plannedOrders(siteId, page))) if (plan.plannedOrderId === plannedOrderId) return plan;
  return undefined;
}

/** Planned orders, the work orders that become of them, and the material that both have claim to. */
export const PLANNED_ORDER_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'plannedOrders', name: 'takes a planned order in under its own id, lists it as planned, and finds it under the reference', needs: 'publishPlannedOrder',
    run: async (harness) => {
      const plan = planOf(harness);
      const reference = randomUUID();
      const receipt = await harness.erp.post(publish(harness, plan), reference);
      assert.deepEqual([receipt.reference, receipt.documents, receipt.postingDate], [reference, [{ type: 'plannedOrder', number: plan.plannedOrderId }], undefined]);
      assert.deepEqual(await listed(harness, plan.plannedOrderId), { ...plan, status: 'planned' });
      assert.deepEqual((await harness.erp.find(publish(harness, plan), reference)).map(({ documents }) => documents), [receipt.documents]);
    },
  },
  {
    group: 'plannedOrders', name: 'makes a created work order of a planned one, with a number of its own, and says so wherever it is asked', needs: 'convertPlannedOrder',
    run: async (harness) => {
      const plan = await published(harness);
      const reference = randomUUID();
      const receipt = await harness.erp.post(convert(harness, plan.plannedOrderId), reference);
      const workOrderId = receipt.documents.find(({ type }) => type === 'workOrder')?.number ?? '';
      assert.deepEqual(receipt.documents, [{ type: 'plannedOrder', number: plan.plannedOrderId }, { type: 'workOrder', number: workOrderId }]);
      const { value: order } = await harness.erp.workOrder(harness.siteId, workOrderId);
      assert.deepEqual([order.status, order.itemId, order.quantity, order.startAt, order.dueAt], ['created', plan.itemId, plan.quantity, plan.startAt, plan.dueAt]);
      assert.deepEqual(await listed(harness, plan.plannedOrderId), { ...plan, status: 'converted', workOrderId });
      assert.deepEqual((await harness.erp.find(convert(harness, plan.plannedOrderId), reference)).map(({ documents }) => documents), [receipt.documents]);
    },
  },
  {
    group: 'plannedOrders', name: 'converts a planned order once', needs: 'convertPlannedOrder',
    run: async (harness) => {
      const plan = await published(harness);
      await harness.erp.post(convert(harness, plan.plannedOrderId), randomUUID());
      const before = await listed(harness, plan.plannedOrderId);
      await fails(() => harness.erp.post(convert(harness, plan.plannedOrderId), randomUUID()), { kind: 'business', code: 'PLANNED_ORDER_CONVERTED' });
      assert.deepEqual(await listed(harness, plan.plannedOrderId), before);
    },
  },
  {
    group: 'plannedOrders', name: 'refuses a plan for an item that it does not know, and to convert a plan that it does not know', needs: 'publishPlannedOrder',
    run: async (harness) => {
      await fails(() => published(harness, { itemId: `NO-${randomUUID().slice(0, 8)}` }), { kind: 'business', code: 'ITEM_UNKNOWN' });
      await fails(() => harness.erp.post(convert(harness, `NO-${randomUUID().slice(0, 8)}`), randomUUID()), { kind: 'business', code: 'PLANNED_ORDER_UNKNOWN' });
    },
  },
  {
    group: 'plannedOrders', name: 'does not take the same planned order in twice', needs: 'publishPlannedOrder',
    run: async (harness) => {
      const plan = await published(harness);
      await fails(() => harness.erp.post(publish(harness, { ...plan, quantity: pieces('70') }), randomUUID()), { kind: 'business', code: 'ERP_REFUSED' });
      assert.deepEqual((await listed(harness, plan.plannedOrderId))?.quantity, plan.quantity);
    },
  },
  {
    group: 'plannedOrders', name: 'finds a plan and a conversion whose answers were lost, and nothing of what was lost on the way', needs: 'convertPlannedOrder',
    run: async (harness) => {
      const plan = planOf(harness);
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, publish(harness, plan))).found.length, 1);
      await harness.control.loseNextRequest();
      assert.deepEqual((await postInDoubt(harness, convert(harness, plan.plannedOrderId))).found, []);
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, convert(harness, plan.plannedOrderId))).found.length, 1);
    },
  },
  {
    group: 'plannedOrders', name: 'doubts a conversion whose answer is a page, or has a time that nobody can read', needs: 'convertPlannedOrder',
    run: async (harness) => {
      const [first, second] = [await published(harness), await published(harness)];
      await harness.control.answerNextCommitWithPage();
      assert.equal((await postInDoubt(harness, convert(harness, first.plannedOrderId))).found.length, 1);
      await harness.control.answerNextCommitUnreadably('stamp');
      assert.equal((await postInDoubt(harness, convert(harness, second.plannedOrderId))).found.length, 1);
    },
  },
  {
    group: 'plannedOrders', name: 'filters planned orders by state and item', needs: 'convertPlannedOrder',
    run: async (harness) => {
      const [waiting, done] = [await published(harness), await published(harness)];
      await harness.erp.post(convert(harness, done.plannedOrderId), randomUUID());
      const ids = async (filter: Parameters<typeof harness.erp.plannedOrders>[1]): Promise<readonly string[]> => (await harness.erp.plannedOrders(harness.siteId, filter)).items.map(({ plannedOrderId }) => plannedOrderId);
      assert.deepEqual(await ids({ status: 'planned', itemId: harness.facts.madeItemId }), [waiting.plannedOrderId]);
      assert.deepEqual(await ids({ status: 'converted' }), [done.plannedOrderId]);
      assert.deepEqual(await ids({ itemId: harness.facts.lot.itemId }), []);
    },
  },
  {
    group: 'plannedOrders', name: 'reserves material for a planned order, and for its work order instead once it is converted', needs: 'convertPlannedOrder',
    run: async (harness) => {
      const claims = async () => {
        const all = [];
        for await (const claim of allPages((page) => harness.erp.reservations(harness.siteId, page))) all.push(claim);
        return all;
      };
      const plan = await published(harness);
      const planned = (await claims()).filter(({ plannedOrderId }) => plannedOrderId === plan.plannedOrderId);
      const receipt = await harness.erp.post(convert(harness, plan.plannedOrderId), randomUUID());
      const after = await claims();
      const owner = receipt.documents.find(({ type }) => type === 'workOrder')?.number;
      const { value: bill } = await harness.erp.billOfMaterial(harness.siteId, plan.itemId);
      assert.deepEqual(planned.map(({ itemId, operationId }) => [itemId, operationId]).sort(), bill.components.map(({ componentItemId, operationId }) => [componentItemId, operationId]).sort());
      assert.deepEqual(after.filter(({ plannedOrderId }) => plannedOrderId === plan.plannedOrderId), []);
      assert.deepEqual(after.filter(({ workOrderId }) => workOrderId === owner), planned.map(({ itemId, operationId, quantity }) => ({ itemId, operationId, quantity, workOrderId: owner })));
    },
  },
];
