import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { ErpOperation } from '../erp.port.js';
import type { GuaranteeClass } from '../guarantee.port.js';
import type { ErpHarness, ErpScenario } from './erp-harness.js';
import { confirm, confirmationOf, fails, partOf, pieces, postInDoubt, refused, reversalOf } from './erp-scenario-steps.js';

async function guaranteeOf({ erp, siteId }: ErpHarness, asked: ErpOperation): Promise<GuaranteeClass | undefined> {
  return (await erp.capabilities(siteId)).operations.find(({ operation }) => operation === asked)?.guaranteeClass;
}

const business = (code: string) => ({ kind: 'business', code }) as const;

/** What a posting does when nothing goes wrong. */
export const POSTING_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'planning', name: 'plans a confirmation into parts with stable names, and posts nothing by it', needs: 'confirm',
    run: async (harness) => {
      const confirmation = confirmationOf(harness, await harness.releasedOrder());
      const once = await harness.erp.planConfirmation(confirmation);
      const again = await harness.erp.planConfirmation(confirmation);
      assert.deepEqual(once, again);
      assert.equal(new Set(once.map(({ partId }) => partId)).size, once.length);
      assert.deepEqual(await harness.ledger(), []);
    },
  },
  {
    group: 'posting', name: 'posts a part and answers with its document, date and quantities', needs: 'confirm',
    run: async (harness) => {
      const reference = randomUUID();
      const part = await partOf(harness, await harness.releasedOrder(), { yield: pieces('40'), rework: pieces('2') });
      const receipt = await harness.erp.post(part, reference);
      assert.equal(receipt.reference, reference);
      assert.equal(receipt.postingDate, harness.facts.openDate);
      assert.match(receipt.postedAt, /Z$/);
      assert.deepEqual(receipt.quantities, { yield: pieces('40'), scrap: pieces('0'), rework: pieces('2') });
      assert.equal(receipt.followUp, undefined);
      const document = receipt.documents.find(({ type }) => type === 'confirmation');
      assert.deepEqual(await harness.ledger(), [{ number: document?.number, reference }]);
    },
  },
  {
    group: 'posting', name: 'finds what was posted by its reference, saying the same as the receipt', needs: 'confirm',
    run: async (harness) => {
      const reference = randomUUID();
      const part = await partOf(harness, await harness.releasedOrder(), { yield: pieces('7.0'), scrap: [{ quantity: pieces('1'), reasonCode: harness.facts.scrapReason }] });
      const receipt = await harness.erp.post(part, reference);
      assert.deepEqual(await harness.erp.find(part, reference), [receipt]);
    },
  },
  {
    group: 'posting', name: 'adds a partial and a final confirmation up and completes the operation', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await confirm(harness, order, { yield: pieces('60') });
      await confirm(harness, order, { yield: pieces('38'), kind: 'final' });
      const { value } = await harness.erp.workOrder(harness.siteId, order.workOrderId);
      const operation = value.operations.find(({ operationId }) => operationId === order.firstOperation);
      assert.deepEqual([operation?.yieldConfirmed, operation?.remaining, operation?.status], [pieces('98'), pieces('2'), 'completed']);
      assert.equal(value.status, 'inProgress');
    },
  },
  {
    group: 'posting', name: 'counts scrap by reason beside the yield', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const receipt = await confirm(harness, order, { yield: pieces('12'), scrap: [{ quantity: pieces('1'), reasonCode: harness.facts.scrapReason }] });
      assert.deepEqual(receipt.quantities?.scrap, pieces('1'));
      const { value } = await harness.erp.workOrder(harness.siteId, order.workOrderId);
      assert.deepEqual([value.operations[0]?.yieldConfirmed, value.operations[0]?.scrapConfirmed], [pieces('12'), pieces('1')]);
    },
  },
  {
    group: 'posting', name: 'keeps a confirmation whose components are short, and says so', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder('1000000');
      const reference = randomUUID();
      const part = await partOf(harness, order, { yield: pieces('900000') });
      const receipt = await harness.erp.post(part, reference);
      assert.equal(receipt.followUp?.code, 'STOCK_SHORT');
      assert.ok(receipt.followUp.reason.length > 0);
      assert.deepEqual((await harness.erp.find(part, reference))[0]?.followUp, receipt.followUp);
    },
  },
  {
    group: 'posting', name: 'takes one reference twice as its guarantee class says', needs: 'confirm',
    run: async (harness) => {
      const reference = randomUUID();
      const part = await partOf(harness, await harness.releasedOrder());
      const first = await harness.erp.post(part, reference);
      const again = await harness.erp.post(part, reference).catch(() => undefined); // K may refuse, or answer the first receipt again
      const found = await harness.erp.find(part, reference);
      const isKey = (await guaranteeOf(harness, 'confirm')) === 'K';
      assert.equal(found.length, isKey ? 1 : 2);
      if (isKey && again !== undefined) assert.deepEqual(again, first);
    },
  },
  {
    group: 'posting', name: 'takes a reversal twice at most once when it enforces the key', needs: 'reverse',
    run: async (harness) => {
      if ((await guaranteeOf(harness, 'reverse')) !== 'K') return;
      const reference = randomUUID();
      const undo = await reversalOf(harness, await confirm(harness, await harness.releasedOrder()));
      const first = await harness.erp.post(undo, reference);
      const again = await harness.erp.post(undo, reference).catch(() => undefined);
      if (again !== undefined) assert.deepEqual(again, first);
      assert.equal((await harness.erp.find(undo, reference)).length, 1);
    },
  },
  {
    group: 'posting', name: 'makes one document of two sends of which the first lost its answer, when it enforces the key', needs: 'confirm',
    run: async (harness) => {
      if ((await guaranteeOf(harness, 'confirm')) !== 'K') return;
      const part = await partOf(harness, await harness.releasedOrder());
      await harness.control.loseNextAnswer();
      const { reference, found } = await postInDoubt(harness, part);
      assert.equal(found.length, 1);
      await harness.erp.post(part, reference).catch(() => undefined);
      assert.deepEqual(await harness.erp.find(part, reference), found);
    },
  },
];

