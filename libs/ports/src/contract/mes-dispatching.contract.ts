import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JobOrderDispatch } from '@plantway/canonical';
import { fails } from './erp-scenario-steps.js';
import type { MesScenario } from './mes-harness.js';

/** The same work order in another version. */
export function inVersion(dispatch: JobOrderDispatch, version: number, jobOrders = dispatch.jobOrders): JobOrderDispatch {
  return { ...dispatch, version, jobOrders: jobOrders.map((job) => ({ ...job, version })) };
}

/** What a dispatch does when nothing goes wrong, and when the MES says no. */
export const DISPATCHING_SCENARIOS: readonly MesScenario[] = [
  {
    group: 'capabilities', name: 'says beforehand how job orders reach the MES, and that a repeated reference is known',
    run: async ({ mes, siteId }) => {
      const { backend, style, guaranteeClass, longestWriteMs } = await mes.capabilities(siteId);
      assert.ok(backend.length > 0 && longestWriteMs >= 0);
      assert.ok(['push', 'pull'].includes(style));
      assert.equal(guaranteeClass, 'K');
    },
  },
  {
    group: 'dispatching', name: 'hands the job orders over and answers which version stands there under which reference',
    run: async ({ mes, newDispatch }) => {
      const dispatch = newDispatch();
      const reference = randomUUID();
      const receipt = await mes.dispatch(dispatch, reference);
      assert.deepEqual([receipt.reference, receipt.version], [reference, 1]);
      assert.match(receipt.postedAt, /Z$/);
      assert.ok(receipt.documents.some(({ number }) => number === `${dispatch.workOrderId}@1`), 'a document names work order and version');
    },
  },
  {
    group: 'dispatching', name: 'finds what was handed over, saying the same as the receipt',
    run: async ({ mes, newDispatch }) => {
      const dispatch = newDispatch();
      const reference = randomUUID();
      const { reference: told, version, documents, backend } = await mes.dispatch(dispatch, reference);
      const found = await mes.find(dispatch, reference);
      assert.deepEqual(found.map((receipt) => [receipt.reference, receipt.version, receipt.documents, receipt.backend]), [[told, version, documents, backend]]);
    },
  },
  {
    group: 'dispatching', name: 'gives the MES every job order whole', needs: 'push',
    run: async ({ mes, newDispatch, standing }) => {
      const dispatch = newDispatch();
      const reference = randomUUID();
      await mes.dispatch(dispatch, reference);
      assert.deepEqual(await standing(dispatch.workOrderId), { version: 1, reference, operationIds: dispatch.jobOrders.map(({ operationId }) => operationId), taken: 1 });
    },
  },
  {
    group: 'dispatching', name: 'answers a repeated reference as it did before, and the MES takes it once', needs: 'push',
    run: async ({ mes, newDispatch, standing }) => {
      const dispatch = newDispatch();
      const reference = randomUUID();
      const first = await mes.dispatch(dispatch, reference);
      assert.deepEqual(await mes.dispatch(dispatch, reference), first);
      assert.equal((await standing(dispatch.workOrderId))?.taken, 1);
    },
  },
  {
    group: 'dispatching', name: 'replaces an older version as a whole', needs: 'push',
    run: async ({ mes, newDispatch, standing }) => {
      const older = newDispatch();
      const newer = inVersion(older, 2, older.jobOrders.slice(0, 1));
      await mes.dispatch(older, randomUUID());
      const reference = randomUUID();
      assert.deepEqual((await mes.dispatch(newer, reference)).version, 2);
      assert.deepEqual(await standing(older.workOrderId), { version: 2, reference, operationIds: [older.jobOrders[0]?.operationId], taken: 2 });
    },
  },
  {
    group: 'dispatching', name: 'leaves a newer version alone when an older one comes late, and says what stands', needs: 'push',
    run: async ({ mes, newDispatch, standing }) => {
      const older = newDispatch();
      const [late, reference] = [randomUUID(), randomUUID()];
      await mes.dispatch(inVersion(older, 3), reference);
      const answer = await mes.dispatch(older, late);
      assert.deepEqual([answer.version, answer.reference], [3, reference]);
      assert.deepEqual((await mes.find(older, late)).map((receipt) => [receipt.version, receipt.reference]), [[3, reference]]);
      assert.deepEqual((await standing(older.workOrderId))?.taken, 1);
    },
  },
  {
    group: 'refusals', name: 'passes on why the MES does not take them, and nothing stands there', needs: 'push',
    run: async ({ mes, control, newDispatch, standing }) => {
      const dispatch = newDispatch();
      const reason = await control.refuseNext('There is no fixture for FG-100.');
      const failure = await fails(() => mes.dispatch(dispatch, randomUUID()), { kind: 'business', code: 'MES_REFUSED' });
      assert.ok(reason.length > 0 && String(failure.details.reason).includes(reason), 'the reason is in the words of the MES');
      assert.equal(await standing(dispatch.workOrderId), undefined);
    },
  },
];
