import { toProductionConfirmation, type FixedProductionConfirmationDto } from '@plantway/dto';
import { demandSameAsPath } from './agreement-with-path.js';
import type { ConfirmPartDto, ReleasePartDto, ReversePartDto } from './part.dto.js';
import type { PostingReceiptDto } from './receipt.dto.js';
import { normalQuantity, toUtc, type ProductionConfirmation } from '@plantway/canonical';
import type { ErpPart, PostingReceipt } from '@plantway/ports';

/** Canonical values of validated bodies. @throws ProblemException `VALIDATION_FAILED` for another site than the path's */
export function confirmationOf(dto: FixedProductionConfirmationDto, siteId: string, fieldPath: string): ProductionConfirmation {
  demandSameAsPath(`${fieldPath}/siteId`, dto.siteId, siteId);
  return toProductionConfirmation(dto, siteId, dto.postingDate, dto.productionDay);
}

export function confirmPartOf({ action, partId, confirmation }: ConfirmPartDto, siteId: string): ErpPart {
  return { action, partId, confirmation: confirmationOf(confirmation, siteId, '/part/confirmation') };
}

export function reversePartOf({ action, partId, receipt, postingDate, ...dto }: ReversePartDto, siteId: string): ErpPart {
  demandSameAsPath('/part/siteId', dto.siteId, siteId);
  return { action, partId, siteId, receipt: receiptOf(receipt), postingDate };
}

/** @throws ProblemException `VALIDATION_FAILED` for another site or order than the path's */
export function releasePartOf({ action, partId, ...dto }: ReleasePartDto, siteId: string, workOrderId: string): ErpPart {
  demandSameAsPath('/part/siteId', dto.siteId, siteId);
  demandSameAsPath('/part/workOrderId', dto.workOrderId, workOrderId);
  return { action, partId, siteId, workOrderId };
}

export function receiptOf({ reference, backend, documents, postingDate, postedAt, quantities, followUp, reversedBy, notCarried }: PostingReceiptDto): PostingReceipt {
  return {
    reference,
    backend,
    documents: documents.map(({ type, number }) => ({ type, number })),
    ...(isAbsent(postingDate) ? {} : { postingDate }),
    postedAt: toUtc(postedAt),
    ...(isAbsent(quantities) ? {} : { quantities: { yield: normalQuantity(quantities.yield), scrap: normalQuantity(quantities.scrap), rework: normalQuantity(quantities.rework) } }),
    ...(isAbsent(followUp) ? {} : { followUp: { code: followUp.code, reason: followUp.reason } }),
    ...(isAbsent(reversedBy) ? {} : { reversedBy }),
    ...(isAbsent(notCarried) ? {} : { notCarried: notCarried.map(({ field, reason }) => ({ field, reason })) }),
  };
}

/** JSON has two ways to leave an optional member out. */
function isAbsent(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}
