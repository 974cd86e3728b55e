import { createHash } from 'node:crypto';
import { toUtc, type ConfirmationReversal, type ProductionConfirmation } from '@plantway/canonical';
import type { ConfirmationReversalDto } from '@plantway/dto';
import { confirmationReversalLane } from '@plantway/flows';
import type { Submission } from '@plantway/ports';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from './arrival.js';
import { bytesWithPath } from './received-bytes.js';

/** Longest id that a system may give, in characters. */
const KEY_LENGTH = 64;

/** The report that is taken back, as it is known at acceptance. */
export interface ReportedConfirmation {
  readonly confirmationId: string;
  readonly sourceSystem: string;
  readonly workOrderId: string;
  readonly operationId: string;
}

/**
 * What intake stores of the wish to take a report back. The posting date is the sender's, or else the production day of `reversedAt`; the latter is `now` when the sender does not say.
 * It belongs to the source system of the report, whoever wishes it.
 */
export function reversalSubmission(report: ReportedConfirmation, dto: ConfirmationReversalDto, { siteId, calendar }: SiteConfiguration, { credential, ...arrival }: Arrival, now: Date, reversalId: string): Submission {
  const { confirmationId, sourceSystem, workOrderId, operationId } = report;
  const reversedAt = toUtc(dto.reversedAt ?? now.toISOString());
  const productionDay = productionDayOf(calendar, reversedAt);
  const canonical: ConfirmationReversal = {
    reversalId, siteId, confirmationId, workOrderId, operationId,
    ...(dto.reason === undefined || dto.reason === null ? {} : { reason: dto.reason }),
    ...(typeof dto.sourceSequence === 'number' && { sourceSequence: dto.sourceSequence }),
    reversedAt, postingDate: dto.postingDate ?? productionDay, productionDay,
  };
  return { ...arrival, ...stored(canonical, sourceSystem), acceptedBy: credential.credentialId, received: { confirmationId, ...dto }, ...bytesWithPath(arrival.bytes, { confirmationId }) };
}

/** The reversal that makes room for a corrected report; it carries that report's id, and waits until that report is stored. */
export function replacementReversal(report: ProductionConfirmation, replaced: ReportedConfirmation, { credential, correlationId, traceparent }: Arrival, now: Date): Submission {
  const { confirmationId, siteId, postingDate, productionDay } = report;
  const { confirmationId: replaces, sourceSystem, workOrderId, operationId } = replaced;
  const canonical: ConfirmationReversal = {
    reversalId: confirmationId, siteId, confirmationId: replaces, workOrderId, operationId, replacedBy: confirmationId,
    reason: `replaced by ${confirmationId}`, reversedAt: now.toISOString(), postingDate, productionDay,
  };
  // An Idempotency-Key names the report, not its reversal.
  return { correlationId, traceparent, ...stored(canonical, sourceSystem), acceptedBy: credential.credentialId, received: { confirmationId: replaces, replacedBy: confirmationId } };
}

type Stored = Pick<Submission, 'siteId' | 'kind' | 'sourceSystem' | 'senderId' | 'laneKey' | 'canonical' | 'search' | 'sourceSequence' | 'postingDate' | 'productionDay'>;

function stored(canonical: ConfirmationReversal, sourceSystem: string): Stored {
  const { siteId, reversalId, confirmationId, workOrderId, operationId, sourceSequence, postingDate, productionDay } = canonical;
  return {
    siteId, kind: 'confirmationReversal', sourceSystem, senderId: reversalId, laneKey: confirmationReversalLane(siteId, sourceSystem, confirmationId), canonical,
    search: { workOrderId, operationId, confirmationId, lotIds: [], serialNumbers: [] }, ...(sourceSequence !== undefined && { sourceSequence }), postingDate, productionDay,
  };
}

/** One wish per report, unless its sender names it. An id that would become too long is replaced by its hash, so that no two reports share a wish. */
export function reversalIdOf(confirmationId: string): string {
  const prefix = 'reversal-of-';
  if (prefix.length + confirmationId.length <= KEY_LENGTH) return `${prefix}${confirmationId}`;
  return `${prefix}${createHash('sha256').update(confirmationId).digest('hex').slice(0, KEY_LENGTH - prefix.length)}`;
}
