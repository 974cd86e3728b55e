import { BusinessException, DefectError, MappingError, OutcomeUnknownError, PlantwayError, TechnicalRetryableError, messageError, type MessageError } from '@plantway/canonical';
import { CallAbandonedError } from './call-with-deadline.js';

/**
 * What a failed send means, by the class of its error and nothing else.
 * - `retryable`: surely nothing was posted; trying again may work
 * - `refused`: surely nothing was posted; a rule said no
 * - `defect`: surely nothing was posted; our bug or a broken contract
 * - `unknown`: everything else, every error that nobody foresaw included
 */
export type FailureMeaning = 'retryable' | 'refused' | 'defect' | 'unknown';

export function meaningOf(error: unknown): FailureMeaning {
  if (error instanceof TechnicalRetryableError) return 'retryable';
  if (error instanceof BusinessException || error instanceof MappingError) return 'refused';
  if (error instanceof DefectError && error.effect === 'none') return 'defect';
  return 'unknown';
}

/** A failure in the words of the message; `code` for what has no code of its own. */
export function failureWords(error: unknown, code: string): MessageError {
  if (error instanceof PlantwayError) return messageError(error.code, error.message, error.kind);
  return messageError(code, `${messageError(code).reason} ${error instanceof Error ? error.message : String(error)}`);
}

/** The other side did not answer in time, rather than something being wrong with us. */
export function isLostAnswer(error: unknown): error is Error {
  return error instanceof CallAbandonedError || error instanceof OutcomeUnknownError || (error instanceof Error && error.name === 'AbortError');
}
