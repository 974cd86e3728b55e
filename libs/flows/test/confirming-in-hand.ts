import { DEFAULT_CONFIRMATION_POLICY, type ConfirmationPolicy, type HeldSubject, type PostingPeriod, type ProductionConfirmation, type QualityHold, type WorkOrder } from '@plantway/canonical';
import type { DeliveryPlan, ErpPart, ErpPort } from '@plantway/ports';
import { ConfirmProductionFlow } from '../src/confirm-production/confirm-production.flow.js';
import { MessagesInHand, confirmation, confirmationMessage, workOrder } from './confirmation.fixture.js';

/** What the flow asks of an ERP, in the tests' hands. */
export class ErpInHand {
  order: WorkOrder | Error = workOrder();
  planned = 0;
  readonly periods: PostingPeriod[] = [];

  async workOrder(): Promise<{ value: WorkOrder; asOf: string }> {
    if (this.order instanceof Error) throw this.order;
    return { value: this.order, asOf: '' };
  }

  async postingPeriods(): Promise<{ items: readonly PostingPeriod[] }> {
    return { items: this.periods };
  }

  async planConfirmation(asked: ProductionConfirmation): Promise<readonly ErpPart[]> {
    this.planned += 1;
    return [{ action: 'confirm', partId: 'confirmation', confirmation: asked }];
  }
}

/** The flow that confirms production, with everything that it asks in the tests' hands. */
export class ConfirmingInHand {
  readonly erp = new ErpInHand();
  readonly others = new MessagesInHand();
  policy: ConfirmationPolicy = DEFAULT_CONFIRMATION_POLICY;
  /** What quality holds, and what it was asked about. */
  hold: QualityHold | undefined;
  readonly asked: HeldSubject[] = [];
  readonly flow = new ConfirmProductionFlow({
    erp: this.erp as unknown as ErpPort, related: this.others, policies: () => this.policy, placesOf: (_siteId, id) => [id, `above ${id}`],
    holds: {
      openFor: async (subject) => {
        this.asked.push(subject);
        return this.hold;
      },
    },
  });

  readonly planned = (more: Partial<ProductionConfirmation>): Promise<DeliveryPlan> => this.flow.plan(confirmationMessage(confirmation(more)), {});
}
