import type { Instant } from '@plantway/canonical';

/** A person knows why a message is not in the ERP: it was discarded at the gateway's desk, or the gateway had refused it. Its missing document is right. */
export interface Explanation {
  readonly type: 'explained';
  readonly sourceSystem: string;
  readonly kind: 'productionConfirmation' | 'confirmationReversal' | 'materialConsumption';
  /** `confirmationId`, `reversalId` or `consumptionId`. */
  readonly senderId: string;
  /** Who decided, a pseudonym. */
  readonly by: string;
  readonly reason: string;
  readonly explainedAt: Instant;
}
