import { amount, amountText } from '../engine/exact-amount.js';
import type { ConfirmationDocument, FollowUp, StockDocument } from '../engine/documents.js';
import { flag, MOVE_TYPE, toNativeUnit } from './native-codes.js';
import { toNativeDate, toStamp } from './native-stamp.js';

/* Documents as the native face shows them; the shapes stand in README.md. */

/** `followUps` are those of this confirmation; only the open ones are shown in it. */
export function feedbackRecord(document: ConfirmationDocument, followUps: readonly FollowUp[], timeZone: string): unknown {
  const { entry, booked } = document;
  const sign = document.reverses === undefined ? 1 : -1;
  const signed = (value: string): string => amountText(amount(value).times(sign));
  return {
    fbNo: document.number, extRef: document.reference, orderNo: document.workOrderId, stepNo: document.operationId, fin: flag(entry.kind === 'final'),
    bookDate: toNativeDate(document.postingDate), entered: toStamp(document.enteredAt, timeZone),
    goodQty: signed(booked.yield), scrapQty: signed(booked.scrap.reduce((sum, value) => amountText(amount(sum).plus(value)), '0')), reworkQty: signed(booked.rework), uom: toNativeUnit(document.unit),
    asEntered: {
      goodQty: entry.yield.value, goodUom: toNativeUnit(entry.yield.unit), reworkQty: entry.rework?.value ?? '', reworkUom: entry.rework === undefined ? '' : toNativeUnit(entry.rework.unit),
      scraps: entry.scrap.map(({ quantity, reasonCode }) => ({ qty: quantity.value, uom: toNativeUnit(quantity.unit), reason: reasonCode })),
    },
    stockDocs: document.stockDocuments, failedMoves: followUps.filter(({ status }) => status === 'open').map(failedMoveRecord),
    cancels: document.reverses ?? '', cancelledBy: document.reversedBy ?? '', user: document.user ?? '',
  };
}

const FOLLOW_UP_STATUS = { open: 'O', posted: 'P', cancelled: 'C' } as const;

export function failedMoveRecord(followUp: FollowUp): unknown {
  return {
    moveNo: followUp.number, fbNo: followUp.confirmationNumber, orderNo: followUp.workOrderId, artNo: followUp.itemId, qty: followUp.quantity.value, uom: toNativeUnit(followUp.quantity.unit),
    stat: FOLLOW_UP_STATUS[followUp.status], docNo: followUp.stockDocument ?? '', code: 'STK-010', text: followUp.reason,
  };
}

export function stockDocumentRecord(document: StockDocument, timeZone: string): unknown {
  return {
    docNo: document.number, extRef: document.reference, fbNo: document.confirmationNumber ?? '', bookDate: toNativeDate(document.postingDate), entered: toStamp(document.enteredAt, timeZone),
    lines: document.lines.map((line, index) => ({
      lineNo: String(index + 1), moveType: MOVE_TYPE[line.kind], artNo: line.itemId, store: line.locationId, charge: line.lotId, qty: line.quantity.value, uom: toNativeUnit(line.quantity.unit), orderNo: line.workOrderId ?? '',
    })),
  };
}
