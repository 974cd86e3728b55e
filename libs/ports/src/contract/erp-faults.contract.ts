import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { ErpHarness, ErpScenario } from './erp-harness.js';
import { fails, partOf, pieces, postInDoubt } from './erp-scenario-steps.js';

/** The ERP does not serve us now, and says so: nothing was posted, and trying again later works. */
export const FAULT_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'faults', name: 'calls a locked order a technical fault without effect, and posts when the lock is gone', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const part = await partOf(harness, order);
      await harness.control.lockOrder(order.workOrderId);
      const failure = await fails(() => harness.erp.post(part, randomUUID()), { kind: 'technical', code: 'ORDER_LOCKED' });
      assert.ok(failure.message.includes(order.workOrderId), 'the message names our order');
      assert.deepEqual(await harness.ledger(), []);
      await harness.control.unlockOrder(order.workOrderId);
      await harness.erp.post(part, randomUUID());
      assert.equal((await harness.ledger()).length, 1);
    },
  },
  {
    group: 'faults', name: 'passes on how long a maintenance asks to stay away', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.maintenance(120);
      await staysAway(harness, () => harness.erp.post(part, randomUUID()), 'ERP_MAINTENANCE', 120_000);
      await harness.control.maintenance(120);
      await staysAway(harness, () => harness.erp.items(harness.siteId, {}), 'ERP_MAINTENANCE', 120_000);
    },
  },
  {
    group: 'faults', name: 'passes on how long a throttled caller must wait', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.throttle(3);
      await staysAway(harness, () => harness.erp.post(part, randomUUID()), 'ERP_THROTTLED', 3_000);
    },
  },
  {
    group: 'faults', name: 'calls an ERP that cannot be reached unavailable, for reads, writes and read-backs', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      const nobody = harness.unreachable();
      const unavailable = { kind: 'technical', code: 'ERP_UNAVAILABLE' } as const;
      await fails(() => nobody.items(harness.siteId, {}), unavailable);
      await fails(() => nobody.post(part, randomUUID()), unavailable);
      await fails(() => nobody.find(part, randomUUID()), unavailable);
    },
  },
  {
    group: 'faults', name: 'calls a refused credential a technical fault without effect, because it may be renewed', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      const stranger = harness.withoutAccess();
      const refusal = { kind: 'technical', code: 'ERP_ACCESS_REFUSED' } as const;
      await fails(() => stranger.items(harness.siteId, {}), refusal);
      await fails(() => stranger.post(part, randomUUID()), refusal);
      assert.deepEqual(await harness.ledger(), []);
    },
  },
];

const UNREADABLE: readonly ErpScenario[] = (['stamp', 'number'] as const).map((what) => ({
  group: 'doubt', name: `doubts a success whose ${what} cannot be read, and finds the one document`, needs: 'confirm',
  run: async (harness) => {
    const part = await partOf(harness, await harness.releasedOrder(), { yield: pieces('40') });
    await harness.control.answerNextCommitUnreadably(what);
    const { found } = await postInDoubt(harness, part);
    assert.deepEqual(found.map(({ quantities }) => quantities?.yield), [pieces('40')]);
    assert.equal((await harness.ledger()).length, 1);
  },
}));

const BROKEN: readonly ErpScenario[] = ([['breaks off in the middle', 'breakNextAnswer', 1], ['comes a byte at a time', 'dripNextAnswer', 1], ['is half a refusal', 'breakNextRefusal', 0]] as const)
  .map(([how, control, kept]) => ({
    group: 'doubt', name: `doubts an answer that ${how}, and finds ${kept === 1 ? 'the one document' : 'nothing'}`, needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control[control]();
      assert.equal((await postInDoubt(harness, part)).found.length, kept);
      assert.equal((await harness.ledger()).length, kept);
    },
  }));

/** We wrote, and what came back proves nothing: the outcome is unknown, and only a read-back tells. */
export const DOUBT_SCENARIOS: readonly ErpScenario[] = [
  ...UNREADABLE, ...BROKEN,
  {
    group: 'doubt', name: 'finds a posting whose answer was lost, with the quantities that were sent', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder(), { yield: pieces('40') });
      await harness.control.loseNextAnswer();
      const { reference, found } = await postInDoubt(harness, part);
      assert.equal(found.length, 1);
      assert.deepEqual([found[0]?.reference, found[0]?.quantities?.yield], [reference, pieces('40')]);
    },
  },
  {
    group: 'doubt', name: 'finds nothing of a posting that was lost on the way', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.loseNextRequest();
      assert.deepEqual((await postInDoubt(harness, part)).found, []);
    },
  },
  {
    group: 'doubt', name: 'finds nothing under a reference that was never used', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      assert.deepEqual(await harness.erp.find(part, randomUUID()), []);
    },
  },
  {
    group: 'doubt', name: 'doubts an error of which nobody says whether it posted', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.failAfterNextCommit();
      assert.equal((await postInDoubt(harness, part)).found.length, 1);
    },
  },
  {
    group: 'doubt', name: 'doubts a success whose body is a page and not the ERP', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.answerNextCommitWithPage();
      assert.equal((await postInDoubt(harness, part)).found.length, 1);
    },
  },
  {
    group: 'doubt', name: 'doubts an error page of a proxy, although nothing was posted', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.answerNextWriteWithPage();
      assert.deepEqual((await postInDoubt(harness, part)).found, []);
    },
  },
  {
    group: 'doubt', name: 'doubts a write that its caller gave up', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, part, { signal: AbortSignal.timeout(100) })).found.length, 1);
    },
  },
  {
    group: 'doubt', name: 'does not send what its caller gave up before', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await fails(() => harness.erp.post(part, randomUUID(), { signal: AbortSignal.abort() }), { kind: 'technical', code: 'ERP_UNAVAILABLE' });
      assert.deepEqual(await harness.ledger(), []);
    },
  },
  {
    group: 'doubt', name: 'does not send after the deadline of its caller', needs: 'confirm',
    run: async (harness) => {
      const part = await partOf(harness, await harness.releasedOrder());
      await fails(() => harness.erp.post(part, randomUUID(), { deadlineAt: new Date('2026-01-01T00:00:00Z') }), { kind: 'technical', code: 'ERP_UNAVAILABLE' });
      assert.deepEqual(await harness.ledger(), []);
    },
  },
];

async function staysAway(harness: ErpHarness, call: () => Promise<unknown>, code: string, retryAfterMs: number): Promise<void> {
  const failure = await fails(call, { kind: 'throttled', code });
  assert.ok(failure instanceof TechnicalRetryableError);
  assert.equal(failure.retryAfterMs, retryAfterMs);
  assert.deepEqual(await harness.ledger(), []);
}
