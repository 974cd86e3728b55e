import { normalQuantity, toUtc, type MaterialConsumption } from '@plantway/canonical';
import type { MaterialConsumptionDto } from '@plantway/dto';
import type { WorkOrderPlaces } from '@plantway/execution';
import { productionConfirmationLane } from '@plantway/flows';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { requireOwner } from '../site/require-owner.js';
import { acceptCommand, type StoredCommand } from '../work-orders/accept-command.js';

/** Accepts what was used. Calls no ERP: what the ERP thinks of it is found out at delivery. */
export class ConsumptionIntake {
  constructor(private readonly intake: Intake, private readonly reader: MessageReader, private readonly places: WorkOrderPlaces) {}

  /**
   * The production day is that of `consumedAt`; the posting date is the sender's, or else the production day: both are fixed here and never move.
   * @throws ProblemException `NOT_OWNER`, `WORK_ORDER_NOT_AT_SITE`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
   */
  async accept(dto: MaterialConsumptionDto, site: SiteConfiguration, { credential, ...arrival }: Arrival): Promise<StoredCommand> {
    const { siteId } = site;
    const writer = requireOwner(site, 'materialConsumption', credential);
    await this.requireOrderHere(dto, siteId, credential.sourceSystem);
    const consumption = consumptionOf(dto, site);
    const { consumptionId, workOrderId, operationId, lotId, serialNumbers, sourceSequence, postingDate, productionDay } = consumption;
    return acceptCommand(this.intake, this.reader, writer, {
      ...arrival,
      kind: 'materialConsumption', senderId: consumptionId, laneKey: productionConfirmationLane(siteId, workOrderId, operationId),
      received: dto, canonical: consumption,
      search: { workOrderId, operationId, lotIds: lotId === undefined ? [] : [lotId], serialNumbers }, ...(sourceSequence !== undefined && { sourceSequence }), postingDate, productionDay,
    }, 'consumptionId');
  }

  /** A repetition of a stored report gets its first answer, wherever the order is known by now. */
  private async requireOrderHere({ workOrderId, consumptionId }: MaterialConsumptionDto, siteId: string, sourceSystem: string): Promise<void> {
    if (!this.places.isSurelyElsewhere(siteId, workOrderId)) return;
    if (await this.reader.isStored(siteId, sourceSystem, 'materialConsumption', consumptionId)) return;
    throw new ProblemException('WORK_ORDER_NOT_AT_SITE', {
      detail: `Work order ${workOrderId} belongs to another site than ${siteId}.`,
      findings: [{ path: '/workOrderId', problem: 'belongs to another site', fix: 'Report it at the site that makes it.' }],
    });
  }
}

function consumptionOf({ consumptionId, workOrderId, operationId, itemId, quantity, lotId, serialNumbers, sourceSequence, consumedAt, postingDate }: MaterialConsumptionDto, { siteId, calendar }: SiteConfiguration): MaterialConsumption {
  const productionDay = productionDayOf(calendar, consumedAt);
  return {
    consumptionId, siteId, workOrderId, operationId, itemId, quantity: normalQuantity({ value: quantity.value, unit: quantity.unit }), ...(typeof lotId === 'string' && { lotId }),
    serialNumbers: [...(serialNumbers ?? [])], ...(typeof sourceSequence === 'number' && { sourceSequence }), consumedAt: toUtc(consumedAt), postingDate: postingDate ?? productionDay, productionDay,
  };
}
