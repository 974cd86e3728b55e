import { AccessRefused } from './access-refused.js';
import type { HitCounter } from './hit-counter.js';
import type { ThrottleLimits } from './throttle-limits.js';

/** Counts requests without a valid credential by address, so that nobody can guess or flood for free. */
export class FailedLogins {
  constructor(private readonly counter: HitCounter, private readonly limits: ThrottleLimits) {}

  /** @throws AccessRefused RATE_LIMIT_EXCEEDED when the address has failed too often */
  refuseWhenTooMany(address: string): void {
    const { allowed, retryAfterMs } = this.counter.peek(keyOf(address), this.limits.failedLogins, this.limits.windowMs);
    if (allowed) return;
    throw new AccessRefused('RATE_LIMIT_EXCEEDED', {
      detail: 'This address has sent too many requests without a valid credential.',
      headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) },
    });
  }

  areTooMany(address: string): boolean {
    return !this.counter.peek(keyOf(address), this.limits.failedLogins, this.limits.windowMs).allowed;
  }

  count(address: string): void {
    this.counter.hit(keyOf(address), this.limits.failedLogins, this.limits.windowMs);
  }
}

/** An IPv6 caller owns at least its /64, so the last half of the address does not count. */
function keyOf(address: string): string {
  if (!address.includes(':') || address.startsWith('::ffff:')) return `failed:${address}`;
  return `failed:${address.split(':').slice(0, 4).join(':')}`;
}
