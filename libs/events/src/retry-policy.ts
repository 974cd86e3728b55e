/** What happens when a handler fails. Later events of the subscription wait meanwhile: order is kept. */
export interface RetryPolicy {
  /** Pause after the first failure, doubled with each further one, in milliseconds. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** After so many failures in a row the event is recorded in `events.dead_event` and passed; 'never' waits for a repair. */
  readonly failuresBeforeDead: number | 'never';
}

/** Ten tries within about a minute, then the event is put aside for a person. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = { firstPauseMs: 200, longestPauseMs: 30_000, failuresBeforeDead: 10 };

/** For handlers whose event must never be put aside, because something that the plant needs follows from it alone: they wait for a repair, and say so in the log and in `events.subscription`. */
export const NEVER_PUT_ASIDE: Partial<RetryPolicy> = { failuresBeforeDead: 'never' };

/** Pause after so many failures in a row, in milliseconds. */
export function pauseAfter(failures: number, policy: RetryPolicy): number {
  return Math.min(policy.firstPauseMs * 2 ** Math.max(0, failures - 1), policy.longestPauseMs);
}