/** What the rules of the business refuse: surely nothing was posted. */
export const REFUSAL_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'refusals', name: 'takes delivery up to the tolerance and refuses more', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await confirm(harness, order, { yield: pieces('105') });
      await refused(harness, order, { yield: pieces('1') }, business('OVER_TOLERANCE'));
    },
  },
  {
    group: 'refusals', name: 'refuses an operation that is ahead of the one before it', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await confirm(harness, order, { yield: pieces('60') });
      await refused(harness, order, { operationId: order.secondOperation, yield: pieces('61') }, business('PREDECESSOR_OPEN'));
    },
  },
  {
    group: 'refusals', name: 'refuses an operation that was finally confirmed', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await confirm(harness, order, { kind: 'final' });
      await refused(harness, order, {}, business('OPERATION_ALREADY_FINAL'));
    },
  },
  {
    group: 'refusals', name: 'refuses an order and an operation that do not exist', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await refused(harness, order, { workOrderId: `NO-${randomUUID().slice(0, 8)}` }, business('ORDER_UNKNOWN'));
      await refused(harness, order, { operationId: '9999' }, business('OPERATION_UNKNOWN'));
    },
  },
  {
    group: 'refusals', name: 'refuses an order that is not released', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await refused(harness, order, { workOrderId: harness.facts.orderNotReleased }, business('ORDER_NOT_RELEASED'));
    },
  },
  {
    group: 'refusals', name: 'refuses a component lot that does not exist', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const consumption = { itemId: order.lotTrackedComponent, lotId: 'NO-SUCH-LOT', serialNumbers: [], backflush: true };
      await refused(harness, order, { consumptions: [consumption] }, business('LOT_UNKNOWN'));
    },
  },
  {
    group: 'refusals', name: 'refuses a day whose posting period is closed, or not open yet', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      await refused(harness, order, { postingDate: harness.facts.closedDate }, business('PERIOD_CLOSED'));
      await refused(harness, order, { postingDate: harness.facts.futureDate }, business('PERIOD_NOT_OPEN_YET'));
    },
  },
  {
    group: 'refusals', name: 'refuses a scrap reason that it does not know as missing master data', needs: 'confirm',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const failure = await refused(harness, order, { scrap: [{ quantity: pieces('1'), reasonCode: 'NO_SUCH_REASON' }] }, { kind: 'mapping', code: 'REASON_UNKNOWN' });
      assert.equal(failure.details.missing, 'NO_SUCH_REASON', 'the error names the row to add');
    },
  },
];

