import type { Hit } from './hit-counter.js';
import type { ThrottleLimits } from './throttle-limits.js';

/** What an answer says about the caller's limit. Source: draft-ietf-httpapi-ratelimit-headers-11. */
export type RateLimitHeaders = Readonly<Record<'ratelimit-policy' | 'ratelimit', string>>;

/** The limit itself, the same for every caller. */
export function rateLimitPolicy({ requests, windowMs }: ThrottleLimits): string {
  return `"default";q=${requests};w=${Math.ceil(windowMs / 1_000)}`;
}

/** What is left of it after a hit. */
export function rateLimitHeaders(policy: string, { remaining, resetMs }: Pick<Hit, 'remaining' | 'resetMs'>): RateLimitHeaders {
  return { 'ratelimit-policy': policy, ratelimit: `"default";r=${remaining};t=${wholeSeconds(resetMs)}` };
}

/** Whole seconds, rounded up: who comes back then is not too early. */
export function wholeSeconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
