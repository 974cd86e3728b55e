import { BUSINESS_KEY, OutcomeUnknownError, TechnicalRetryableError, type MessageState, type WorkOrderRelease } from '@plantway/canonical';
import type { WorkOrderReleaseDto } from '@plantway/dto';
import { workOrderLane, type ReleaseCheck } from '@plantway/flows';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { acceptCommand, type StoredCommand } from './accept-command.js';
import { defaultId } from './default-id.js';

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
   * @throws ProblemException `RELEASE_NOT_POSSIBLE`, `NOT_FOUND`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
   */
  async accept(dto: WorkOrderReleaseDto, workOrderId: string, site: SiteConfiguration, arrival: Arrival): Promise<StoredCommand> {
    const { intake, reader } = this.options;
    const wish = releaseOf(dto, workOrderId, site);
    const stateOf = (releaseId: string): Promise<MessageState | undefined> => reader.stateOf(site.siteId, arrival.credential.sourceSystem, 'workOrderRelease', releaseId);
    const release = typeof dto.releaseId === 'string' ? wish : { ...wish, releaseId: await defaultId(wish.releaseId, ['discarded', 'annulled'], stateOf) };
    if ((await stateOf(release.releaseId)) === undefined) {
      await this.requireReleasable(release, arrival).catch((error: unknown) => {
        if (!isAway(error)) throw error;
      });
    }
    return acceptCommand(intake, reader, this.submission(dto, release, site, arrival), 'releaseId');
  }

  private async requireReleasable(release: WorkOrderRelease, { correlationId }: Arrival): Promise<void> {
    const { check, clock, checkTimeoutMs } = this.options;
    const signal = AbortSignal.timeout(checkTimeoutMs);
    const late = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new TechnicalRetryableError('ERP_UNAVAILABLE', `the ERP has not answered within ${checkTimeoutMs} ms`)), { once: true }));
    const found = await Promise.race([check.run(release, { signal, deadlineAt: new Date(clock.now().getTime() + checkTimeoutMs), correlationId }), late]);
    if (found.order === undefined) throw unknownOrder(release);
    if (found.findings.length === 0) return;
    throw new ProblemException('RELEASE_NOT_POSSIBLE', { detail: `Work order ${release.workOrderId} cannot be released: ${found.findings.length === 1 ? 'one rule is' : `${found.findings.length} rules are`} violated. Nothing was stored.`, findings: found.findings });
  }

  private submission(dto: WorkOrderReleaseDto, release: WorkOrderRelease, { siteId, calendar }: SiteConfiguration, { credential, ...arrival }: Arrival): Parameters<Intake['accept']>[0] {
    const today = productionDayOf(calendar, this.options.businessNow().toISOString());
    return {
      ...arrival, siteId,
      kind: 'workOrderRelease', sourceSystem: credential.sourceSystem, senderId: release.releaseId, laneKey: workOrderLane(siteId, release.workOrderId), acceptedBy: credential.credentialId,
      received: { ...dto, workOrderId: release.workOrderId }, canonical: release,
      search: { workOrderId: release.workOrderId, lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today,
    };
  }
}

/** @throws ProblemException `NOT_FOUND` for what no work order can be called */
function releaseOf({ releaseId, expectedRevision }: WorkOrderReleaseDto, workOrderId: string, { siteId }: SiteConfiguration): WorkOrderRelease {
  if (!BUSINESS_KEY.test(workOrderId)) throw unknownOrder({ siteId, workOrderId });
  return { releaseId: releaseId ?? workOrderId, siteId, workOrderId, ...(expectedRevision !== undefined && expectedRevision !== null && { expectedRevision }) };
}

function unknownOrder({ siteId, workOrderId }: Pick<WorkOrderRelease, 'siteId' | 'workOrderId'>): ProblemException {
  return new ProblemException('NOT_FOUND', {
    detail: `The ERP has no work order ${workOrderId} at site ${siteId}.`,
    findings: [{ path: '/path/workOrderId', problem: 'is no work order of this site', fix: 'Check the number of the order and the site.' }],
  });
}

const isAway = (error: unknown): boolean => error instanceof TechnicalRetryableError || error instanceof OutcomeUnknownError;