/** Undoing is a posting like any other. */
export const REVERSAL_SCENARIOS: readonly ErpScenario[] = [
  {
    group: 'reversals', name: 'posts a reversal under the day that it was asked for, not that of the original', needs: 'reverse',
    run: async (harness) => {
      const receipt = await confirm(harness, await harness.releasedOrder());
      const undo = await reversalOf(harness, receipt, harness.facts.otherOpenDate);
      const reference = randomUUID();
      const reversal = await harness.erp.post(undo, reference);
      assert.deepEqual([receipt.postingDate, reversal.postingDate], [harness.facts.openDate, harness.facts.otherOpenDate]);
      assert.deepEqual((await harness.erp.find(undo, reference)).map(({ postingDate }) => postingDate), [harness.facts.otherOpenDate]);
    },
  },
  {
    group: 'reversals', name: 'refuses a reversal under a day whose period is closed, and leaves the original', needs: 'reverse',
    run: async (harness) => {
      const original = randomUUID();
      const part = await partOf(harness, await harness.releasedOrder());
      const undo = await reversalOf(harness, await harness.erp.post(part, original), harness.facts.closedDate);
      await fails(() => harness.erp.post(undo, randomUUID()), business('PERIOD_CLOSED'));
      assert.equal((await harness.erp.find(part, original))[0]?.reversedBy, undefined);
    },
  },
  {
    group: 'reversals', name: 'plans a reversal without effect and posts it as a document of its own', needs: 'reverse',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const receipt = await confirm(harness, order, { yield: pieces('60') });
      const part = await reversalOf(harness, receipt);
      assert.equal((await harness.ledger()).length, 1);
      const reference = randomUUID();
      const reversal = await harness.erp.post(part, reference);
      assert.ok(reversal.documents.some(({ type }) => type === 'reversal'));
      assert.equal(reversal.reference, reference);
      assert.equal((await harness.ledger()).length, 2);
      const { value } = await harness.erp.workOrder(harness.siteId, order.workOrderId);
      assert.deepEqual(value.operations[0]?.yieldConfirmed, pieces('0'));
    },
  },
  {
    group: 'reversals', name: 'shows on the original that it was reversed, and finds the reversal by its own reference', needs: 'reverse',
    run: async (harness) => {
      const original = randomUUID();
      const part = await partOf(harness, await harness.releasedOrder());
      const undo = await reversalOf(harness, await harness.erp.post(part, original));
      const reference = randomUUID();
      const reversal = await harness.erp.post(undo, reference);
      const number = reversal.documents.find(({ type }) => type === 'reversal')?.number;
      assert.equal((await harness.erp.find(part, original))[0]?.reversedBy, number);
      assert.deepEqual(await harness.erp.find(undo, reference), [reversal]);
    },
  },
  {
    group: 'reversals', name: 'refuses to reverse the same document twice', needs: 'reverse',
    run: async (harness) => {
      const undo = await reversalOf(harness, await confirm(harness, await harness.releasedOrder()));
      await harness.erp.post(undo, randomUUID());
      await fails(() => harness.erp.post(undo, randomUUID()), business('ALREADY_REVERSED'));
      assert.equal((await harness.ledger()).length, 2);
    },
  },
  {
    group: 'reversals', name: 'undoes several documents last first', needs: 'reverse',
    run: async (harness) => {
      const order = await harness.releasedOrder();
      const first = await confirm(harness, order, { yield: pieces('60') });
      const second = await confirm(harness, order, { operationId: order.secondOperation, yield: pieces('60') });
      const parts = await harness.erp.planReversal(harness.siteId, [first, second], harness.facts.openDate);
      for (const part of parts) await harness.erp.post(part, randomUUID());
      const { value } = await harness.erp.workOrder(harness.siteId, order.workOrderId);
      assert.deepEqual(value.operations.map(({ yieldConfirmed }) => yieldConfirmed.value), value.operations.map(() => '0'));
    },
  },
  {
    group: 'reversals', name: 'finds a reversal whose answer was lost', needs: 'reverse',
    run: async (harness) => {
      const undo = await reversalOf(harness, await confirm(harness, await harness.releasedOrder()));
      await harness.control.loseNextAnswer();
      const { reference, found } = await postInDoubt(harness, undo);
      assert.deepEqual(found.map((receipt) => receipt.reference), [reference]);
    },
  },
];
