import type { Instant, PlantDate } from '@plantway/canonical';
import {
  AcknowledgeJobOrderFlow, ChangeWorkOrderFlow, ConfirmProductionFlow, ConsumeMaterialFlow, ConvertPlannedOrderFlow, DispatchJobOrdersFlow, PublishPlannedOrderFlow,
  PublishScheduleFlow, QualityDecisionFlow, ReleaseCheck, ReleaseWorkOrderFlow, ReportNonconformityFlow, RequestMaintenanceFlow, RequestReplanFlow, ReverseConfirmationFlow, UpdatePromiseDateFlow,
  type AcknowledgedJobOrders, type AskedMes, type ConsumeMaterialTools, type DecidedHolds, type DispatchedJobOrders, type PromisesOfLines, type PublishedPlannedOrders, type QualityHolds,
  type SchedulesInForce,
} from '@plantway/flows';
import type { MessageReader } from '@plantway/messaging';
import type { DeliveryFlow, ErpPort, MesPort, RelatedMessages, SystemPorts } from '@plantway/ports';
import { confirmationPolicies, equipmentPlaces, type SiteDirectory } from '@plantway/sites';

export interface DeliveryFlowsBindings {
  readonly erp: ErpPort;
  readonly mes: MesPort;
  readonly systems: SystemPorts;
  readonly related: RelatedMessages;
  readonly jobOrders: DispatchedJobOrders & AcknowledgedJobOrders;
  /** How the MES is asked before an order is changed. */
  readonly askedMes: AskedMes;
  /** What quality holds. */
  readonly holds: QualityHolds & DecidedHolds;
  /** Orders that make an item. */
  readonly makersOf: ConsumeMaterialTools['makersOf'];
  readonly plannedOrders: PublishedPlannedOrders;
  readonly schedules: SchedulesInForce;
  readonly promises: PromisesOfLines;
  /** What was done to messages. */
  readonly messages: Pick<MessageReader, 'get'>;
  readonly sites: SiteDirectory;
  /** Business time, by which an order is late. */
  readonly businessNow: () => Date;
  readonly dayOf: (siteId: string, instant: Instant) => PlantDate;
}

/** One flow for each kind of message, bound to the systems that it needs. */
export function deliveryFlows({ erp, mes, systems, related, jobOrders, askedMes, holds, makersOf, plannedOrders, schedules, promises, messages, sites, businessNow, dayOf }: DeliveryFlowsBindings): readonly DeliveryFlow[] {
  const policies = confirmationPolicies(sites);
  const placesOf = equipmentPlaces(sites);
  const isResubmitted = async (siteId: string, messageId: string): Promise<boolean> => (await messages.get(siteId, messageId))?.actions.some(({ action }) => action === 'resubmit') ?? false;
  const check = new ReleaseCheck({ erp, now: businessNow, dayOf });
  return [
    new ConfirmProductionFlow({ erp, related, holds, placesOf, policies }),
    new ReverseConfirmationFlow({ erp, related, policies }),
    new ConsumeMaterialFlow({ erp, related, holds, makersOf, placesOf, policies }),
    new ChangeWorkOrderFlow({ erp, mes: askedMes, reports: related, holds, related }),
    new ReleaseWorkOrderFlow({ erp, check }),
    new DispatchJobOrdersFlow({ mes, jobOrders }),
    new AcknowledgeJobOrderFlow({ jobOrders, isResubmitted }),
    new QualityDecisionFlow({ erp, holds, related }),
    new ReportNonconformityFlow(systems.quality),
    new PublishPlannedOrderFlow({ erp, plannedOrders }),
    new ConvertPlannedOrderFlow({ erp, plannedOrders, needsApproval: (siteId) => sites.get(siteId)?.plannedOrders.conversion === 'approve' }),
    new PublishScheduleFlow(schedules),
    new RequestReplanFlow(systems.planning),
    new RequestMaintenanceFlow(systems.maintenance),
    new UpdatePromiseDateFlow({ customer: systems.customer, promises }),
  ];
}
