import type { Instant, PlantDate } from '@plantway/canonical';
import { AcknowledgeJobOrderFlow, ConfirmProductionFlow, DispatchJobOrdersFlow, ReleaseCheck, ReleaseWorkOrderFlow, ReverseConfirmationFlow, type AcknowledgedJobOrders, type DispatchedJobOrders } from '@plantway/flows';
import type { MessageReader } from '@plantway/messaging';
import type { DeliveryFlow, ErpPort, MesPort, RelatedMessages } from '@plantway/ports';
import { confirmationPolicies, type SiteDirectory } from '@plantway/sites';

export interface DeliveryFlowsBindings {
  readonly erp: ErpPort;
  readonly mes: MesPort;
  readonly related: RelatedMessages;
  readonly jobOrders: DispatchedJobOrders & AcknowledgedJobOrders;
  /** What was done to messages. */
  readonly messages: Pick<MessageReader, 'get'>;
  readonly sites: SiteDirectory;
  /** Business time, by which an order is late. */
  readonly businessNow: () => Date;
  readonly dayOf: (siteId: string, instant: Instant) => PlantDate;
}

/** One flow for each kind of message, bound to the systems that it needs. */
export function deliveryFlows({ erp, mes, related, jobOrders, messages, sites, businessNow, dayOf }: DeliveryFlowsBindings): readonly DeliveryFlow[] {
  const policies = confirmationPolicies(sites);
  const isResubmitted = async (siteId: string, messageId: string): Promise<boolean> => (await messages.get(siteId, messageId))?.actions.some(({ action }) => action === 'resubmit') ?? false;
  const check = new ReleaseCheck({ erp, now: businessNow, dayOf });
  return [
    new ConfirmProductionFlow({ erp, related, policies }),
    new ReverseConfirmationFlow({ erp, related, policies }),
    new ReleaseWorkOrderFlow({ erp, check }),
    new DispatchJobOrdersFlow({ mes, jobOrders }),
    new AcknowledgeJobOrderFlow({ jobOrders, isResubmitted }),
  ];
}
