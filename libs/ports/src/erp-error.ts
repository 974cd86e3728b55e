import { BusinessException, DefectError, MappingError, OutcomeUnknownError, TechnicalRetryableError } from '@plantway/canonical';
import type { Effect, ErrorKind, PlantwayError } from '@plantway/canonical';

/** A failure of an ERP call as its kind and code say it; what a backend's catalogue or a problem answer tells. */
export interface ErpFailure {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly message: string;
  /** How long the other side asked us to stay away, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Only a defect can be either, and one that does not say counts as unknown; every other kind says by itself what it changed. */
  readonly effect?: Effect;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The error class that belongs to the kind: the one place where a told kind becomes a thrown class. */
export function erpError({ kind, code, message, retryAfterMs, effect, details = {}, cause }: ErpFailure): PlantwayError {
  const options = { details, ...(cause === undefined ? {} : { cause }) };
  switch (kind) {
    case 'technical':
    case 'throttled':
      return new TechnicalRetryableError(code, message, { ...options, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });
    case 'inDoubt':
      return new OutcomeUnknownError(code, message, options);
    case 'business':
      return new BusinessException(code, message, options);
    case 'mapping':
      return new MappingError(code, message, options);
    case 'defect':
      return new DefectError(code, message, { ...options, effect: effect ?? 'unknown' });
  }
}
