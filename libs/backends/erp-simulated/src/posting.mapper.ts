import { DefectError, sum } from '@plantway/canonical';
import type { Instant, Labor, MachineTime, PlantDate, ProductionConfirmation, Quantity } from '@plantway/canonical';
import type { PostedQuantities, PostingReceipt } from '@plantway/ports';
import { notCarriedOf } from './fields-not-carried.js';
import { NativeShapeError } from './native-row.js';
import type { NativeRow } from './native-row.js';
import { instantOf, nativeDateOf, nativeFlagOf, plantDateOf, quantityOf, signedQuantityOf, stampOf, withoutSign } from './native-values.js';
import { codeOfNative } from './simulated-erp.errors.js';
import { isReleased } from './simulated-erp.mapper.js';

const NOTHING = '0';

/** The native feedback of a confirmation. `reference` becomes its `extRef`, by which it is found again. @throws DefectError for running totals: the flow makes them deltas */
export function feedbackOf(confirmation: ProductionConfirmation, reference: string): Record<string, unknown> {
  if (confirmation.cumulative) throw new DefectError('FLOW_DEFECT', `Confirmation ${confirmation.confirmationId} carries running totals; an ERP posts what was added. Make deltas of them first.`, { effect: 'none' });
  const { value: goodQty, unit: goodUom } = confirmation.yield;
  return {
    extRef: reference,
    orderNo: confirmation.workOrderId,
    stepNo: confirmation.operationId,
    fin: nativeFlagOf(confirmation.kind === 'final'),
    bookDate: nativeDateOf(confirmation.postingDate),
    goodQty,
    goodUom,
    reworkQty: confirmation.rework?.value ?? NOTHING,
    reworkUom: confirmation.rework?.unit ?? goodUom,
    scraps: confirmation.scrap.map(({ quantity, reasonCode }) => ({ ...numberOf(quantity), reason: reasonCode })),
    started: stampOf(confirmation.startedAt),
    ended: stampOf(confirmation.finishedAt),
    ...(confirmation.workCenterId === undefined ? {} : { station: confirmation.workCenterId }),
    charges: confirmation.producedLots.map(({ lotId, quantity }) => ({ charge: lotId, ...numberOf(quantity) })),
    serials: confirmation.serialNumbers,
    usages: confirmation.consumptions.map(({ itemId, quantity, lotId, backflush }) => ({
      artNo: itemId, ...(quantity === undefined || backflush ? { qty: '', uom: '' } : numberOf(quantity)), charge: lotId ?? '', auto: nativeFlagOf(backflush),
    })),
    extras: confirmation.otherOutputs.map(({ itemId, type, quantity, lotId }) => ({
      artNo: itemId, kind: type === 'coProduct' ? 'C' : 'B', ...numberOf(quantity), charge: lotId ?? '',
    })),
    times: [
      ...confirmation.machineTimes.map((time) => ({ act: time.activityCode.toUpperCase(), seconds: secondsOf(time), person: '' })),
      ...confirmation.labor.map((time) => ({ act: 'LABOR', seconds: secondsOf(time), person: time.personId ?? time.crewId ?? '' })),
    ],
  };
}

/** The native cancellation of a feedback, under a day of its own. */
export function cancellationOf(reference: string, postingDate: PlantDate): Record<string, unknown> {
  return { extRef: reference, bookDate: nativeDateOf(postingDate) };
}

/**
 * The feedback as a receipt of `reference`; one that speaks of another reference is no proof of anything.
 * @param confirmation what was sent, where it is known: the receipt says what of it this ERP has no place for
 * @throws NativeShapeError
 */
export function receiptFor(row: NativeRow, backend: string, reference: string, confirmation?: ProductionConfirmation): PostingReceipt {
  const receipt = receiptOf(row, backend);
  if (receipt.reference !== reference) throw new NativeShapeError(`the answer speaks of the reference ${receipt.reference}`);
  const notCarried = confirmation === undefined ? [] : notCarriedOf(confirmation);
  return notCarried.length === 0 ? receipt : { ...receipt, notCarried };
}

/** A released order as a receipt. The ERP keeps neither the reference nor the time of a release; `at` is when it showed the order. @throws NativeShapeError for another order */
export function releaseReceiptOf(row: NativeRow, backend: string, { reference, workOrderId, at }: { readonly reference: string; readonly workOrderId: string; readonly at: Instant }): PostingReceipt {
  const number = row.text('orderNo');
  if (number !== workOrderId) throw new NativeShapeError(`the answer speaks of the order ${number}`);
  if (!isReleased(row)) throw new NativeShapeError(`order ${number} is not released`);
  return { reference, backend, documents: [{ type: 'workOrder', number }], postedAt: at };
}

/** What the feedback says as a receipt: the quantities as they were entered, because those are compared with what we sent. */
function receiptOf(row: NativeRow, backend: string): PostingReceipt {
  const cancels = row.optionalText('cancels');
  const reversedBy = row.optionalText('cancelledBy');
  const failed = row.rows('failedMoves');
  const [firstFailed] = failed;
  return {
    reference: row.text('extRef'),
    backend,
    documents: [
      { type: cancels === undefined ? 'confirmation' : 'reversal', number: row.text('fbNo') },
      ...row.texts('stockDocs').map((number) => ({ type: 'goodsMovement', number }) as const),
    ],
    postingDate: plantDateOf(row.text('bookDate')),
    postedAt: instantOf(row.text('entered')),
    quantities: cancels === undefined ? quantitiesAsEntered(row) : quantitiesAsBooked(row),
    ...(firstFailed === undefined ? {} : {
      followUp: {
        code: codeOfNative(firstFailed.text('code')),
        reason: failed.map((move) => move.optionalText('text') ?? `${move.text('artNo')} ${move.text('qty')} ${move.text('uom')}`).join(' '),
      },
    }),
    ...(reversedBy === undefined ? {} : { reversedBy }),
  };
}

/** As they were entered: those are compared with what we sent. */
export function quantitiesAsEntered(row: NativeRow): PostedQuantities {
  const entered = row.row('asEntered');
  const scraps = entered.rows('scraps').map((scrap) => quantityOf(scrap, 'qty', 'uom'));
  const unit = scraps[0]?.unit ?? entered.text('goodUom');
  return {
    yield: quantityOf(entered, 'goodQty', 'goodUom'),
    // Reasons in different units are added up only by the ERP itself, in the base unit of the article.
    scrap: scraps.every((scrap) => scrap.unit === unit) ? sum(scraps, unit) : quantityOf(row, 'scrapQty', 'uom'),
    // Left out by a person on a screen; the gateway always says it.
    rework: entered.optionalText('reworkQty') === undefined ? { value: NOTHING, unit: entered.text('goodUom') } : quantityOf(entered, 'reworkQty', 'reworkUom'),
  };
}

/** What was booked, in the base unit; of a cancellation without the sign. */
export function quantitiesAsBooked(row: NativeRow): PostedQuantities {
  const booked = (field: string): Quantity => withoutSign(signedQuantityOf(row, field, 'uom'));
  return { yield: booked('goodQty'), scrap: booked('scrapQty'), rework: booked('reworkQty') };
}

function numberOf({ value, unit }: Quantity): { qty: string; uom: string } {
  return { qty: value, uom: unit };
}

/** Whole seconds of a stretch of time, rounded half up. */
function secondsOf({ startedAt, finishedAt }: Pick<Labor | MachineTime, 'startedAt' | 'finishedAt'>): string {
  return String(Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000));
}
