import { BUSINESS_KEY, normalQuantity, OutcomeUnknownError, TechnicalRetryableError, toUtc, type MessageState, type WorkOrderChange } from '@plantway/canonical';
import type { WorkOrderChangeDto } from '@plantway/dto';
import { workOrderChangeLane, type ReleaseCheck } from '@plantway/flows';
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

export interface ChangeIntakeOptions {
  readonly intake: Intake;
  readonly reader: MessageReader;
  /** Reads orders of the ERP. */
  readonly orders: Pick<ReleaseCheck, 'order'>;
  readonly clock: Clock;
  /** Business time, from which the production day comes. */
  readonly businessNow: () => Date;
  /** How long the ERP may take to answer which revision the order has, in milliseconds. */
  readonly checkTimeoutMs: number;
}

/** States in which a wish is over: its id makes room for the same wish again. */
const OVER: readonly MessageState[] = ['posted', 'postedWithFollowUp', 'discarded', 'annulled'];

/** Accepts changes of orders. A revision that the sender saw is compared at once, when the ERP answers in time; otherwise at delivery. */
export class ChangeIntake {
  constructor(private readonly options: ChangeIntakeOptions) {}

  /**
   * Stores the wish. One that is stored already is recognised before the ERP is asked: by then the order may be changed.
   * @throws ProblemException `NOT_OWNER`, `REVISION_STALE`, `NOT_FOUND`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
   */
  async accept(dto: WorkOrderChangeDto, workOrderId: string, site: SiteConfiguration, arrival: Arrival): Promise<StoredCommand> {
    const { intake, reader } = this.options;
    const { credential } = arrival;
    const writer = requireOwner(site, 'workOrderChange', credential);
    const { siteId } = site;
    if (!BUSINESS_KEY.test(workOrderId)) throw unknownOrder({ siteId, workOrderId });
    const stateOf = (changeId: string): Promise<MessageState | undefined> => reader.stateOf(siteId, credential.sourceSystem, 'workOrderChange', changeId);
    const changeId = dto.changeId ?? (await defaultId(`${workOrderId}:${dto.verb}`, OVER, stateOf));
    const change = changeOf(dto, changeId, workOrderId, siteId);
    if (change.expectedRevision !== undefined && (await stateOf(changeId)) === undefined) await this.requireRevision(change, arrival);
    return acceptCommand(intake, reader, writer, this.content(dto, change, site, arrival), 'changeId');
  }

  /** An ERP that does not answer in time says nothing against it. */
  private async requireRevision({ siteId, workOrderId, expectedRevision }: WorkOrderChange, { correlationId }: Arrival): Promise<void> {
    const { orders, clock, checkTimeoutMs } = this.options;
    const order = await answeredInTime(clock, checkTimeoutMs, (call) => orders.order(siteId, workOrderId, { ...call, correlationId })).catch((error: unknown) => {
      if (error instanceof TechnicalRetryableError || error instanceof OutcomeUnknownError) return 'away' as const;
      throw error;
    });
    if (order === 'away') return;
    if (order === undefined) throw unknownOrder({ siteId, workOrderId });
    if (order.revision === expectedRevision) return;
    throw new ProblemException('REVISION_STALE', {
      detail: `Work order ${workOrderId} has revision ${order.revision} by now, not ${expectedRevision}; nothing was stored.`,
      findings: [{ path: '/expectedRevision', problem: `is ${expectedRevision}, the order has ${order.revision}`, fix: 'Read the order again and decide anew.' }],
      extra: { revision: order.revision },
    });
  }

  private content(dto: WorkOrderChangeDto, change: WorkOrderChange, { siteId, calendar }: SiteConfiguration, { correlationId, traceparent, idempotencyKey, bytes }: Arrival): CommandContent {
    const { workOrderId, changeId } = change;
    const today = productionDayOf(calendar, this.options.businessNow().toISOString());
    return {
      correlationId, traceparent, ...(idempotencyKey !== undefined && { idempotencyKey }),
      kind: 'workOrderChange', senderId: changeId, laneKey: workOrderChangeLane(siteId, workOrderId),
      received: { ...dto, workOrderId }, ...bytesWithPath(bytes, { workOrderId }), canonical: change, search: { workOrderId, lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today,
    };
  }
}

function changeOf({ verb, quantity, startAt, dueAt, expectedRevision, reason }: WorkOrderChangeDto, changeId: string, workOrderId: string, siteId: string): WorkOrderChange {
  const changesDate = verb === 'changeDate';
  return {
    changeId, siteId, workOrderId, verb,
    ...(verb === 'changeQuantity' && quantity && { quantity: normalQuantity({ value: quantity.value, unit: quantity.unit }) }),
    ...(changesDate && typeof startAt === 'string' && { startAt: toUtc(startAt) }),
    ...(changesDate && typeof dueAt === 'string' && { dueAt: toUtc(dueAt) }),
    ...(typeof expectedRevision === 'string' && { expectedRevision }),
    ...(typeof reason === 'string' && { reason }),
  };
}
