import { DefectError, messageError, type JobOrderAcknowledgement } from '@plantway/canonical';
import type { CausedEvent, DeliveryFlow, DeliveryMessage, DeliveryPlan, ExecutionEffect, RefusalDecision } from '@plantway/ports';
import { jobOrderAnsweredKey } from './job-order-answered-key.js';

/** A job order as the flow needs to know it. */
export interface AcknowledgedJobOrder {
  readonly workOrderId: string;
  readonly operationId: string;
  /** Its newest version. */
  readonly version: number;
  /** Set while that is only asked for: id of the change of the order. */
  readonly proposalFor?: string;
}

/** What the flow asks about job orders that the gateway keeps. */
export interface AcknowledgedJobOrders {
  jobOrder(siteId: string, jobOrderId: string): Promise<AcknowledgedJobOrder | undefined>;
}

export interface AcknowledgeJobOrderOptions {
  readonly jobOrders: AcknowledgedJobOrders;
  /** Whether a person has given the message back to be looked at again, as its own history says. */
  readonly isResubmitted: (siteId: string, messageId: string) => Promise<boolean>;
}

/**
 * What the MES says about a job order.
 *
 * 1. A newer version is known: the answer is about something that nobody is to make any more, and is kept as evidence.
 * 2. Accepted or partly: written down at the job order. The same with every answer to a version that is only asked for: the change of the order goes on by it.
 * 3. Refused: the order is held and a person decides. Nothing is un-released. Discarded, it stays refused; resubmitted, all job orders of the work order are sent again as a
 *    new version.
 *
 * It calls no foreign system, so there is nothing to send, lose or read back.
 */
export class AcknowledgeJobOrderFlow implements DeliveryFlow<JobOrderAcknowledgement> {
  readonly kind = 'jobOrderAcknowledgement';

  constructor(private readonly options: AcknowledgeJobOrderOptions) {}

  async plan({ messageId, command }: DeliveryMessage<JobOrderAcknowledgement>): Promise<DeliveryPlan> {
    const { siteId, jobOrderId, version, answer, reason } = command;
    const known = await this.options.jobOrders.jobOrder(siteId, jobOrderId);
    if (known === undefined || version > known.version) return { decision: 'park', error: messageError('JOB_ORDER_UNKNOWN', `Site ${siteId} has no job order ${jobOrderId} of version ${version}.`) };
    if (version < known.version) return { decision: 'finish', state: 'annulled', note: `superseded by version ${known.version}` };

    const { workOrderId, operationId, proposalFor } = known;
    if (answer !== 'refused' || proposalFor !== undefined) {
      const event: CausedEvent = { type: 'job-order.acknowledged.v1', subject: jobOrderId, data: { messageId, workOrderId, operationId, ...(proposalFor !== undefined && { proposalFor }), ...command } };
      const effect: ExecutionEffect = { effect: 'job_order_answered', data: { ...command } };
      return { decision: 'finish', state: 'posted', note: `${answer} by the MES`, events: [event], effects: [effect] };
    }
    if (await this.options.isResubmitted(siteId, messageId)) {
      const event: CausedEvent = { type: 'job-orders.resubmitted.v1', subject: workOrderId, data: { messageId, siteId, workOrderId, version } };
      return { decision: 'finish', state: 'posted', note: `refused; the job orders of work order ${workOrderId} are sent again as a new version`, events: [event] };
    }
    return { decision: 'park', error: messageError('JOB_ORDER_REFUSED', `The MES refuses job order ${jobOrderId} in version ${version}: ${reason ?? 'it says no reason'}.`) };
  }

  send(): Promise<never> {
    return Promise.reject(nothingToSend());
  }

  find(): Promise<never> {
    return Promise.reject(nothingToSend());
  }

  agrees(): boolean {
    return false;
  }

  async onBusinessRefusal(_message: DeliveryMessage<JobOrderAcknowledgement>, { code, reason }: { readonly code: string; readonly reason: string }): Promise<RefusalDecision> {
    return { decision: 'park', error: messageError(code, reason) };
  }

  events(): readonly CausedEvent[] {
    return [];
  }

  fulfils({ command: { siteId, jobOrderId, version } }: DeliveryMessage<JobOrderAcknowledgement>): readonly string[] {
    return [jobOrderAnsweredKey(siteId, jobOrderId, version)];
  }
}

function nothingToSend(): DefectError {
  return new DefectError('FLOW_DEFECT', 'An acknowledgement has no part to send.', { effect: 'none' });
}
