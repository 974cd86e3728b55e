import type { MessageKind, MessageState } from '@plantway/canonical';
import type { DeskAction } from './held-message.js';
import type { MessageFilter, MessageSummary } from './message-view.js';

/** Which messages a person wants tried again. */
export interface BulkRequest extends Pick<DeskAction, 'siteId' | 'actor'> {
  readonly actorRole: string;
  readonly correlationId: string;
  readonly reason: string;
  /** As of a list; without a state those that can be tried again at all. */
  readonly filter: Omit<MessageFilter, 'cursor' | 'limit'>;
  /** At most so many, 1 to `BULK_MOST`. */
  readonly cap: number;
  /** Acts on what that preview said would go on, as it stood then, and on nothing else. */
  readonly previewToken?: string;
  /** Kinds about which the person may decide. */
  readonly mayDecide: (kind: MessageKind) => boolean;
}

/** What would happen to one message. */
export interface BulkRow extends Pick<MessageSummary, 'messageId' | 'kind' | 'state' | 'revision' | 'error'> {
  readonly wouldGoOn: boolean;
  /** Where it would stand at once; absent when it would not go on. */
  readonly toState?: MessageState;
  /** Why it would not go on. */
  readonly why?: string;
}

export interface BulkPreview {
  readonly items: readonly BulkRow[];
  readonly wouldGoOn: number;
  readonly wouldNot: number;
  readonly byState: Readonly<Record<string, number>>;
  readonly byCode: Readonly<Record<string, number>>;
  /** Names those that would go on, as they stand now. */
  readonly previewToken: string;
}

/** What became of one message. */
export interface BulkOutcome {
  readonly messageId: string;
  readonly outcome: 'resubmitted' | 'refused';
  /** Where it stands; absent when it is not known. */
  readonly state?: MessageState;
  readonly code?: string;
  readonly why?: string;
}

export interface BulkResult {
  readonly items: readonly BulkOutcome[];
  readonly resubmitted: number;
  readonly refused: number;
}
