import { Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { ThrottlerLimitDetail, ThrottlerStorage } from '@nestjs/throttler';
import type { AccessContext } from './access-context.js';
import { AccessRefused } from './access-refused.js';
import type { ThrottleLimits } from './throttle-limits.js';

// The package is CommonJS and requires @nestjs/common, which must be evaluated by then; Jest runs a static import of it too early.
const { ThrottlerGuard } = await import('@nestjs/throttler');

interface HandledRequest {
  readonly context: ExecutionContext;
  readonly limit: number;
  readonly ttl: number;
  readonly throttler: { readonly name?: string };
}
interface Reply {
  header(name: string, value: string): unknown;
}

/**
 * Limits what one caller may send, counted over all routes. Answers say what is left in `RateLimit-Policy` and `RateLimit`
 * (draft-ietf-httpapi-ratelimit-headers-11); a refusal says in `Retry-After` when to come back.
 */
@Injectable()
export class ThrottleGuard extends ThrottlerGuard {
  constructor(limits: ThrottleLimits, storage: ThrottlerStorage, reflector: Reflector) {
    super({ throttlers: [{ name: 'default', limit: limits.requests, ttl: limits.windowMs }] }, storage, reflector);
  }

  protected override async handleRequest({ context, limit, ttl, throttler }: HandledRequest): Promise<boolean> {
    const { req, res } = this.getRequestResponse(context) as { req: AccessContext; res: Reply };
    const caller = req.credential?.credentialId ?? await this.getTracker(req as unknown as Record<string, unknown>);
    const { totalHits, timeToExpire, isBlocked, timeToBlockExpire } = await this.storageService.increment(caller, ttl, limit, ttl, throttler.name ?? 'default');
    res.header('ratelimit-policy', `"default";q=${limit};w=${Math.ceil(ttl / 1_000)}`);
    res.header('ratelimit', `"default";r=${limit - totalHits};t=${timeToExpire}`);
    if (isBlocked) await this.throwThrottlingException(context, { timeToBlockExpire } as ThrottlerLimitDetail);
    return true;
  }

  protected override throwThrottlingException(_: ExecutionContext, { timeToBlockExpire }: ThrottlerLimitDetail): Promise<void> {
    throw new AccessRefused('RATE_LIMIT_EXCEEDED', { headers: { 'retry-after': String(timeToBlockExpire) } });
  }
}
