import type { MessageState, PlannedOrderConversion } from '@plantway/canonical';
import type { PlannedOrderFieldsDto } from '@plantway/dto';
import type { PlannedOrderBook } from '@plantway/execution';
import { plannedOrderLane } from '@plantway/flows';
import type { Intake, MessageReader } from '@plantway/messaging';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { bytesWithPath } from '../confirmations/received-bytes.js';
import { requireOwner } from '../site/require-owner.js';
import { acceptCommand, type StoredCommand } from '../work-orders/accept-command.js';
import { defaultId } from '../work-orders/default-id.js';
import type { ConversionDto } from './conversion.dto.js';
import { toPlannedOrder } from './planning.mapper.js';
import { unknownPlannedOrder } from './unknown-planned-order.js';

export interface PlannedOrderIntakeOptions {
  readonly intake: Intake;
  readonly reader: MessageReader;
  readonly plannedOrders: Pick<PlannedOrderBook, 'get'>;
  /** Business time, from which the production day comes. */
  readonly businessNow: () => Date;
}

/** Accepts planned orders, and the decision that one becomes a work order. */
export class PlannedOrderIntake {
  constructor(private readonly options: PlannedOrderIntakeOptions) {}

  /** @throws ProblemException `NOT_OWNER`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come */
  async publish(dto: PlannedOrderFieldsDto, site: SiteConfiguration, { credential, ...arrival }: Arrival): Promise<StoredCommand> {
    const writer = requireOwner(site, 'plannedOrder', credential);
    const { siteId } = site;
    const command = toPlannedOrder(dto, siteId);
    return acceptCommand(this.options.intake, this.options.reader, writer, {
      ...arrival, kind: 'plannedOrder', senderId: command.plannedOrderId, laneKey: plannedOrderLane(siteId, command.plannedOrderId),
      received: dto, canonical: command, ...this.unsearched(site),
    }, 'plannedOrderId');
  }

  /** @throws ProblemException `NOT_OWNER`, `NOT_FOUND`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come */
  async convert(dto: ConversionDto, plannedOrderId: string, site: SiteConfiguration, { credential, ...arrival }: Arrival): Promise<StoredCommand> {
    const writer = requireOwner(site, 'plannedOrderConversion', credential);
    const { siteId } = site;
    const { intake, reader, plannedOrders } = this.options;
    if ((await plannedOrders.get(siteId, plannedOrderId)) === undefined) throw unknownPlannedOrder(siteId, plannedOrderId);
    const stateOf = (id: string): Promise<MessageState | undefined> => reader.stateOf(siteId, credential.sourceSystem, 'plannedOrderConversion', id);
    const conversionId = dto.conversionId ?? (await defaultId(plannedOrderId, ['discarded', 'annulled'], stateOf));
    const command: PlannedOrderConversion = { conversionId, siteId, plannedOrderId };
    return acceptCommand(intake, reader, writer, {
      ...arrival, kind: 'plannedOrderConversion', senderId: conversionId, laneKey: plannedOrderLane(siteId, plannedOrderId),
      received: { ...dto, plannedOrderId }, ...bytesWithPath(arrival.bytes, { plannedOrderId }), canonical: command, ...this.unsearched(site),
    }, 'conversionId');
  }

  private unsearched({ calendar }: SiteConfiguration): Pick<Parameters<Intake['accept']>[0], 'search' | 'postingDate' | 'productionDay'> {
    const today = productionDayOf(calendar, this.options.businessNow().toISOString());
    return { search: { lotIds: [], serialNumbers: [] }, postingDate: today, productionDay: today };
  }
}
