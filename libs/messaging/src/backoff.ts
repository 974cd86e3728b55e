import type { MessagingSettings } from './messaging.config.js';

/** Random share of `Retry-After` at most, so that the lanes of a throttled ERP do not come back all at once; in milliseconds. */
const RETRY_AFTER_JITTER_MS = 500;

/**
 * How long to stay away after the `failures`-th failure in a row (from 1), in milliseconds: doubled each time up to the cap, of which a random half is taken off.
 * What the ERP itself asked for is kept to, up to its own cap.
 * @param random from 0 to below 1
 */
export function backoffMs(failures: number, settings: MessagingSettings, random: () => number, retryAfterMs?: number): number {
  if (retryAfterMs !== undefined) return Math.round(Math.min(Math.max(retryAfterMs, 0), settings.retryAfterCapMs) + random() * RETRY_AFTER_JITTER_MS);
  const full = Math.min(settings.backoffCapMs, settings.backoffBaseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (1 - random() / 2));
}
