/**
 * What a failure means for the one who called, and therefore what happens next.
 * - `technical`: nothing changed over there; trying again may work
 * - `throttled`: as technical, and the other side said when to come back
 * - `inDoubt`: we wrote and lost the answer; only a read-back tells
 * - `business`: a rule said no, ours or theirs; a person or a condition decides
 * - `mapping`: a code of ours or theirs has no translation; master data must be completed
 * - `defect`: our bug, a bad configuration or a broken contract
 */
export const ERROR_KINDS = ['technical', 'throttled', 'inDoubt', 'business', 'mapping', 'defect'] as const;
export type ErrorKind = (typeof ERROR_KINDS)[number];

/** What the failed call may have changed in the foreign system: surely nothing, or nobody knows. */
export type Effect = 'none' | 'unknown';

export interface ErrorOptionsWithDetails extends ErrorOptions {
  /** Facts for a person, without secrets: ids, quantities, dates. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Root of every error that Plantway raises on purpose. `code` is stable and never reused; the message names the object and the next action. */
export abstract class PlantwayError extends Error {
  abstract readonly kind: ErrorKind;
  abstract readonly effect: Effect;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(readonly code: string, message: string, options: ErrorOptionsWithDetails = {}) {
    super(message, options);
    this.name = new.target.name;
    this.details = options.details ?? {};
  }
}

/** Surely nothing was changed over there; trying again may work. */
export class TechnicalRetryableError extends PlantwayError {
  override readonly effect = 'none';
  /** How long the other side asked us to stay away, in milliseconds; undefined when it did not say. */
  readonly retryAfterMs: number | undefined;

  constructor(code: string, message: string, options: ErrorOptionsWithDetails & { readonly retryAfterMs?: number } = {}) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs;
  }

  get kind(): ErrorKind {
    return this.retryAfterMs === undefined ? 'technical' : 'throttled';
  }
}

/** We wrote, and do not know whether it was kept. Never sent again before a read-back. */
export class OutcomeUnknownError extends PlantwayError {
  override readonly kind = 'inDoubt';
  override readonly effect = 'unknown';
}

/** A rule said no, ours or the foreign system's; nothing was posted. */
export class BusinessException extends PlantwayError {
  override readonly kind = 'business';
  override readonly effect = 'none';
}

/** A code has no translation; nothing was sent. `details.table` and `details.missing` name the row to add. */
export class MappingError extends PlantwayError {
  override readonly kind = 'mapping';
  override readonly effect = 'none';
}

/**
 * Our bug, a bad configuration or a broken contract. Nobody foresaw it, so nobody knows what it left over there: whoever throws it where surely nothing was sent yet says
 * `effect: 'none'`, and only then is it never read back.
 */
export class DefectError extends PlantwayError {
  override readonly kind = 'defect';

  constructor(code: string, message: string, options: ErrorOptionsWithDetails & { readonly effect?: Effect } = {}) {
    super(code, message, options);
    this.effect = options.effect ?? 'unknown';
  }

  override readonly effect: Effect;
}
