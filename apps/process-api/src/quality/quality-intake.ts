import type { HoldScope, QualityEvent } from '@plantway/canonical';
import { toQualityEvent, type QualityEventDto } from '@plantway/dto';
import type { HoldBook } from '@plantway/execution';
import { acceptedDecision, nonconformityLane, qualityDecisionLane, scopeOfDecision, type QualityCommand } from '@plantway/flows';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import type { MessageSearchKeys, Submission } from '@plantway/ports';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { requireOwner } from '../site/require-owner.js';
import { acceptCommand, type StoredCommand } from '../work-orders/accept-command.js';

export interface QualityIntakeOptions {
  readonly intake: Intake;
  readonly reader: MessageReader;
  readonly holds: HoldBook;
}

/** Accepts what quality has found and decided. A hold counts from the moment of its acceptance. Calls no ERP and no quality system. */
export class QualityIntake {
  constructor(private readonly options: QualityIntakeOptions) {}

  /** @throws ProblemException `NOT_OWNER`, `HOLD_UNKNOWN`, `VALIDATION_FAILED`, `EQUIPMENT_UNKNOWN`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come */
  async accept(dto: QualityEventDto, site: SiteConfiguration, { credential, ...arrival }: Arrival): Promise<StoredCommand> {
    const { intake, reader } = this.options;
    const event = toQualityEvent(dto, site.siteId);
    const { qualityEventId, occurredAt } = event;
    const day = productionDayOf(site.calendar, occurredAt);
    const writer = requireOwner(site, event.type === 'nonconformity' ? 'nonconformity' : 'qualityDecision', credential);
    const frame = { ...arrival, senderId: qualityEventId, received: dto, postingDate: day, productionDay: day };
    return acceptCommand(intake, reader, writer, { ...frame, ...(await this.commandOf(event, site, writer.sourceSystem)) }, 'qualityEventId');
  }

  private async commandOf(event: QualityEvent, site: SiteConfiguration, sourceSystem: string): Promise<Pick<Submission, 'kind' | 'laneKey' | 'canonical' | 'search' | 'effects' | 'events'>> {
    const { siteId } = event;
    if (event.type === 'nonconformity') {
      requireKnownEquipment(event.scope, site);
      return { kind: 'nonconformity', laneKey: nonconformityLane(siteId, event.scope), canonical: event, search: searchKeysOf(event.scope) };
    }
    const isStored = await this.options.reader.isStored(siteId, sourceSystem, 'qualityDecision', event.qualityEventId);
    const command = await this.decisionOf(event, site, isStored);
    const scope = scopeOfDecision(command);
    return { kind: 'qualityDecision', laneKey: qualityDecisionLane(siteId, scope), canonical: command, search: searchKeysOf(scope), ...acceptedDecision(command, sourceSystem) };
  }

  /** A repetition of a stored decision gets its first answer, whatever became of the hold. */
  private async decisionOf(event: Exclude<QualityEvent, { readonly type: 'nonconformity' }>, site: SiteConfiguration, isStored: boolean): Promise<QualityCommand> {
    if (event.type === 'disposition') return event;
    const known = await this.options.holds.hold(site.siteId, event.holdId);
    if (event.type === 'hold') {
      if (known !== undefined && !isStored) throw holdIdInUse(event.holdId);
      requireKnownEquipment(event.scope, site);
      return event;
    }
    if (known === undefined || (known.releasedAt !== undefined && !isStored)) throw holdUnknown(event.holdId, site.siteId, known?.releasedAt);
    return { ...event, scope: known.scope };
  }
}

function searchKeysOf(scope: HoldScope): MessageSearchKeys {
  const frame = { lotIds: scope.type === 'lot' ? [scope.lotId] : [], serialNumbers: [] };
  return scope.type === 'workOrder' ? { ...frame, workOrderId: scope.workOrderId, ...(scope.operationId !== undefined && { operationId: scope.operationId }) } : frame;
}

/** A hold on equipment that nobody has would hold nothing, and nobody would notice. */
function requireKnownEquipment(scope: HoldScope, { siteId, equipment, referenceData }: SiteConfiguration): void {
  if (scope.type !== 'equipment') return;
  const { equipmentId } = scope;
  if (equipment.some((known) => known.equipmentId === equipmentId) || referenceData.workCenters.some(({ code }) => code === equipmentId)) return;
  throw new ProblemException('EQUIPMENT_UNKNOWN', {
    detail: `Site ${siteId} has no equipment and no work center ${equipmentId}.`,
    findings: [{ path: '/scope/equipmentId', problem: 'is not in the site file', fix: 'Use the id of an equipment or a work center of the site, or add it to the site file.' }],
  });
}

function holdUnknown(holdId: string, siteId: string, endedAt: string | undefined): ProblemException {
  const problem = endedAt === undefined ? 'is not known' : `ended at ${endedAt}`;
  return new ProblemException('HOLD_UNKNOWN', { detail: `Hold ${holdId} at ${siteId} ${problem}.`, findings: [{ path: '/holdId', problem, fix: 'Name a hold of quality-holds that is open.' }] });
}

function holdIdInUse(holdId: string): ProblemException {
  return new ProblemException('VALIDATION_FAILED', { detail: `Hold ${holdId} was placed by another event.`, findings: [{ path: '/holdId', problem: 'is the id of another hold', fix: 'Give every hold an id of its own.' }] });
}
