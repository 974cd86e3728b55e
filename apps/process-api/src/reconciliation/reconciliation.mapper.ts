import type { Finding } from '@plantway/conservation';
import type { ComparedQuantitiesDto, FindingDto } from './finding.dto.js';

/** A finding as it is shown; what an adoption would keep stays inside. */
export function toFinding({ findingId, body, state, approvedBy, approvedAt, messageId: correctionMessageId }: Finding): FindingDto {
  const { document, ours, theirs, ...shown } = body;
  void document;
  return {
    findingId, ...shown, ...(ours !== undefined && { ours: { ...ours } as ComparedQuantitiesDto }), ...(theirs !== undefined && { theirs: { ...theirs } as ComparedQuantitiesDto }), state,
    ...(approvedBy !== undefined && { approvedBy }), ...(approvedAt !== undefined && { approvedAt }), ...(correctionMessageId !== undefined && { correctionMessageId }),
  };
}
