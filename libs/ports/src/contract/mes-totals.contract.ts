import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { PostedQuantities } from '../erp.port.js';
import { fails } from './erp-scenario-steps.js';
import type { MesHarness, MesScenario } from './mes-harness.js';

const NEVER_GIVEN = 'WO-NEVER';

/** What a MES says that it has counted itself. */
export const TOTALS_SCENARIOS: readonly MesScenario[] = [
  {
    group: 'totals', name: 'declares beforehand whether it can be asked, and refuses in words when it cannot',
    run: async ({ mes, siteId }) => {
      const { totals } = await mes.capabilities(siteId);
      assert.ok(['supported', 'unsupported'].includes(totals));
      if (totals === 'supported') assert.match((await mes.totals(siteId, { workOrderIds: [NEVER_GIVEN] })).asOf, /Z$/);
      else await fails(() => mes.totals(siteId, { workOrderIds: [NEVER_GIVEN] }), { kind: 'business', code: 'MES_TOTALS_UNSUPPORTED' });
    },
  },
  {
    group: 'totals', name: 'has every operation of an order that it was given, and none of one that it was not', needs: 'push',
    run: async (harness) => {
      const { dispatch, read } = await given(harness);
      const found = await read([dispatch.workOrderId, NEVER_GIVEN]);
      assert.deepEqual(found.map(({ workOrderId, operationId }) => [workOrderId, operationId]), dispatch.jobOrders.map(({ operationId }) => [dispatch.workOrderId, operationId]));
      for (const { amounts, underWay, reports } of found) assert.deepEqual([goodOf(amounts), underWay, reports], ['0 H87', 0, undefined]);
    },
  },
  {
    group: 'totals', name: 'says what it counts itself, whatever was reported', needs: 'push',
    run: async (harness) => {
      const { dispatch: { workOrderId }, read } = await given(harness);
      await harness.counts(workOrderId, '0010', '7');
      const found = await read([workOrderId]);
      assert.deepEqual(found.map(({ operationId, amounts }) => [operationId, goodOf(amounts)]), [['0010', '7 H87'], ['0020', '0 H87']]);
      const [first] = await read([workOrderId], true);
      assert.deepEqual(first?.reports, []);
    },
  },
  {
    group: 'totals', name: 'is unavailable as any read', needs: 'push',
    run: async (harness) => void (await fails(() => harness.unreachable().totals(harness.siteId, { workOrderIds: [NEVER_GIVEN] }), { kind: 'technical', code: 'MES_UNAVAILABLE' })),
  },
  {
    group: 'totals', name: 'is refused without access as any read', needs: 'push',
    run: async (harness) => void (await fails(() => harness.withoutAccess().totals(harness.siteId, { workOrderIds: [NEVER_GIVEN] }), { kind: 'technical', code: 'MES_ACCESS_REFUSED' })),
  },
];

async function given({ mes, siteId, newDispatch }: MesHarness) {
  const dispatch = newDispatch();
  await mes.dispatch(dispatch, randomUUID());
  return { dispatch, read: async (workOrderIds: readonly string[], withReports = false) => (await mes.totals(siteId, { workOrderIds, withReports })).items };
}

const goodOf = (amounts: PostedQuantities): string => `${amounts.yield.value} ${amounts.yield.unit}`;
