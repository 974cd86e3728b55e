/** Technical time: leases, deadlines, backoff, settle windows. Business time is data, not this clock. */
export interface Clock {
  now(): Date;
  /** Resolves after `ms`, or early when `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}
