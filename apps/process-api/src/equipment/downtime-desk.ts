import { BUSINESS_KEY, type Downtime } from '@plantway/canonical';
import { isReasonInUse, type DowntimeBook } from '@plantway/execution';
import { ProblemException } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import { appendAuditEntry, type Credential } from '@plantway/security';
import type { SiteConfiguration } from '@plantway/sites';

/** Who says it, and in which journey. */
export interface ReasonGiver {
  readonly credential: Credential;
  readonly correlationId: string;
}

/** Lets operators say why equipment stood still; each time it is written into the audit. */
export class DowntimeDesk {
  constructor(private readonly book: DowntimeBook, private readonly clock: Clock) {}

  /** @throws ProblemException `REASON_NOT_IN_TREE`, `DOWNTIME_NOT_FOUND` */
  async giveReason(site: SiteConfiguration, downtimeId: string, reasonCode: string, { credential, correlationId }: ReasonGiver): Promise<Downtime> {
    if (!isReasonInUse(site.downtimeReasons, reasonCode)) {
      throw new ProblemException('REASON_NOT_IN_TREE', {
        detail: `${reasonCode} is no downtime reason of ${site.siteId} that is in use.`,
        findings: [{ path: '/reasonCode', problem: 'is not in the tree of downtime reasons, or not in use', fix: 'Use a code of reference-data/downtimeReasons.' }],
      });
    }
    const { siteId } = site;
    const known = BUSINESS_KEY.test(downtimeId) ? await this.book.giveReason(siteId, downtimeId, reasonCode, (client, reasonBefore) => appendAuditEntry(client, {
      actorId: credential.credentialId, actorRole: credential.role, action: 'downtime.reason-given', siteId, objectType: 'downtime', objectId: downtimeId, correlationId,
      details: { reasonCode, ...(reasonBefore !== undefined && { reasonBefore }) }, happenedAt: this.clock.now(),
    })) : undefined;
    if (known === undefined) throw new ProblemException('DOWNTIME_NOT_FOUND', { detail: `There is no downtime ${downtimeId} at ${siteId}.` });
    return known;
  }
}
