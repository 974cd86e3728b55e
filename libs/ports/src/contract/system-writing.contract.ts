import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DeliveryReceipt } from '../delivery.port.js';
import { systemCode } from '../system-code.js';
import { fails } from './erp-scenario-steps.js';
import type { SystemScenario } from './system-harness.js';

/** A receipt without its time, which some systems do not keep. */
export const saidBy = (receipt: DeliveryReceipt): object => ({ ...receipt, postedAt: undefined });

/** What a write does when nothing goes wrong, and when the system says no. */
export const SYSTEM_WRITING_SCENARIOS: readonly SystemScenario[] = [
  {
    group: 'capabilities', name: 'says beforehand which backend it is, and that a repeated reference is known',
    run: async ({ system, siteId }) => {
      const { backend, guaranteeClass, longestWriteMs } = await system.capabilities(siteId);
      assert.ok(backend.length > 0 && longestWriteMs > 0);
      assert.equal(guaranteeClass, 'K');
    },
  },
  {
    group: 'writing', name: 'takes what it is told, and answers with a document under our reference',
    run: async ({ system, siteId, newCommand, taken }) => {
      const reference = randomUUID();
      const receipt = await system.post(newCommand(), reference);
      assert.deepEqual([receipt.reference, receipt.backend], [reference, (await system.capabilities(siteId)).backend]);
      assert.ok(receipt.documents.length > 0 && receipt.documents.every(({ type, number }) => type.length > 0 && number.length > 0));
      assert.match(receipt.postedAt, /Z$/);
      assert.equal(await taken(reference), 1);
    },
  },
  {
    group: 'writing', name: 'finds what was taken, saying the same as the receipt',
    run: async ({ system, newCommand }) => {
      const [command, reference] = [newCommand(), randomUUID()];
      const receipt = await system.post(command, reference);
      assert.deepEqual((await system.find(command, reference)).map(saidBy), [saidBy(receipt)]);
    },
  },
  {
    group: 'writing', name: 'answers a repeated reference as it did before, and the system takes it once',
    run: async ({ system, newCommand, taken }) => {
      const [command, reference] = [newCommand(), randomUUID()];
      const first = await system.post(command, reference);
      assert.deepEqual(saidBy(await system.post(command, reference)), saidBy(first));
      assert.equal(await taken(reference), 1);
    },
  },
  {
    group: 'writing', name: 'keeps two writes apart, and finds each under its own reference',
    run: async ({ system, newCommand }) => {
      const written = [[newCommand(), randomUUID()], [newCommand(), randomUUID()]] as const;
      const receipts: DeliveryReceipt[] = [];
      for (const [command, reference] of written) receipts.push(await system.post(command, reference));
      for (const [at, [command, reference]] of written.entries()) assert.deepEqual((await system.find(command, reference)).map(saidBy), [saidBy(receipts[at]!)]);
      assert.notDeepEqual(receipts[0]?.documents, receipts[1]?.documents);
    },
  },
  {
    group: 'writing', name: 'finds nothing under a reference that the system never heard of',
    run: async ({ system, newCommand }) => assert.deepEqual(await system.find(newCommand(), randomUUID()), []),
  },
  {
    group: 'refusals', name: 'passes on why the system does not take it, and nothing stands there',
    run: async ({ family, system, control, newCommand, taken }) => {
      const reference = randomUUID();
      const reason = await control.refuseNext('This equipment is not in our books.');
      const failure = await fails(() => system.post(newCommand(), reference), { kind: 'business', code: systemCode(family, 'REFUSED') });
      assert.ok(reason.length > 0 && String(failure.details.reason).includes(reason), 'the reason is in the words of the system');
      assert.equal(await taken(reference), 0);
    },
  },
];
