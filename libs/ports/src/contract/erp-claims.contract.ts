import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ErpHarness, ErpScenario } from './erp-harness.js';

/** Claims of the scenario's own gateway; false when the ERP has no place for claims. */
async function takesClaims({ erp, siteId }: ErpHarness): Promise<boolean> {
  return (await erp.capabilities(siteId)).instanceClaim === 'supported';
}

/** Which one gateway posts into a plant. An ERP without a place for it says so, and the scenarios say nothing of it. */
export const CLAIM_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'claims', name: 'grants a plant that nobody holds, and each renewal that names the token before it',
    run: async (harness) => {
      if (!(await takesClaims(harness))) return;
      const [first, second] = [randomUUID(), randomUUID()];
      const granted = await harness.erp.claimInstance(harness.siteId, { next: first });
      assert.equal(granted.granted, true);
      assert.match(granted.renewedAt, /Z$/);
      assert.equal((await harness.erp.claimInstance(harness.siteId, { expected: first, next: second })).granted, true);
    },
  },
  {
    group: 'claims', name: 'answers the same when a claim is made again, because its answer was lost',
    run: async (harness) => {
      if (!(await takesClaims(harness))) return;
      const [first, second] = [randomUUID(), randomUUID()];
      await harness.erp.claimInstance(harness.siteId, { next: first });
      await harness.erp.claimInstance(harness.siteId, { expected: first, next: second });
      assert.equal((await harness.erp.claimInstance(harness.siteId, { expected: first, next: second })).granted, true);
    },
  },
  {
    group: 'claims', name: 'refuses another gateway, and one that comes with a token of before, and the holder goes on',
    run: async (harness) => {
      if (!(await takesClaims(harness))) return;
      const [first, second] = [randomUUID(), randomUUID()];
      await harness.erp.claimInstance(harness.siteId, { next: first });
      await harness.erp.claimInstance(harness.siteId, { expected: first, next: second });
      assert.equal((await harness.erp.claimInstance(harness.siteId, { next: randomUUID() })).granted, false);
      assert.equal((await harness.erp.claimInstance(harness.siteId, { expected: first, next: randomUUID() })).granted, false);
      assert.equal((await harness.erp.claimInstance(harness.siteId, { expected: second, next: randomUUID() })).granted, true);
    },
  },
  {
    group: 'claims', name: 'lets a plant be taken over, and refuses who held it before',
    run: async (harness) => {
      if (!(await takesClaims(harness))) return;
      const [first, other] = [randomUUID(), randomUUID()];
      await harness.erp.claimInstance(harness.siteId, { next: first });
      assert.equal((await harness.erp.claimInstance(harness.siteId, { next: other, takeOver: true })).granted, true);
      assert.equal((await harness.erp.claimInstance(harness.siteId, { expected: first, next: randomUUID() })).granted, false);
    },
  },
];
