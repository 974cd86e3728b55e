import { normalQuantity, toUtc, type JobOrderAcknowledgement, type MessageState } from '@plantway/canonical';
import type { JobOrderAcknowledgementDto } from '@plantway/dto';
import type { JobOrderBook, KnownJobOrder } from '@plantway/execution';
import { jobOrderAcknowledgementLane } from '@plantway/flows';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { bytesWithPath } from '../confirmations/received-bytes.js';
import { defaultId } from '../work-orders/default-id.js';
import { requireOwner } from '../site/require-owner.js';
import { acceptCommand, type StoredCommand } from '../work-orders/accept-command.js';

export interface AcknowledgementIntakeOptions {
  readonly intake: Intake;
  readonly reader: MessageReader;
  readonly jobOrders: Pick<JobOrderBook, 'jobOrder'>;
  /** Business time: when an answer arrives that does not say when it was given. */
  readonly businessNow: () => Date;
}

/** Accepts what a MES says about its job orders. */
export class AcknowledgementIntake {
  constructor(private readonly options: AcknowledgementIntakeOptions) {}

  /**
   * Stores the answer. One that is stored already is recognised first: by then there may be a newer version.
   * @throws ProblemException `NOT_OWNER`, `NOT_FOUND`, `JOB_ORDER_SUPERSEDED`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
   */
  async accept(dto: JobOrderAcknowledgementDto, jobOrderId: string, site: SiteConfiguration, { credential, ...arrival }: Arrival): Promise<StoredCommand> {
    const { siteId, calendar } = site;
    const { intake, reader, jobOrders, businessNow } = this.options;
    const writer = requireOwner(site, 'jobOrderAcknowledgement', credential);
    const known = await jobOrders.jobOrder(siteId, jobOrderId);
    if (known === undefined) throw unknownJobOrder(siteId, jobOrderId);
    const now = businessNow().toISOString();
    const said = acknowledgementOf(dto, siteId, jobOrderId, now);
    const stateOf = (id: string): Promise<MessageState | undefined> => reader.stateOf(siteId, credential.sourceSystem, 'jobOrderAcknowledgement', id);
    // One that a newer version has annulled is said about that version only, and needs no room.
    const command = typeof dto.acknowledgementId === 'string' ? said : { ...said, acknowledgementId: await defaultId(said.acknowledgementId, ['discarded'], stateOf) };
    if ((await stateOf(command.acknowledgementId)) === undefined) requireNewest(known, command);
    const today = productionDayOf(calendar, now);
    return acceptCommand(intake, reader, writer, {
      ...arrival,
      kind: 'jobOrderAcknowledgement', senderId: command.acknowledgementId, laneKey: jobOrderAcknowledgementLane(siteId, jobOrderId, command.version),
      received: { ...dto, jobOrderId }, ...bytesWithPath(arrival.bytes, { jobOrderId }), canonical: command,
      search: { workOrderId: known.workOrderId, operationId: known.operationId, lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today,
    }, 'acknowledgementId');
  }
}

function acknowledgementOf({ version, answer, acceptedQuantity, reason, acknowledgedAt, acknowledgementId }: JobOrderAcknowledgementDto, siteId: string, jobOrderId: string, now: string): JobOrderAcknowledgement {
  return {
    acknowledgementId: acknowledgementId ?? `${jobOrderId}@${version}`, siteId, jobOrderId, version, answer,
    ...(acceptedQuantity && { acceptedQuantity: normalQuantity({ value: acceptedQuantity.value, unit: acceptedQuantity.unit }) }),
    ...(typeof reason === 'string' && { reason }),
    acknowledgedAt: typeof acknowledgedAt === 'string' ? toUtc(acknowledgedAt) : now,
  };
}

/** @throws ProblemException `JOB_ORDER_SUPERSEDED` for an older version than the newest, `NOT_FOUND` for one that there is not yet */
function requireNewest(known: KnownJobOrder, { siteId, jobOrderId, version }: JobOrderAcknowledgement): void {
  if (version > known.version) throw unknownJobOrder(siteId, `${jobOrderId} of version ${version}`);
  if (version === known.version) return;
  throw new ProblemException('JOB_ORDER_SUPERSEDED', {
    detail: `Job order ${jobOrderId} has version ${known.version} by now, not ${version}; nothing was stored.`,
    findings: [{ path: '/version', problem: `is older than version ${known.version}`, fix: 'Fetch the job order again and answer its newest version.' }],
  });
}

function unknownJobOrder(siteId: string, jobOrderId: string): ProblemException {
  return new ProblemException('NOT_FOUND', {
    detail: `Site ${siteId} has no job order ${jobOrderId}.`,
    findings: [{ path: '/path/jobOrderId', problem: 'is no job order of this site', fix: 'Use jobOrderId and version as they were sent or fetched.' }],
  });
}
