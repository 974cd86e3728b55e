/** What bounds one call to a foreign system, and the journey that it belongs to. */
export interface CallOptions {
  /** Aborted at the caller's deadline. */
  readonly signal?: AbortSignal;
  /** The caller's deadline by the technical clock. A write whose bytes have not left by then is not sent any more, wherever it waits. */
  readonly deadlineAt?: Date;
  readonly correlationId?: string;
}
