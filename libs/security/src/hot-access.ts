import type { AccessContext } from './access-context.js';
import { maySeeSite, type Credential } from './credential.js';
import type { Credentials } from './credentials.js';
import type { HitCounter } from './hit-counter.js';
import type { SiteExists } from './role-and-site.guard.js';
import { rateLimitHeaders, rateLimitPolicy, type RateLimitHeaders } from './rate-limit-headers.js';
import type { ThrottleLimits } from './throttle-limits.js';

/** A request that every guard would let pass, with what it is answered about its limit. */
export interface Admission {
  readonly credential: Credential;
  readonly headers: RateLimitHeaders;
}

/**
 * The guards of a hot route as one question, without a promise. It only ever says yes where all guards would; whatever it is not sure of, a key that has to be looked up first included, is
 * left to the guards, which have the words of a refusal.
 */
export class HotAccess {
  private readonly policy: string;

  constructor(private readonly credentials: Credentials, private readonly counter: HitCounter, private readonly limits: ThrottleLimits, private readonly siteExists: SiteExists) {
    this.policy = rateLimitPolicy(limits);
  }

  /** Counts the request, as the guards would. Undefined, and nothing counted: ask the guards. */
  admit(request: AccessContext): Admission | undefined {
    const credential = this.callerOf(request);
    if (credential === undefined) return undefined;
    const { windowMs, requests } = this.limits;
    const hit = this.counter.hit(credential.credentialId, requests, windowMs);
    return hit.allowed ? { credential, headers: rateLimitHeaders(this.policy, hit) } : undefined;
  }

  private callerOf({ accessRule, keyHash, params }: AccessContext): Credential | undefined {
    if (accessRule === undefined || accessRule === 'open' || keyHash === undefined) return undefined;
    const credential = this.credentials.remembered(keyHash);
    if (credential === undefined || !accessRule.includes(credential.role)) return undefined;
    const siteId = (params as { readonly siteId?: string } | null)?.siteId;
    return siteId === undefined || (maySeeSite(credential, siteId) && this.siteExists(siteId)) ? credential : undefined;
  }
}
