import { BUSINESS_KEY, OutcomeUnknownError, TechnicalRetryableError, type MessageState, type WorkOrderRelease } from '@plantway/canonical';
import type { WorkOrderReleaseDto } from '@plantway/dto';
import { workOrderLane, type ReleaseCheck } from '@plantway/flows';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { bytesWithPath } from '../confirmations/received-bytes.js';
import { requireOwner } from '../site/require-owner.js';
import { acceptCommand, type CommandContent, type StoredCommand } from './accept-command.js';
import { answeredInTime } from './answered-in-time.js';
import { defaultId } from './default-id.js';
import { unknownOrder } from './unknown-order.js';

export interface ReleaseIntakeOptions {
  readonly intake: Intake;
  readonly reader: MessageReader;
  readonly check: ReleaseCheck;
  readonly clock: Clock;
  /** Business time, from which the production day comes. */
  readonly businessNow: () => Date;
  /** How long the ERP may take to answer everything that is looked at, in milliseconds. */
  readonly checkTimeoutMs: number;
}

/** Accepts releases. What the ERP says against one is answered at once, when it answers in time; otherwise it is found out at delivery. */
export class ReleaseIntake {
  constructor(private readonly options: ReleaseIntakeOptions) {}

  /**
   * Looks at every rule, and has no effect.
   * @throws ProblemException `RELEASE_NOT_POSSIBLE`, `NOT_FOUND`, `ERP_UNAVAILABLE`
   */
  async check(dto: WorkOrderReleaseDto, workOrderId: string, site: SiteConfiguration, arrival: Arrival): Promise<void> {
    try {
      await this.requireReleasable(releaseOf(dto, workOrderId, site), arrival);
    } catch (error) {
      if (!isAway(error)) throw error;
      throw new ProblemException('ERP_UNAVAILABLE', { detail: `The ERP of ${site.siteId} has not answered in time, so nothing can be said about work order ${workOrderId}.`, cause: error });
    }
  }

  /**
   * Stores the decision, unless the ERP says now that it cannot be carried out. One that is stored already is recognised before the ERP is asked: by then the order is released.
   * @throws ProblemException `NOT_OWNER`, `RELEASE_NOT_POSSIBLE`, `NOT_FOUND`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
   */
  async accept(dto: WorkOrderReleaseDto, workOrderId: string, site: SiteConfiguration, arrival: Arrival): Promise<StoredCommand> {
    const { intake, reader } = this.options;
    const writer = requireOwner(site, 'workOrderRelease', arrival.credential);
    const wish = releaseOf(dto, workOrderId, site);
    const stateOf = (releaseId: string): Promise<MessageState | undefined> => reader.stateOf(site.siteId, arrival.credential.sourceSystem, 'workOrderRelease', releaseId);
    const release = typeof dto.releaseId === 'string' ? wish : { ...wish, releaseId: await defaultId(wish.releaseId, ['discarded', 'annulled'], stateOf) };
    if ((await stateOf(release.releaseId)) === undefined) {
      await this.requireReleasable(release, arrival).catch((error: unknown) => {
        if (!isAway(error)) throw error;
      });
    }
    return acceptCommand(intake, reader, writer, this.content(dto, release, site, arrival), 'releaseId');
  }

  private async requireReleasable(release: WorkOrderRelease, { correlationId }: Arrival): Promise<void> {
    const { check, clock, checkTimeoutMs } = this.options;
    const found = await answeredInTime(clock, checkTimeoutMs, (call) => check.run(release, { ...call, correlationId }));
    if (found.order === undefined) throw unknownOrder(release);
    if (found.findings.length === 0) return;
    throw new ProblemException('RELEASE_NOT_POSSIBLE', { detail: `Work order ${release.workOrderId} cannot be released: ${found.findings.length === 1 ? 'one rule is' : `${found.findings.length} rules are`} violated. Nothing was stored.`, findings: found.findings });
  }

  private content(dto: WorkOrderReleaseDto, release: WorkOrderRelease, { siteId, calendar }: SiteConfiguration, { correlationId, traceparent, idempotencyKey, bytes }: Arrival): CommandContent {
    const today = productionDayOf(calendar, this.options.businessNow().toISOString());
    return {
      correlationId, traceparent, ...(idempotencyKey !== undefined && { idempotencyKey }),
      kind: 'workOrderRelease', senderId: release.releaseId, laneKey: workOrderLane(siteId, release.workOrderId),
      received: { ...dto, workOrderId: release.workOrderId }, ...bytesWithPath(bytes, { workOrderId: release.workOrderId }), canonical: release,
      search: { workOrderId: release.workOrderId, lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today,
    };
  }
}

/** @throws ProblemException `NOT_FOUND` for what no work order can be called */
function releaseOf({ releaseId, expectedRevision }: WorkOrderReleaseDto, workOrderId: string, { siteId }: SiteConfiguration): WorkOrderRelease {
  if (!BUSINESS_KEY.test(workOrderId)) throw unknownOrder({ siteId, workOrderId });
  return { releaseId: releaseId ?? workOrderId, siteId, workOrderId, ...(expectedRevision !== undefined && expectedRevision !== null && { expectedRevision }) };
}

const isAway = (error: unknown): boolean => error instanceof TechnicalRetryableError || error instanceof OutcomeUnknownError;
