import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { AccessContext } from './access-context.js';
import { AccessRefused } from './access-refused.js';
import { rateLimitHeaders, rateLimitPolicy } from './rate-limit-headers.js';
import type { ThrottleLimits } from './throttle-limits.js';

// The package is CommonJS and requires @nestjs/common, which must be evaluated by then; Jest runs a static import of it too early.
const { ThrottlerGuard } = await import('@nestjs/throttler');

interface Reply {
  headers(values: object): unknown;
}

/**
 * Limits what one caller may send, counted over all routes. Answers say what is left in `RateLimit-Policy` and `RateLimit`
 * (draft-ietf-httpapi-ratelimit-headers-11); a refusal says in `Retry-After` when to come back.
 */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  private readonly policy: string;

  constructor(private readonly limits: ThrottleLimits, storage: ThrottlerStorage, reflector: Reflector) {
    super({ throttlers: [{ name: 'default', limit: limits.requests, ttl: limits.windowMs }] }, storage, reflector);
    this.policy = rateLimitPolicy(limits);
  }

  /** Every route has the same limit, so no decorator is looked up. @throws AccessRefused RATE_LIMIT_EXCEEDED */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const { req, res } = this.getRequestResponse(context) as { req: AccessContext; res: Reply };
    const { requests, windowMs } = this.limits;
    const caller = req.credential?.credentialId ?? await this.getTracker(req);
    const { totalHits, timeToExpire, isBlocked, timeToBlockExpire } = await this.storageService.increment(caller, windowMs, requests, windowMs, 'default');
    res.headers(rateLimitHeaders(this.policy, { remaining: requests - totalHits, resetMs: timeToExpire * 1_000 }));
    if (isBlocked) throw new AccessRefused('RATE_LIMIT_EXCEEDED', { headers: { 'retry-after': String(timeToBlockExpire) } });
    return true;
  }
}
