import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { LOT_STATUSES, type LotStatus } from '@plantway/canonical';
import type { ErpPart } from '../erp.port.js';
import type { ErpHarness, ErpScenario } from './erp-harness.js';
import { fails, postInDoubt } from './erp-scenario-steps.js';

function statusOf({ siteId, facts }: ErpHarness, status: LotStatus, lotId = facts.lot.lotId): ErpPart {
  return { action: 'disposeLot', partId: 'disposition', siteId, itemId: facts.lot.itemId, lotId, status, reason: 'Inspection INS-1.' };
}

/** The status of a lot: whether it may be used. */
export const DISPOSITION_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'dispositions', name: 'gives a lot every status, each as a numbered document that is found under its reference', needs: 'disposeLot',
    run: async (harness) => {
      const { itemId, lotId } = harness.facts.lot;
      const numbers = new Set<string | undefined>();
      for (const status of [...LOT_STATUSES].reverse()) {
        const part = statusOf(harness, status);
        const reference = randomUUID();
        const receipt = await harness.erp.post(part, reference);
        assert.deepEqual([receipt.reference, receipt.documents.map(({ type }) => type), receipt.postingDate], [reference, ['lotStatus'], undefined]);
        assert.equal(await harness.lotStatusOf(itemId, lotId), status);
        assert.equal((await harness.erp.lot(harness.siteId, itemId, lotId)).value.status, status);
        assert.deepEqual((await harness.erp.find(part, reference)).map(({ documents }) => documents), [receipt.documents]);
        numbers.add(receipt.documents[0]?.number);
      }
      assert.equal(numbers.size, LOT_STATUSES.length);
    },
  },
  {
    group: 'dispositions', name: 'shows the stock of a blocked lot as blocked', needs: 'disposeLot',
    run: async (harness) => {
      await harness.erp.post(statusOf(harness, 'blocked'), randomUUID());
      const { items } = await harness.erp.inventoryBalances(harness.siteId, harness.facts.lot);
      assert.deepEqual([...new Set(items.map(({ status }) => status))], ['blocked']);
    },
  },
  {
    group: 'dispositions', name: 'refuses a lot that does not exist', needs: 'disposeLot',
    run: async (harness) => {
      await fails(() => harness.erp.post(statusOf(harness, 'blocked', 'NO-SUCH-LOT'), randomUUID()), { kind: 'business', code: 'LOT_UNKNOWN' });
    },
  },
  {
    group: 'dispositions', name: 'finds a status whose answer was lost, and nothing of one that was lost on the way', needs: 'disposeLot',
    run: async (harness) => {
      const { itemId, lotId } = harness.facts.lot;
      await harness.control.loseNextRequest();
      assert.deepEqual((await postInDoubt(harness, statusOf(harness, 'blocked'))).found, []);
      assert.equal(await harness.lotStatusOf(itemId, lotId), 'unrestricted');
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, statusOf(harness, 'blocked'))).found.length, 1);
      assert.equal(await harness.lotStatusOf(itemId, lotId), 'blocked');
    },
  },
  {
    group: 'dispositions', name: 'finds any of these writes by its reference alone', needs: 'disposeLot',
    run: async (harness) => {
      const reference = randomUUID();
      const receipt = await harness.erp.post(statusOf(harness, 'blocked'), reference);
      assert.deepEqual((await harness.erp.find({ action: 'any', siteId: harness.siteId }, reference)).map(({ documents }) => documents), [receipt.documents]);
    },
  },
];
