import type { Finding } from '@plantway/conservation';
import type { ComparedQuantitiesDto, FindingDto } from './finding.dto.js';

/** A finding as it is shown; what an adoption or a correction of the book would keep stays inside. */
export function toFinding({ findingId, body, state, proposedBy, approvedBy, approvedAt, closedAt, messageId: correctionMessageId }: Finding): FindingDto {
  const { document, report, ours, theirs, ...shown } = body;
  void document;
  void report;
  return {
    findingId, ...shown, ...(ours !== undefined && { ours: { ...ours } as ComparedQuantitiesDto }), ...(theirs !== undefined && { theirs: { ...theirs } as ComparedQuantitiesDto }), state,
    ...(proposedBy !== undefined && { proposedBy }), ...(approvedBy !== undefined && { approvedBy }), ...(approvedAt !== undefined && { approvedAt }), ...(closedAt !== undefined && { closedAt }), ...(correctionMessageId !== undefined && { correctionMessageId }),
  };
}
