import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TechnicalRetryableError } from '@plantway/canonical';
import type { CallOptions } from '../call-options.js';
import type { DeliveryReceipt } from '../delivery.port.js';
import { systemCode, type SystemFault } from '../system-code.js';
import { fails } from './erp-scenario-steps.js';
import type { SystemHarness, SystemScenario } from './system-harness.js';
import { saidBy } from './system-writing.contract.js';

/** The system does not serve us now, and says so: nothing was taken, and trying again later works. */
export const SYSTEM_FAULT_SCENARIOS: readonly SystemScenario[] = [
  {
    group: 'faults', name: 'passes on how long a throttled caller must wait',
    run: async (harness) => staysAway(harness, 'THROTTLED', await harness.control.throttleNext(3)),
  },
  {
    group: 'faults', name: 'passes on how long an outage lasts',
    run: async (harness) => staysAway(harness, 'UNAVAILABLE', await harness.control.outageNext(120)),
  },
  {
    group: 'faults', name: 'calls a system that cannot be reached unavailable, for writes and read-backs',
    run: async (harness) => {
      const [nobody, command] = [harness.unreachable(), harness.newCommand()];
      await fails(() => nobody.post(command, randomUUID()), unavailable(harness));
      await fails(() => nobody.find(command, randomUUID()), unavailable(harness));
    },
  },
  {
    group: 'faults', name: 'calls a refused key a technical fault without effect, because it may be renewed',
    run: async ({ family, withoutAccess, newCommand, taken }) => {
      const [stranger, command, reference] = [withoutAccess(), newCommand(), randomUUID()];
      const expected = { kind: 'technical', code: systemCode(family, 'ACCESS_REFUSED') } as const;
      await fails(() => stranger.post(command, reference), expected);
      await fails(() => stranger.find(command, reference), expected);
      assert.equal(await taken(reference), 0);
    },
  },
  {
    group: 'faults', name: 'does not judge by a read-back that itself failed',
    run: async (harness) => {
      await harness.control.answerNextWithPage();
      await fails(() => harness.system.find(harness.newCommand(), randomUUID()), unavailable(harness));
    },
  },
];

/** We wrote, and what came back proves nothing: only a read-back tells. */
export const SYSTEM_DOUBT_SCENARIOS: readonly SystemScenario[] = [
  {
    group: 'doubt', name: 'finds a write whose answer was lost',
    run: async (harness) => {
      await harness.control.loseNextAnswer();
      const { reference, found } = await postInDoubt(harness);
      assert.deepEqual(found.map((receipt) => receipt.reference), [reference]);
    },
  },
  {
    group: 'doubt', name: 'takes it once when it is sent again after a lost answer',
    run: async (harness) => {
      await harness.control.loseNextAnswer();
      const { command, reference, found } = await postInDoubt(harness);
      assert.deepEqual([saidBy(await harness.system.post(command, reference))], found.map(saidBy));
      assert.equal(await harness.taken(reference), 1);
    },
  },
  {
    group: 'doubt', name: 'finds nothing of a write that was lost on the way',
    run: async (harness) => {
      await harness.control.loseNextRequest();
      assert.deepEqual((await postInDoubt(harness)).found, []);
    },
  },
  {
    group: 'doubt', name: 'doubts half an answer, and finds what was taken',
    run: async (harness) => {
      await harness.control.breakNextAnswer();
      assert.equal((await postInDoubt(harness)).found.length, 1);
    },
  },
  {
    group: 'doubt', name: 'doubts an error page of a proxy, although nothing was taken',
    run: async (harness) => {
      await harness.control.answerNextWithPage();
      assert.deepEqual((await postInDoubt(harness)).found, []);
    },
  },
  {
    group: 'doubt', name: 'doubts a write that its caller gave up',
    run: async (harness) => {
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, { signal: AbortSignal.timeout(100) })).found.length, 1);
    },
  },
  {
    group: 'doubt', name: 'does not send what its caller gave up before, nor after its deadline',
    run: async (harness) => {
      const [command, reference] = [harness.newCommand(), randomUUID()];
      await fails(() => harness.system.post(command, reference, { signal: AbortSignal.abort() }), unavailable(harness));
      await fails(() => harness.system.post(command, reference, { deadlineAt: new Date('2026-01-01T00:00:00Z') }), unavailable(harness));
      assert.equal(await harness.taken(reference), 0);
    },
  },
];

const unavailable = ({ family }: SystemHarness) => ({ kind: 'technical', code: systemCode(family, 'UNAVAILABLE') }) as const;

async function staysAway({ family, system, newCommand, taken }: SystemHarness, fault: SystemFault, seconds: number): Promise<void> {
  const reference = randomUUID();
  const failure = await fails(() => system.post(newCommand(), reference), { kind: 'throttled', code: systemCode(family, fault) });
  assert.ok(failure instanceof TechnicalRetryableError);
  assert.equal(failure.retryAfterMs, seconds * 1_000);
  assert.equal(await taken(reference), 0);
}

/** Writes while the system does not answer well: the outcome must be unknown. Returns what a read-back finds. */
async function postInDoubt({ family, system, newCommand }: SystemHarness, options?: CallOptions): Promise<{ command: unknown; reference: string; found: readonly DeliveryReceipt[] }> {
  const [command, reference] = [newCommand(), randomUUID()];
  await fails(() => system.post(command, reference, options), { kind: 'inDoubt', code: systemCode(family, 'ANSWER_LOST') });
  return { command, reference, found: await system.find(command, reference) };
}
