import { describeError, messageError, type MaintenanceRequest } from '@plantway/canonical';
import { MAINTENANCE_SIDE, type BusinessRefusal, type CallOptions, type CausedEvent, type DeliveryFlow, type DeliveryMessage, type DeliveryPlan, type DeliveryReceipt, type ExecutionEffect, type MaintenancePort, type PlannedPart, type RefusalDecision } from '@plantway/ports';

/**
 * The wish that maintenance looks at a failure, on its way to the maintenance system: one for each failure, whatever becomes of the failure meanwhile.
 *
 * On a technical failure it is tried again; a lost answer is read back under its reference. A refusal goes to maintenance.
 */
export class RequestMaintenanceFlow implements DeliveryFlow<MaintenanceRequest, MaintenanceRequest> {
  readonly kind = 'maintenanceRequest';
  readonly otherSide = MAINTENANCE_SIDE;

  constructor(private readonly maintenance: MaintenancePort) {}

  async plan({ command }: DeliveryMessage<MaintenanceRequest>): Promise<DeliveryPlan<MaintenanceRequest>> {
    return { decision: 'send', parts: [{ partId: 'request', payload: command }] };
  }

  send({ payload }: PlannedPart<MaintenanceRequest>, reference: string, options: CallOptions): Promise<DeliveryReceipt> {
    return this.maintenance.post(payload, reference, options);
  }

  find({ payload }: PlannedPart<MaintenanceRequest>, reference: string, options: CallOptions): Promise<readonly DeliveryReceipt[]> {
    return this.maintenance.find(payload, reference, options);
  }

  /** A request of it stands over there. */
  agrees(_part: PlannedPart<MaintenanceRequest>, { documents }: DeliveryReceipt): boolean {
    return documents.some(({ type }) => type === 'maintenanceRequest');
  }

  async onBusinessRefusal({ siteId, command }: DeliveryMessage<MaintenanceRequest>, { code, reason }: BusinessRefusal<MaintenanceRequest>): Promise<RefusalDecision<MaintenanceRequest>> {
    const error = messageError(code, reason);
    if (describeError(code)?.unblockCondition === undefined) return { decision: 'park', error };
    return { decision: 'wait', condition: { key: `maintenance:${siteId}:${code}:${command.maintenanceRequestId}`, error } };
  }

  events({ messageId, command }: DeliveryMessage<MaintenanceRequest>, receipts: readonly DeliveryReceipt[]): readonly CausedEvent[] {
    const { maintenanceRequestId } = command;
    return [{
      type: 'maintenance.requested.v1', subject: maintenanceRequestId,
      data: { messageId, downtimeId: maintenanceRequestId, ...command, documents: receipts.flatMap(({ documents }) => documents) },
    }];
  }

  /** The failure shows from now on that maintenance knows of it. */
  effects({ command: { maintenanceRequestId } }: DeliveryMessage<MaintenanceRequest>): readonly ExecutionEffect[] {
    return [{ effect: 'maintenance_requested', data: { downtimeId: maintenanceRequestId, maintenanceRequestId } }];
  }

  fulfils(): readonly string[] {
    return [];
  }
}
