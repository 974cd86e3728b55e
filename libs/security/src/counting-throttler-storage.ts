import type { ThrottlerStorage } from '@nestjs/throttler';
import type { HitCounter } from './hit-counter.js';
import { wholeSeconds } from './rate-limit-headers.js';

type ThrottlerStorageRecord = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/** The throttler's store over a `HitCounter`: the library's own keeps every hit and filters them all on each request. */
export class CountingThrottlerStorage implements ThrottlerStorage {
  constructor(private readonly counter: HitCounter) {}

  increment(key: string, windowMs: number, limit: number): Promise<ThrottlerStorageRecord> {
    const { allowed, remaining, resetMs, retryAfterMs } = this.counter.hit(key, limit, windowMs);
    return Promise.resolve({
      totalHits: limit - remaining,
      timeToExpire: wholeSeconds(resetMs),
      isBlocked: !allowed,
      timeToBlockExpire: wholeSeconds(retryAfterMs),
    });
  }
}
