import type { Instant } from '@plantway/canonical';

/** A person decided at the gateway's desk that a message shall not be posted: its missing document is right. */
export interface Explanation {
  readonly type: 'explained';
  readonly sourceSystem: string;
  readonly kind: 'productionConfirmation' | 'confirmationReversal';
  /** `confirmationId` or `reversalId`. */
  readonly senderId: string;
  /** Who decided, a pseudonym. */
  readonly by: string;
  readonly reason: string;
  readonly explainedAt: Instant;
}
