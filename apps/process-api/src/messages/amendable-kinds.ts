import type { MessageKind } from '@plantway/canonical';
import { ConfirmationReversalDto, JobOrderAcknowledgementDto, MaterialConsumptionDto, PlannedOrderFieldsDto, ProductionConfirmationDto, QualityEventDto, ScheduleVersionFieldsDto, WorkOrderChangeDto, WorkOrderReleaseDto } from '@plantway/dto';
import type { HoldBook, JobOrderBook, PlannedOrderBook, ScheduleBook, WorkOrderPlaces } from '@plantway/execution';
import type { ReleaseCheck } from '@plantway/flows';
import type { Intake, MessageReader } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import type { SiteConfiguration } from '@plantway/sites';
import type { Arrival } from '../confirmations/arrival.js';
import { ConfirmationIntake } from '../confirmations/confirmation-intake.js';
import { ReversalIntake } from '../confirmations/reversal-intake.js';
import { ConsumptionIntake } from '../consumptions/consumption-intake.js';
import { AcknowledgementIntake } from '../job-orders/acknowledgement-intake.js';
import { ConversionDto } from '../planning/conversion.dto.js';
import { PlannedOrderIntake } from '../planning/planned-order-intake.js';
import { ScheduleIntake } from '../planning/schedule-intake.js';
import { QualityIntake } from '../quality/quality-intake.js';
import { ChangeIntake } from '../work-orders/change-intake.js';
import { ReleaseIntake } from '../work-orders/release-intake.js';

/** What the rules of the kinds ask; `intake` takes what comes out of them. */
export interface IntakeTools {
  readonly intake: Intake;
  readonly reader: MessageReader;
  readonly places: WorkOrderPlaces;
  readonly plannedOrders: PlannedOrderBook;
  readonly schedules: ScheduleBook;
  readonly holds: HoldBook;
  readonly jobOrders: Pick<JobOrderBook, 'jobOrder'>;
  readonly check: ReleaseCheck;
  readonly clock: Clock;
  readonly businessNow: () => Date;
  readonly checkTimeoutMs: number;
}

type Dto = new () => object;
type Body = Readonly<Record<string, unknown>>;

/** How a command of one kind comes in: the shape of its body, and its way through the rules. */
export interface AmendableKind {
  /** Where it comes in, below its site; who may post there may say it. */
  readonly route: string;
  readonly dto: Dto;
  /** Field of what is kept as received that stood in the path, not in the body. */
  readonly inPath?: string;
  readonly take: (tools: IntakeTools, body: object, inPath: string, site: SiteConfiguration, arrival: Arrival) => Promise<unknown>;
}

/**
 * Takes a body in by the intake of its kind.
 * @param route where it comes in, below its site
 * @param make the intake over the tools, with what of it takes a body
 */
function kind<Shape extends object>(route: string, dto: new () => Shape, make: (tools: IntakeTools) => (body: Shape, inPath: string, site: SiteConfiguration, arrival: Arrival) => Promise<unknown>, inPath?: string): AmendableKind {
  return { route, dto, ...(inPath !== undefined && { inPath }), take: (tools, body, id, site, arrival) => make(tools)(body as Shape, id, site, arrival) };
}

/** The body of a planned order by itself: the DTO above is the part that bodies and answers share. */
class PlannedOrderBody extends PlannedOrderFieldsDto {}

const QUALITY = kind('/quality-events', QualityEventDto, (tools) => (body, _id, site, arrival) => new QualityIntake(tools).accept(body, site, arrival));

/** Kinds that come from outside and can be amended. What the gateway makes by itself follows from something else, which is to be put right. */
export const AMENDABLE_KINDS: Partial<Readonly<Record<MessageKind, AmendableKind>>> = {
  productionConfirmation: kind('/production-confirmations', ProductionConfirmationDto, ({ intake, reader, places, businessNow }) => (body, _id, site, arrival) => new ConfirmationIntake(intake, reader, places, businessNow).accept(body, site, arrival)),
  confirmationReversal: kind('/production-confirmations/:confirmationId/reversal', ConfirmationReversalDto, ({ intake, reader, businessNow }) => (body, id, site, arrival) => new ReversalIntake(intake, reader, businessNow).accept(id, arrival.credential.sourceSystem, body, site, arrival), 'confirmationId'),
  materialConsumption: kind('/material-consumptions', MaterialConsumptionDto, ({ intake, reader, places }) => (body, _id, site, arrival) => new ConsumptionIntake(intake, reader, places).accept(body, site, arrival)),
  workOrderRelease: kind('/work-orders/:workOrderId/release', WorkOrderReleaseDto, (tools) => (body, id, site, arrival) => new ReleaseIntake(tools).accept(body, id, site, arrival), 'workOrderId'),
  workOrderChange: kind('/work-orders/:workOrderId/change', WorkOrderChangeDto, (tools) => (body, id, site, arrival) => new ChangeIntake({ ...tools, orders: tools.check }).accept(body, id, site, arrival), 'workOrderId'),
  jobOrderAcknowledgement: kind('/job-orders/:jobOrderId/acknowledgement', JobOrderAcknowledgementDto, (tools) => (body, id, site, arrival) => new AcknowledgementIntake(tools).accept(body, id, site, arrival), 'jobOrderId'),
  plannedOrder: kind('/planned-orders', PlannedOrderBody, (tools) => (body, _id, site, arrival) => new PlannedOrderIntake(tools).publish(body, site, arrival)),
  plannedOrderConversion: kind('/planned-orders/:plannedOrderId/conversion', ConversionDto, (tools) => (body, id, site, arrival) => new PlannedOrderIntake(tools).convert(body, id, site, arrival), 'plannedOrderId'),
  scheduleVersion: kind('/schedule-versions', ScheduleVersionFieldsDto, (tools) => (body, _id, site, arrival) => new ScheduleIntake(tools).accept(body, site, arrival)),
  nonconformity: QUALITY,
  qualityDecision: QUALITY,
};

/** The body and what stood in the path, of what is kept as received. */
export function splitReceived(received: unknown, inPath: string | undefined): { readonly body: Body; readonly id: string } {
  const { ...body } = received as Record<string, unknown>;
  if (inPath === undefined) return { body, id: '' };
  const id = body[inPath];
  delete body[inPath];
  return { body, id: typeof id === 'string' ? id : '' };
}
