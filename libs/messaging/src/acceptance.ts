import type { MessageState, PlantwayError } from '@plantway/canonical';

/**
 * What became of a submission.
 * - `accepted`: stored durably just now
 * - `replayed`: it came before with the same body; the ids and the state are those of the first
 * - `conflict`: the same sender's id or idempotency key came before with another body; the ids are those of the first, nothing was stored
 */
export interface Acceptance {
  readonly outcome: 'accepted' | 'replayed' | 'conflict';
  readonly messageId: string;
  readonly state: MessageState;
  readonly correlationId: string;
}

/** One row of a batch: rows are independent, a failed one stops no other. */
export type RowAcceptance = Acceptance | { readonly outcome: 'failed'; readonly error: PlantwayError };
