import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ErpConfirmationDocument } from '../erp.port.js';
import type { ErpHarness, ErpScenario } from './erp-harness.js';
import { confirm, confirmationOf, pieces, reversalOf } from './erp-scenario-steps.js';

async function documentsOf({ erp, siteId }: ErpHarness, workOrderId: string): Promise<readonly ErpConfirmationDocument[]> {
  return (await erp.confirmationDocuments(siteId, { workOrderId })).items;
}

/** The list of confirmations and reversals, whoever entered them. */
export const DOCUMENT_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'reads', name: 'lists confirmation documents of an order with reference, amounts as entered and as booked, and what reversed what', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const scrapped = { scrap: [{ quantity: pieces('1'), reasonCode: harness.facts.scrapReason }] };
      const receipt = await confirm(harness, order, { yield: pieces('12'), ...scrapped });
      const kept = await confirm(harness, order);
      const reversal = await harness.erp.post(await reversalOf(harness, receipt), randomUUID());
      const documents = await documentsOf(harness, order.workOrderId);
      const amounts = { yield: pieces('12'), scrap: pieces('1'), rework: pieces('0') };
      const [first, second, third] = documents;
      assert.equal(documents.length, 3);
      assert.deepEqual([first.reference, second.reference, third.reference], [receipt.reference, kept.reference, reversal.reference]);
      assert.deepEqual([first.entered, first.booked, third.booked], [amounts, amounts, amounts]);
      assert.deepEqual([first.reversedBy, third.reverses, second.reversedBy, first.reverses], [third.number, first.number, undefined, undefined]);
      assert.deepEqual([first.workOrderId, first.operationId, first.postingDate], [order.workOrderId, order.firstOperation, harness.facts.openDate]);
    },
  },
  {
    group: 'reads', name: 'lists confirmation documents of some days only, page by page', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const { openDate, otherOpenDate } = harness.facts;
      const early = await confirm(harness, order, { postingDate: otherOpenDate });
      for (let count = 0; count < 2; count += 1) await harness.erp.post({ action: 'confirm', partId: 'confirmation', confirmation: confirmationOf(harness, order) }, randomUUID());
      const day = { workOrderId: order.workOrderId, from: openDate, to: openDate };
      const first = await harness.erp.confirmationDocuments(harness.siteId, { ...day, limit: 1 });
      const second = await harness.erp.confirmationDocuments(harness.siteId, { ...day, limit: 1, cursor: first.nextCursor! });
      assert.deepEqual([first.items.length, second.items.length, second.nextCursor], [1, 1, null]);
      assert.notEqual(first.items[0].number, second.items[0].number);
      const before = (await harness.erp.confirmationDocuments(harness.siteId, { workOrderId: order.workOrderId, to: otherOpenDate })).items;
      assert.deepEqual(before.map(({ reference }) => reference), [early.reference]);
    },
  },
];
