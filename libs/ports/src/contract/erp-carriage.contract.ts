import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ProductionConfirmation } from '@plantway/canonical';
import type { FieldNotCarried } from '../erp.port.js';
import type { ContractOrder, ErpHarness, ErpScenario } from './erp-harness.js';
import { confirm, partOf, pieces, reversalOf } from './erp-scenario-steps.js';

/** No field of a confirmation is lost silently: it reaches the ERP, or the receipt says that it does not. */
export const CARRIAGE_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'posting', name: 'names in the receipt what the confirmation had and the ERP has no place for, also when it is read back', needs: 'confirm',
    run: async (harness) => {
      const { fieldsNotCarried } = await harness.erp.capabilities(harness.siteId);
      const part = await partOf(harness, ...richReport(harness, await harness.releasedOrder()));
      assert.ok(part.action === 'confirm');
      const reference = randomUUID();
      const { notCarried = [] } = await harness.erp.post(part, reference);
      assert.deepEqual(byField(notCarried), byField(fieldsNotCarried.filter(({ field }) => hasField(part.confirmation, field))));
      assert.deepEqual((await harness.erp.find(part, reference))[0]?.notCarried ?? [], notCarried);
    },
  },
  {
    group: 'reversals', name: 'takes back a confirmation of which something was not carried', needs: 'reverse',
    run: async (harness) => {
      const receipt = await harness.erp.post(await partOf(harness, ...richReport(harness, await harness.releasedOrder())), randomUUID());
      await harness.erp.post(await reversalOf(harness, receipt), randomUUID());
      assert.equal((await harness.ledger()).length, 2);
    },
  },
  {
    group: 'posting', name: 'names nothing as not carried of a confirmation that has nothing of the kind', needs: 'confirm',
    run: async (harness) => {
      assert.equal((await confirm(harness, await harness.releasedOrder())).notCarried, undefined);
    },
  },
];

/** A confirmation with something in every field that some ERP may have no place for. */
function richReport({ facts }: ErpHarness, order: ContractOrder): [ContractOrder, Partial<ProductionConfirmation>] {
  const span = { startedAt: `${facts.openDate}T06:00:00.000Z`, finishedAt: `${facts.openDate}T06:30:00.000Z` };
  return [order, {
    yield: pieces('1'), serialNumbers: ['SN-1'], genealogy: [{ serialNumber: 'SN-1', componentSerialNumbers: ['CN-1'] }],
    consumptions: [{ itemId: order.lotTrackedComponent, serialNumbers: ['CN-1'], backflush: true }],
    labor: [{ personId: 'P-17', crewId: 'CREW-A', activityCode: 'assembly', ...span }],
    machineTimes: [{ equipmentId: 'WU-10-A', activityCode: 'run', ...span }],
    equipmentId: 'WU-10-A', exceptionCodes: ['E-1'],
  }];
}

/** Whether something stands at a path such as "genealogy[].serialNumber". */
function hasField(value: unknown, path: string): boolean {
  const [step = '', ...rest] = path.split('.');
  const below = (value as Readonly<Record<string, unknown>>)[step.replace('[]', '')];
  if (below === undefined || (Array.isArray(below) && below.length === 0)) return false;
  if (rest.length === 0) return true;
  return (step.endsWith('[]') ? (below as readonly unknown[]) : [below]).some((entry) => hasField(entry, rest.join('.')));
}

function byField(fields: readonly FieldNotCarried[]): readonly FieldNotCarried[] {
  return [...fields].sort((left, right) => (left.field < right.field ? -1 : 1));
}
