import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ErpPart } from '../erp.port.js';
import type { ErpHarness, ErpScenario } from './erp-harness.js';
import { fails, postInDoubt } from './erp-scenario-steps.js';

function releaseOf({ siteId, facts }: ErpHarness, workOrderId = facts.orderNotReleased): ErpPart {
  return { action: 'release', partId: 'release', siteId, workOrderId };
}

/** Releasing an order: a change of the order and not a document of its own, so that the order says whether it happened. */
export const RELEASE_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'releases', name: 'releases a created order and answers with the order, without a day and without quantities', needs: 'release',
    run: async (harness) => {
      const { orderNotReleased } = harness.facts;
      const reference = randomUUID();
      const receipt = await harness.erp.post(releaseOf(harness), reference);
      assert.equal(receipt.reference, reference);
      assert.deepEqual(receipt.documents, [{ type: 'workOrder', number: orderNotReleased }]);
      assert.match(receipt.postedAt, /Z$/);
      assert.deepEqual([receipt.postingDate, receipt.quantities], [undefined, undefined]);
      assert.equal(await harness.statusOf(orderNotReleased), 'released');
      assert.equal((await harness.erp.workOrder(harness.siteId, orderNotReleased)).value.status, 'released');
      assert.deepEqual(await harness.ledger(), []);
    },
  },
  {
    group: 'releases', name: 'finds no release of an order that is only created, and one once it is released', needs: 'release',
    run: async (harness) => {
      const reference = randomUUID();
      assert.deepEqual(await harness.erp.find(releaseOf(harness), reference), []);
      await harness.erp.post(releaseOf(harness), reference);
      const found = await harness.erp.find(releaseOf(harness), reference);
      assert.deepEqual(found.map((receipt) => [receipt.reference, receipt.documents]), [[reference, [{ type: 'workOrder', number: harness.facts.orderNotReleased }]]]);
    },
  },
  {
    group: 'releases', name: 'releases an order once: a second time is refused and changes nothing', needs: 'release',
    run: async (harness) => {
      await harness.erp.post(releaseOf(harness), randomUUID());
      const before = await harness.erp.workOrder(harness.siteId, harness.facts.orderNotReleased);
      await fails(() => harness.erp.post(releaseOf(harness), randomUUID()), { kind: 'business', code: 'ORDER_ALREADY_RELEASED' });
      assert.equal((await harness.erp.workOrder(harness.siteId, harness.facts.orderNotReleased)).value.revision, before.value.revision);
    },
  },
  {
    group: 'releases', name: 'finds a release that a person made on a screen', needs: 'release',
    run: async (harness) => {
      await harness.control.releaseOnScreen(harness.facts.orderNotReleased);
      assert.equal((await harness.erp.find(releaseOf(harness), randomUUID())).length, 1);
      await fails(() => harness.erp.post(releaseOf(harness), randomUUID()), { kind: 'business', code: 'ORDER_ALREADY_RELEASED' });
    },
  },
  {
    group: 'releases', name: 'refuses to release an order that does not exist', needs: 'release',
    run: async (harness) => {
      const nobodys = releaseOf(harness, `NO-${randomUUID().slice(0, 8)}`);
      await fails(() => harness.erp.post(nobodys, randomUUID()), { kind: 'business', code: 'ORDER_UNKNOWN' });
      await fails(() => harness.erp.find(nobodys, randomUUID()), { kind: 'business', code: 'NOT_FOUND' });
    },
  },
  {
    group: 'releases', name: 'calls a locked order a technical fault, and releases it when the lock is gone', needs: 'release',
    run: async (harness) => {
      const { orderNotReleased } = harness.facts;
      await harness.control.lockOrder(orderNotReleased);
      await fails(() => harness.erp.post(releaseOf(harness), randomUUID()), { kind: 'technical', code: 'ORDER_LOCKED' });
      assert.equal(await harness.statusOf(orderNotReleased), 'created');
      await harness.control.unlockOrder(orderNotReleased);
      await harness.erp.post(releaseOf(harness), randomUUID());
    },
  },
  {
    group: 'releases', name: 'finds a release whose answer was lost', needs: 'release',
    run: async (harness) => {
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, releaseOf(harness))).found.length, 1);
    },
  },
  {
    group: 'releases', name: 'doubts a success whose body is a page, and finds the release', needs: 'release',
    run: async (harness) => {
      await harness.control.answerNextCommitWithPage();
      assert.equal((await postInDoubt(harness, releaseOf(harness))).found.length, 1);
    },
  },
  {
    group: 'releases', name: 'finds nothing of a release that was lost on the way', needs: 'release',
    run: async (harness) => {
      await harness.control.loseNextRequest();
      assert.deepEqual((await postInDoubt(harness, releaseOf(harness))).found, []);
    },
  },
  {
    group: 'releases', name: 'does not release after the deadline of its caller', needs: 'release',
    run: async (harness) => {
      await fails(() => harness.erp.post(releaseOf(harness), randomUUID(), { deadlineAt: new Date('2026-01-01T00:00:00Z') }), { kind: 'technical', code: 'ERP_UNAVAILABLE' });
      assert.equal(await harness.statusOf(harness.facts.orderNotReleased), 'created');
    },
  },
];
