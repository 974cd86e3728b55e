import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions } from '../call-options.js';
import type { DispatchReceipt } from '../mes.port.js';
import { fails } from './erp-scenario-steps.js';
import type { MesHarness, MesScenario } from './mes-harness.js';

const unavailable = { kind: 'technical', code: 'MES_UNAVAILABLE' } as const;

/** The MES does not serve us now, and says so: nothing was taken, and trying again later works. */
export const MES_FAULT_SCENARIOS: readonly MesScenario[] = [
  {
    group: 'faults', name: 'passes on how long a throttled caller must wait', needs: 'push',
    run: async (harness) => {
      await harness.control.throttleNext(3);
      await staysAway(harness, 'MES_THROTTLED', 3_000);
    },
  },
  {
    group: 'faults', name: 'passes on how long an outage lasts', needs: 'push',
    run: async (harness) => {
      const seconds = await harness.control.outageNext(120);
      await staysAway(harness, 'MES_UNAVAILABLE', seconds * 1_000);
    },
  },
  {
    group: 'faults', name: 'calls a MES that cannot be reached unavailable, for dispatches and read-backs', needs: 'push',
    run: async (harness) => {
      const nobody = harness.unreachable();
      const dispatch = harness.newDispatch();
      await fails(() => nobody.dispatch(dispatch, randomUUID()), unavailable);
      await fails(() => nobody.find(dispatch, randomUUID()), unavailable);
    },
  },
  {
    group: 'faults', name: 'calls a refused secret a technical fault without effect, because it may be renewed', needs: 'push',
    run: async (harness) => {
      const stranger = harness.withoutAccess();
      const dispatch = harness.newDispatch();
      await fails(() => stranger.dispatch(dispatch, randomUUID()), { kind: 'technical', code: 'MES_ACCESS_REFUSED' });
      await fails(() => stranger.find(dispatch, randomUUID()), { kind: 'technical', code: 'MES_ACCESS_REFUSED' });
      assert.equal(await harness.standing(dispatch.workOrderId), undefined);
    },
  },
  {
    group: 'faults', name: 'does not judge by a read-back that itself failed', needs: 'push',
    run: async ({ mes, control, newDispatch }) => {
      await control.answerNextWithPage();
      await fails(() => mes.find(newDispatch(), randomUUID()), unavailable);
    },
  },
];

/** We wrote, and what came back proves nothing: only a read-back tells. */
export const MES_DOUBT_SCENARIOS: readonly MesScenario[] = [
  {
    group: 'doubt', name: 'finds a dispatch whose answer was lost', needs: 'push',
    run: async (harness) => {
      await harness.control.loseNextAnswer();
      const { reference, found } = await dispatchInDoubt(harness);
      assert.deepEqual(found.map((receipt) => [receipt.reference, receipt.version]), [[reference, 1]]);
    },
  },
  {
    group: 'doubt', name: 'takes it once when it is sent again after a lost answer', needs: 'push',
    run: async (harness) => {
      await harness.control.loseNextAnswer();
      const { dispatch, reference } = await dispatchInDoubt(harness);
      assert.deepEqual((await harness.mes.dispatch(dispatch, reference)).version, 1);
      assert.equal((await harness.standing(dispatch.workOrderId))?.taken, 1);
    },
  },
  {
    group: 'doubt', name: 'finds nothing of a dispatch that was lost on the way', needs: 'push',
    run: async (harness) => {
      await harness.control.loseNextRequest();
      assert.deepEqual((await dispatchInDoubt(harness)).found, []);
    },
  },
  {
    group: 'doubt', name: 'doubts half an answer, and finds what was taken', needs: 'push',
    run: async (harness) => {
      await harness.control.breakNextAnswer();
      assert.equal((await dispatchInDoubt(harness)).found.length, 1);
    },
  },
  {
    group: 'doubt', name: 'doubts an error page of a proxy, although nothing was taken', needs: 'push',
    run: async (harness) => {
      await harness.control.answerNextWithPage();
      assert.deepEqual((await dispatchInDoubt(harness)).found, []);
    },
  },
  {
    group: 'doubt', name: 'doubts a dispatch that its caller gave up', needs: 'push',
    run: async (harness) => {
      await harness.control.loseNextAnswer();
      assert.equal((await dispatchInDoubt(harness, { signal: AbortSignal.timeout(100) })).found.length, 1);
    },
  },
  {
    group: 'doubt', name: 'does not send what its caller gave up before, nor after its deadline', needs: 'push',
    run: async ({ mes, newDispatch, standing }) => {
      const dispatch = newDispatch();
      await fails(() => mes.dispatch(dispatch, randomUUID(), { signal: AbortSignal.abort() }), unavailable);
      await fails(() => mes.dispatch(dispatch, randomUUID(), { deadlineAt: new Date('2026-01-01T00:00:00Z') }), unavailable);
      assert.equal(await standing(dispatch.workOrderId), undefined);
    },
  },
  {
    group: 'doubt', name: 'finds nothing of a work order that the MES never heard of', needs: 'push',
    run: async ({ mes, newDispatch }) => assert.deepEqual(await mes.find(newDispatch(), randomUUID()), []),
  },
];

async function staysAway({ mes, newDispatch, standing }: MesHarness, code: string, retryAfterMs: number): Promise<void> {
  const dispatch = newDispatch();
  const failure = await fails(() => mes.dispatch(dispatch, randomUUID()), { kind: 'throttled', code });
  assert.ok(failure instanceof TechnicalRetryableError);
  assert.equal(failure.retryAfterMs, retryAfterMs);
  assert.equal(await standing(dispatch.workOrderId), undefined);
}

/** Dispatches while the MES does not answer well: the outcome must be unknown. Returns what a read-back finds. */
async function dispatchInDoubt({ mes, newDispatch }: MesHarness, options?: CallOptions): Promise<{ dispatch: JobOrderDispatch; reference: string; found: readonly DispatchReceipt[] }> {
  const dispatch = newDispatch();
  const reference = randomUUID();
  await fails(() => mes.dispatch(dispatch, reference, options), { kind: 'inDoubt', code: 'MES_ANSWER_LOST' });
  return { dispatch, reference, found: await mes.find(dispatch, reference) };
}
