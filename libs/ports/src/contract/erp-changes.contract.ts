import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { WorkOrderChange } from '@plantway/canonical';
import type { ErpPart, WorkOrderChanged } from '../erp.port.js';
import type { ErpHarness, ErpScenario } from './erp-harness.js';
import { confirm, fails, pieces, postInDoubt } from './erp-scenario-steps.js';

type Wish = Pick<WorkOrderChange, 'verb'> & Partial<WorkOrderChange>;

function changeOf({ siteId }: ErpHarness, workOrderId: string, wish: Wish): ErpPart {
  return { action: 'change', partId: 'change', siteId, change: { changeId: `contract-${randomUUID()}`, siteId, workOrderId, ...wish } };
}

/** What happened since `cursor` to one order. */
async function happenedTo({ erp, siteId }: ErpHarness, workOrderId: string, cursor: string): Promise<readonly WorkOrderChanged[]> {
  return (await erp.changes(siteId, { cursor })).items.filter((change) => change.workOrderId === workOrderId);
}

/** Orders that are changed under a reference, and the list of what happened to orders, whoever did it. */
export const CHANGE_SCENARIOS: readonly ErpScenario[] = [
  ...([['hold', 'held'], ['cancel', 'cancelled']] as const).map(([verb, status]): ErpScenario => ({
    group: 'changes', name: `can ${verb} an order, answers with the order, and finds it under the reference`, needs: 'change',
    run: async (harness) => {
      const { workOrderId } = await harness.releasedOrder();
      const part = changeOf(harness, workOrderId, { verb });
      const reference = randomUUID();
      const receipt = await harness.erp.post(part, reference);
      assert.deepEqual([receipt.reference, receipt.documents, receipt.postingDate, receipt.quantities], [reference, [{ type: 'workOrder', number: workOrderId }], undefined, undefined]);
      assert.equal(await harness.statusOf(workOrderId), status);
      assert.deepEqual((await harness.erp.find(part, reference)).map(({ documents }) => documents), [receipt.documents]);
    },
  })),
  {
    group: 'changes', name: 'resumes an order on hold, which then takes confirmations again', needs: 'change',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await harness.control.holdOnScreen(order.workOrderId);
      await fails(() => confirm(harness, order), { kind: 'business', code: 'ORDER_ON_HOLD' });
      await harness.erp.post(changeOf(harness, order.workOrderId, { verb: 'resume' }), randomUUID());
      await confirm(harness, order);
      assert.equal((await harness.ledger()).length, 1);
    },
  },
  {
    group: 'changes', name: 'gives an order another quantity and other dates, and a revision of its own each time', needs: 'change',
    run: async (harness) => {
      const { workOrderId } = await harness.releasedOrder();
      const { value: before } = await harness.erp.workOrder(harness.siteId, workOrderId);
      await harness.erp.post(changeOf(harness, workOrderId, { verb: 'changeQuantity', quantity: pieces('80') }), randomUUID());
      const { value: less } = await harness.erp.workOrder(harness.siteId, workOrderId);
      await harness.erp.post(changeOf(harness, workOrderId, { verb: 'changeDate', dueAt: '2026-11-30T13:00:00.000Z' }), randomUUID());
      const { value: later } = await harness.erp.workOrder(harness.siteId, workOrderId);
      assert.deepEqual([less.quantity, later.quantity, later.dueAt, later.startAt], [pieces('80'), pieces('80'), '2026-11-30T13:00:00.000Z', before.startAt]);
      assert.equal(new Set([before.revision, less.revision, later.revision]).size, 3);
    },
  },
  {
    group: 'changes', name: 'refuses a quantity below what is confirmed, and changes nothing', needs: 'change',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await confirm(harness, order, { yield: pieces('40') });
      await fails(() => harness.erp.post(changeOf(harness, order.workOrderId, { verb: 'changeQuantity', quantity: pieces('39') }), randomUUID()), { kind: 'business', code: 'BELOW_CONFIRMED' });
      assert.deepEqual((await harness.erp.workOrder(harness.siteId, order.workOrderId)).value.quantity, pieces('100'));
    },
  },
  {
    group: 'changes', name: 'takes the revision that the sender saw, and refuses another one', needs: 'change',
    run: async (harness) => {
      const { workOrderId } = await harness.releasedOrder();
      const { value: { revision } } = await harness.erp.workOrder(harness.siteId, workOrderId);
      await harness.erp.post(changeOf(harness, workOrderId, { verb: 'hold', expectedRevision: revision }), randomUUID());
      if ((await harness.erp.capabilities(harness.siteId)).ifMatch === 'none') return;
      await fails(() => harness.erp.post(changeOf(harness, workOrderId, { verb: 'resume', expectedRevision: revision }), randomUUID()), { kind: 'business', code: 'REVISION_STALE' });
      assert.equal(await harness.statusOf(workOrderId), 'held');
    },
  },
  {
    group: 'changes', name: 'refuses to change an order that is over, or that does not exist', needs: 'change',
    run: async (harness) => {
      const { workOrderId } = await harness.releasedOrder();
      await harness.erp.post(changeOf(harness, workOrderId, { verb: 'cancel' }), randomUUID());
      await fails(() => harness.erp.post(changeOf(harness, workOrderId, { verb: 'hold' }), randomUUID()), { kind: 'business', code: 'ORDER_CLOSED' });
      await fails(() => harness.erp.post(changeOf(harness, `NO-${randomUUID().slice(0, 8)}`, { verb: 'hold' }), randomUUID()), { kind: 'business', code: 'ORDER_UNKNOWN' });
    },
  },
  {
    group: 'changes', name: 'calls a locked order a technical fault, and changes it when the lock is gone', needs: 'change',
    run: async (harness) => {
      const { workOrderId } = await harness.releasedOrder();
      await harness.control.lockOrder(workOrderId);
      await fails(() => harness.erp.post(changeOf(harness, workOrderId, { verb: 'hold' }), randomUUID()), { kind: 'technical', code: 'ORDER_LOCKED' });
      await harness.control.unlockOrder(workOrderId);
      await harness.erp.post(changeOf(harness, workOrderId, { verb: 'hold' }), randomUUID());
    },
  },
  {
    group: 'changes', name: 'finds a change whose answer was lost, and nothing of one that was lost on the way', needs: 'change',
    run: async (harness) => {
      const { workOrderId } = await harness.releasedOrder();
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, changeOf(harness, workOrderId, { verb: 'hold' }))).found.length, 1);
      await harness.control.loseNextRequest();
      assert.deepEqual((await postInDoubt(harness, changeOf(harness, workOrderId, { verb: 'resume' }))).found, []);
      assert.equal(await harness.statusOf(workOrderId), 'held');
    },
  },
  {
    group: 'changes', name: 'takes a hold of a person on a screen for nobody\'s, when it is asked for ours', needs: 'change',
    run: async (harness) => {
      const { workOrderId } = await harness.releasedOrder();
      await harness.control.holdOnScreen(workOrderId);
      assert.deepEqual(await harness.erp.find(changeOf(harness, workOrderId, { verb: 'hold' }), randomUUID()), []);
    },
  },
  {
    group: 'changes', name: 'lists what happened to orders since a cursor, on screens and through us, in order and once',
    run: async (harness) => {
      const { nextCursor: start, items } = await harness.erp.changes(harness.siteId, {});
      assert.deepEqual(items, []);
      const order = await harness.releasedOrder();
      await harness.control.holdOnScreen(order.workOrderId);
      const reference = randomUUID();
      await harness.erp.post(changeOf(harness, order.workOrderId, { verb: 'resume' }), reference);
      await confirm(harness, order);
      const happened = await happenedTo(harness, order.workOrderId, start);
      assert.deepEqual(happened.map(({ what }) => what), ['created', 'released', 'held', 'resumed', 'confirmed']);
      assert.deepEqual(happened.filter(({ what }) => what === 'held' || what === 'resumed').map((change) => change.reference), [undefined, reference]);
      assert.equal(happened.at(-1)?.revision, (await harness.erp.workOrder(harness.siteId, order.workOrderId)).value.revision);
    },
  },
  {
    group: 'changes', name: 'goes on where a page of changes ended, and always says where',
    run: async (harness) => {
      const { nextCursor: start } = await harness.erp.changes(harness.siteId, {});
      const { workOrderId } = await harness.releasedOrder();
      await harness.control.holdOnScreen(workOrderId);
      const all = (await harness.erp.changes(harness.siteId, { cursor: start })).items;
      const seen: WorkOrderChanged[] = [];
      let cursor = start;
      for (;;) {
        const page = await harness.erp.changes(harness.siteId, { cursor, limit: 1 });
        cursor = page.nextCursor;
        if (page.items.length === 0) break;
        assert.equal(page.items.length, 1);
        seen.push(...page.items);
      }
      assert.deepEqual(seen, all);
      assert.deepEqual((await harness.erp.changes(harness.siteId, { cursor })).nextCursor, cursor);
    },
  },
];
