import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { MaterialConsumption, PlantDate } from '@plantway/canonical';
import type { ErpPart } from '../erp.port.js';
import type { ErpHarness, ErpScenario, OrderWithReportedComponent } from './erp-harness.js';
import { fails, pieces, postInDoubt, type ExpectedFailure } from './erp-scenario-steps.js';

/** The issue of ten pieces of the reported component, unless `changes` says otherwise. */
function consumptionOf({ siteId, facts }: ErpHarness, order: OrderWithReportedComponent, changes: Partial<MaterialConsumption> = {}, postingDate: PlantDate = facts.openDate): ErpPart {
  return {
    action: 'consume', partId: 'consumption', siteId, postingDate,
    consumption: {
      consumptionId: `contract-${randomUUID()}`, siteId, workOrderId: order.workOrderId, operationId: order.operationId, itemId: order.reportedComponent, quantity: pieces('10'), serialNumbers: [],
      consumedAt: `${facts.openDate}T07:00:00.000Z`, postingDate, productionDay: facts.openDate, ...changes,
    },
  };
}

async function withdrawn({ erp, siteId }: ErpHarness, order: OrderWithReportedComponent): Promise<string | undefined> {
  const { value } = await erp.workOrder(siteId, order.workOrderId);
  return value.components.find(({ componentItemId }) => componentItemId === order.reportedComponent)?.withdrawn.value;
}

const REFUSALS: readonly { readonly what: string; readonly part: (harness: ErpHarness, order: OrderWithReportedComponent) => ErpPart; readonly expected: ExpectedFailure }[] = [
  { what: 'a component that it backflushes', part: (harness, order) => consumptionOf(harness, order, { itemId: order.backflushedComponent, operationId: order.backflushingOperation, quantity: { value: '1', unit: 'H87' } }), expected: { kind: 'business', code: 'ISSUE_METHOD_MIXED' } },
  { what: 'more than there is in stock', part: (harness, order) => consumptionOf(harness, order, { quantity: pieces('99999999') }), expected: { kind: 'business', code: 'STOCK_SHORT' } },
  { what: 'a day whose period is closed', part: (harness, order) => consumptionOf(harness, order, {}, harness.facts.closedDate), expected: { kind: 'business', code: 'PERIOD_CLOSED' } },
  { what: 'a day whose period is not open yet', part: (harness, order) => consumptionOf(harness, order, {}, harness.facts.futureDate), expected: { kind: 'business', code: 'PERIOD_NOT_OPEN_YET' } },
  { what: 'an operation that the order does not have', part: (harness, order) => consumptionOf(harness, order, { operationId: '9999' }), expected: { kind: 'business', code: 'OPERATION_UNKNOWN' } },
  { what: 'a lot that does not exist', part: (harness, order) => consumptionOf(harness, order, { itemId: harness.facts.lot.itemId, lotId: 'NO-SUCH-LOT', quantity: { value: '1', unit: 'KGM' } }), expected: { kind: 'business', code: 'LOT_UNKNOWN' } },
];

/** Material that is issued to an order by itself: the movement is the document. */
export const CONSUMPTION_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'consumptions', name: 'issues material to an order under its day, and finds the movement under the reference', needs: 'consume',
    run: async (harness) => {
      const order = await harness.orderWithReportedComponent();
      const part = consumptionOf(harness, order, {}, harness.facts.otherOpenDate);
      const reference = randomUUID();
      const receipt = await harness.erp.post(part, reference);
      assert.deepEqual([receipt.reference, receipt.postingDate, receipt.documents.map(({ type }) => type)], [reference, harness.facts.otherOpenDate, ['goodsMovement']]);
      assert.equal(await withdrawn(harness, order), '10');
      assert.deepEqual(await harness.issues(), [{ number: receipt.documents[0]?.number, reference }]);
      assert.deepEqual((await harness.erp.find(part, reference)).map(({ documents }) => documents), [receipt.documents]);
    },
  },
  {
    group: 'consumptions', name: 'issues a lot, also of an item that the bill of material does not name', needs: 'consume',
    run: async (harness) => {
      const { itemId, lotId } = harness.facts.lot;
      const balance = async (): Promise<number> => (await harness.erp.inventoryBalances(harness.siteId, { itemId, lotId })).items.reduce((sum, { quantity }) => sum + Number(quantity.value), 0);
      const order = await harness.orderWithReportedComponent();
      const before = await balance();
      await harness.erp.post(consumptionOf(harness, order, { itemId, lotId, quantity: { value: '2.5', unit: 'KGM' } }), randomUUID());
      assert.equal(before - await balance(), 2.5);
    },
  },
  ...REFUSALS.map(({ what, part, expected }): ErpScenario => ({
    group: 'consumptions', name: `refuses ${what}, and issues nothing`, needs: 'consume',
    run: async (harness) => {
      const order = await harness.orderWithReportedComponent();
      await fails(() => harness.erp.post(part(harness, order), randomUUID()), expected);
      assert.deepEqual(await harness.issues(), []);
    },
  })),
  {
    group: 'consumptions', name: 'refuses a lot that is blocked', needs: 'consume',
    run: async (harness) => {
      const { itemId, lotId } = harness.facts.lot;
      const order = await harness.orderWithReportedComponent();
      await harness.erp.post({ action: 'disposeLot', partId: 'disposition', siteId: harness.siteId, itemId, lotId, status: 'blocked', reason: 'Cracks.' }, randomUUID());
      await fails(() => harness.erp.post(consumptionOf(harness, order, { itemId, lotId, quantity: { value: '1', unit: 'KGM' } }), randomUUID()), { kind: 'business', code: 'LOT_RESTRICTED' });
      assert.deepEqual(await harness.issues(), []);
    },
  },
  {
    group: 'consumptions', name: 'finds an issue whose answer was lost, and nothing of one that was lost on the way', needs: 'consume',
    run: async (harness) => {
      const order = await harness.orderWithReportedComponent();
      await harness.control.loseNextAnswer();
      assert.equal((await postInDoubt(harness, consumptionOf(harness, order))).found.length, 1);
      await harness.control.loseNextRequest();
      assert.deepEqual((await postInDoubt(harness, consumptionOf(harness, order))).found, []);
      assert.equal(await withdrawn(harness, order), '10');
    },
  },
  {
    group: 'consumptions', name: 'keeps what an order still needs reserved, and no more once it is withdrawn', needs: 'consume',
    run: async (harness) => {
      const order = await harness.orderWithReportedComponent();
      const reserved = async (): Promise<number> => (await harness.erp.reservations(harness.siteId, { workOrderId: order.workOrderId, itemId: order.reportedComponent })).items
        .reduce((sum, { quantity }) => sum + Number(quantity.value), 0);
      const before = await reserved();
      await harness.erp.post(consumptionOf(harness, order), randomUUID());
      assert.ok(before > 10, 'the order needs more than the ten that are issued');
      assert.equal(await reserved(), before - 10);
    },
  },
];
