import { toProductionConfirmation, type FixedProductionConfirmationDto } from '@plantway/dto';
import { demandSameAsPath } from './agreement-with-path.js';
import type { ConfirmPartDto, ReversePartDto } from './part.dto.js';
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

export function reversePartOf({ action, partId, receipt, ...dto }: ReversePartDto, siteId: string): ErpPart {
  demandSameAsPath('/part/siteId', dto.siteId, siteId);
  return { action, partId, siteId, receipt: receiptOf(receipt) };
}

export function receiptOf({ reference, backend, documents, postingDate, postedAt, quantities, followUp, reversedBy }: PostingReceiptDto): PostingReceipt {
  return {
    reference,
    backend,
    documents: documents.map(({ type, number }) => ({ type, number })),
    postingDate,
    postedAt: toUtc(postedAt),
    quantities: { yield: normalQuantity(quantities.yield), scrap: normalQuantity(quantities.scrap), rework: normalQuantity(quantities.rework) },
    ...(followUp === undefined || followUp === null ? {} : { followUp: { code: followUp.code, reason: followUp.reason } }),
    ...(reversedBy === undefined || reversedBy === null ? {} : { reversedBy }),
  };
}
