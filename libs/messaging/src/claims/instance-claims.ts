import { TechnicalRetryableError, messageError } from '@plantway/canonical';
import { ERP_SIDE, type Clock, type InstanceClaim, type InstanceClaimAnswer, type WaitCondition } from '@plantway/ports';
import type pg from 'pg';
import type { DeliveryLog } from '../delivery-context.js';
import type { DeliveryGate } from '../delivery-gate.js';
import type { MessagingSettings } from '../messaging.config.js';
import { ClaimBook, type RefusedSite } from './claim-book.js';

/** A condition that is fulfilled when this gateway holds the ERP of the site. */
export const claimHeldKey = (siteId: string): string => `instance-claim:${siteId}`;

/** How often a claim is begun anew when other workers of this database go on meanwhile. */
const TRIES = 5;

export interface InstanceClaimsOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly settings: Pick<MessagingSettings, 'instanceClaimMs' | 'sendDeadlineMs' | 'sendGraceMs'>;
  /** The ERP of each site, as `ErpPort.claimInstance`. */
  readonly claim: (siteId: string, claim: InstanceClaim) => Promise<InstanceClaimAnswer>;
  /** Name of the backend that is the ERP of the site now; undefined for a site that is not known. */
  readonly backendOf: (siteId: string) => string | undefined;
  /** Whether that ERP has a place for claims; once it has answered it is asked again only when the site has another backend. */
  readonly isSupported: (siteId: string) => Promise<boolean>;
  /** Wakes what waits for `claimHeldKey`. */
  readonly wake: (keys: readonly string[]) => Promise<void>;
  readonly log: DeliveryLog;
}

/** What this process knows of one site. */
interface Held {
  /** Of which ERP. */
  readonly backend: string | undefined;
  readonly from: number;
  readonly until: number;
}

/**
 * Lets a gateway write to the ERP of a site only while it alone holds it. Each worker claims with the token that its database keeps, and every renewal replaces the token, in the ERP and here: whoever works from a copy of
 * the database, or from another one, comes with a token that the ERP does not know and is refused. A claim holds for `instanceClaimMs` from before it was asked for; `renew` is to be called every third of that.
 * What the process learned itself counts, never what it finds in the database.
 */
export class InstanceClaims implements DeliveryGate {
  readonly guards = ERP_SIDE;
  private readonly book: ClaimBook;
  private readonly held = new Map<string, Held>();
  private readonly supported = new Map<string, { readonly backend: string | undefined; readonly isSupported: boolean }>();
  private readonly asking = new Map<string, Promise<WaitCondition | undefined>>();

  constructor(private readonly options: InstanceClaimsOptions) {
    this.book = new ClaimBook(options.pool);
  }

  isOpen(siteId: string): boolean {
    const held = this.held.get(siteId);
    const now = this.options.clock.now().getTime();
    return held !== undefined && held.backend === this.options.backendOf(siteId) && now >= held.from && now < held.until;
  }

  /** Claims, unless somebody in this process is doing so already. */
  admit(siteId: string): Promise<WaitCondition | undefined> {
    const asked = this.asking.get(siteId) ?? this.claim(siteId).finally(() => this.asking.delete(siteId));
    this.asking.set(siteId, asked);
    return asked;
  }

  /** Renews the claim of every site; one of which the ERP does not answer is left as it is until it runs out. */
  async renew(siteIds: readonly string[]): Promise<void> {
    for (const siteId of siteIds) {
      await this.admit(siteId).catch((error: unknown) => this.options.log.warn({ err: error, siteId }, 'the claim of a site could not be renewed; it is tried again'));
    }
  }

  /** Sites that another gateway holds. */
  refused(): Promise<readonly RefusedSite[]> {
    return this.book.refused();
  }

  /** @throws TechnicalRetryableError when the ERP, or the database, does not answer */
  private async claim(siteId: string): Promise<WaitCondition | undefined> {
    const { clock, settings } = this.options;
    const askedAt = clock.now();
    const backend = this.options.backendOf(siteId);
    if (!(await this.isSupported(siteId, backend))) return this.hold(siteId, { backend, from: askedAt.getTime(), askedAt });
    for (let tries = 0; tries < TRIES; tries += 1) {
      const begun = await this.book.begin(siteId);
      const { granted, renewedAt } = await this.options.claim(siteId, { ...(begun.token !== undefined && { expected: begun.token }), next: begun.pending, ...(begun.isTakenOver && { takeOver: true }) });
      if (granted) {
        const othersEnd = new Date(clock.now().getTime() + settings.instanceClaimMs + settings.sendDeadlineMs + settings.sendGraceMs);
        const sendsFrom = begun.isTakenOver ? othersEnd : begun.sendsFrom;
        await this.book.keepGrant(siteId, begun.pending, clock.now(), sendsFrom);
        return this.hold(siteId, { backend, from: sendsFrom?.getTime() ?? askedAt.getTime(), askedAt });
      }
      if (await this.book.keepRefusal(siteId, begun.pending, clock.now())) return this.lose(siteId, backend, renewedAt);
    }
    throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', `The claim of ${siteId} was overtaken by other workers ${TRIES} times.`);
  }

  private async isSupported(siteId: string, backend: string | undefined): Promise<boolean> {
    const known = this.supported.get(siteId);
    if (known !== undefined && known.backend === backend) return known.isSupported;
    const isSupported = await this.options.isSupported(siteId);
    this.supported.set(siteId, { backend, isSupported });
    return isSupported;
  }

  private hold(siteId: string, { backend, from, askedAt }: { readonly backend: string | undefined; readonly from: number; readonly askedAt: Date }): WaitCondition | undefined {
    const wasOpen = this.isOpen(siteId);
    this.held.set(siteId, { backend, from, until: askedAt.getTime() + this.options.settings.instanceClaimMs });
    const waitMs = from - this.options.clock.now().getTime();
    if (waitMs > 0) return this.notYet(siteId, `This gateway has taken over ${siteId} and sends from ${new Date(from).toISOString()} on, when the one before it has surely stopped.`, waitMs);
    if (!wasOpen) void this.options.wake([claimHeldKey(siteId)]);
    return undefined;
  }

  private lose(siteId: string, backend: string | undefined, renewedAt: string): WaitCondition {
    const words = `Another gateway holds the ERP of ${siteId} and renewed its claim at ${renewedAt}; nothing is sent from here.`;
    if (this.isOpen(siteId) || !this.held.has(siteId)) this.options.log.error({ siteId, renewedAt }, 'another gateway posts into the ERP of a site; this one sends nothing there until a person takes it over');
    this.held.set(siteId, { backend, from: Infinity, until: 0 });
    return this.notYet(siteId, words);
  }

  private notYet(siteId: string, words: string, lookAgainMs = this.options.settings.instanceClaimMs): WaitCondition {
    return { key: claimHeldKey(siteId), error: messageError('GATEWAY_NOT_HOLDER', words), lookAgainMs };
  }
}
