import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inspect } from 'node:util';
import { PlantwayError } from '@plantway/canonical';
import type { Effect, ErrorKind, PlantDate, ProductionConfirmation, Quantity } from '@plantway/canonical';
import type { CallOptions } from '../call-options.js';
import type { ErpPart, PostingReceipt } from '../erp.port.js';
import type { ContractOrder, ErpHarness } from './erp-harness.js';

export const pieces = (value: string): Quantity => ({ value, unit: 'H87' });

/** A confirmation of the order's first operation: partial, ten good pieces on an open day, unless `changes` says otherwise. */
export function confirmationOf({ siteId, facts }: ErpHarness, order: ContractOrder, changes: Partial<ProductionConfirmation> = {}): ProductionConfirmation {
  return {
    confirmationId: `contract-${randomUUID()}`, siteId, workOrderId: order.workOrderId, operationId: order.firstOperation, kind: 'partial', cumulative: false,
    yield: pieces('10'), scrap: [], producedLots: [], serialNumbers: [], genealogy: [], consumptions: [], otherOutputs: [], labor: [], machineTimes: [], exceptionCodes: [],
    startedAt: `${facts.openDate}T06:00:00.000Z`, finishedAt: `${facts.openDate}T06:40:00.000Z`, postingDate: facts.openDate, productionDay: facts.openDate,
    ...changes,
  };
}

/** The one part of a confirmation; the suite's confirmations need no more. */
export async function partOf(harness: ErpHarness, order: ContractOrder, changes: Partial<ProductionConfirmation> = {}): Promise<ErpPart> {
  const parts = await harness.erp.planConfirmation(confirmationOf(harness, order, changes));
  assert.ok(parts[0], 'a confirmation is planned into at least one part');
  return parts[0];
}

/** Posts a confirmation under a fresh reference. */
export async function confirm(harness: ErpHarness, order: ContractOrder, changes: Partial<ProductionConfirmation> = {}): Promise<PostingReceipt> {
  return harness.erp.post(await partOf(harness, order, changes), randomUUID());
}

/** The one part that undoes the receipt, on an open day unless `postingDate` says otherwise. */
export async function reversalOf(harness: ErpHarness, receipt: PostingReceipt, postingDate: PlantDate = harness.facts.openDate): Promise<ErpPart> {
  const [part, ...others] = await harness.erp.planReversal(harness.siteId, [receipt], postingDate);
  assert.ok(part !== undefined && others.length === 0, 'one receipt is undone by one part');
  return part;
}

export interface ExpectedFailure {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly effect?: Effect;
}

/** The call must fail with one of our errors, saying the right code, kind and effect. Returns the error. */
export async function fails(call: () => Promise<unknown>, expected: ExpectedFailure): Promise<PlantwayError> {
  const failure = await call().then(() => undefined, (error: unknown) => error);
  assert.ok(failure !== undefined, `expected ${expected.code}, but the call succeeded`);
  assert.ok(failure instanceof PlantwayError, `expected ${expected.code}, but met ${inspect(failure)}`);
  assert.deepEqual(
    { code: failure.code, kind: failure.kind, effect: failure.effect },
    { code: expected.code, kind: expected.kind, effect: expected.effect ?? (expected.kind === 'inDoubt' ? 'unknown' : 'none') },
  );
  return failure;
}

/** Posting the confirmation must be refused, and the ERP must keep nothing of it. Returns the error. */
export async function refused(harness: ErpHarness, order: ContractOrder, changes: Partial<ProductionConfirmation>, expected: ExpectedFailure): Promise<PlantwayError> {
  const before = await harness.ledger();
  const part = await partOf(harness, order, changes);
  const failure = await fails(() => harness.erp.post(part, randomUUID()), expected);
  assert.deepEqual(await harness.ledger(), before, 'a refusal leaves the books as they were');
  return failure;
}

/** Posts while the ERP does not answer well: the outcome must be unknown. Returns what a read-back finds. */
export async function postInDoubt({ erp }: ErpHarness, part: ErpPart, options?: CallOptions): Promise<{ reference: string; found: readonly PostingReceipt[] }> {
  const reference = randomUUID();
  await fails(() => erp.post(part, reference, options), { kind: 'inDoubt', code: 'ERP_ANSWER_LOST' });
  return { reference, found: await erp.find(part, reference) };
}
