import { MESSAGE_STATES, type MessageState } from '@plantway/canonical';
import { GUARANTEE_CLASSES, type GuaranteeClass } from '@plantway/ports';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ErpDocumentDto, MessageErrorDto, MessageSummaryDto } from './message-summary.dto.js';

/** States of one write. `posting`: its intent is written and its outcome is not known; it is never sent again before a read-back. */
const PART_STATES = ['planned', 'posting', 'posted'] as const;
/** Why the ERP was called. */
const ATTEMPT_PURPOSES = ['send', 'readBack'] as const;
/** What a call came to. */
const ATTEMPT_OUTCOMES = ['posted', 'retryable', 'refused', 'defect', 'unknown', 'notSent', 'found', 'absent', 'several', 'different', 'failed'] as const;

/** One write of a message to the ERP. */
export class MessagePartDto {
  /**
   * What the part is, stable within its message.
   * @example "confirmation"
   */
  partId!: string;

  /**
   * Name of the write, the same for ever; the ERP's document carries it where it can.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  reference!: string;

  /** Where the part stands. */
  @ApiProperty({ enum: PART_STATES, example: 'posted' })
  state!: (typeof PART_STATES)[number];

  /** Documents that the ERP made for it; empty before. */
  documents!: ErpDocumentDto[];

  /**
   * While its outcome is unknown: when the ERP is asked for it, UTC.
   * @example "2026-11-22T05:51:00.100Z"
   */
  @ApiProperty({ format: 'date-time' })
  readBackAfter?: string;
}

/** One call of the ERP for a message. */
export class MessageAttemptDto {
  /**
   * Id of the call.
   * @example "0198f2a4-71aa-7b52-8f1e-6d2c3b4a5f60"
   */
  attemptId!: string;

  /**
   * Part that it was about.
   * @example "confirmation"
   */
  partId!: string;

  /** Why the ERP was called: to post, or to look what stands under the reference. */
  @ApiProperty({ enum: ATTEMPT_PURPOSES, example: 'send' })
  purpose!: (typeof ATTEMPT_PURPOSES)[number];

  /**
   * When it began, UTC.
   * @example "2026-11-22T05:41:00.100Z"
   */
  @ApiProperty({ format: 'date-time' })
  startedAt!: string;

  /**
   * When it ended, UTC; absent while it is under way.
   * @example "2026-11-22T05:41:00.240Z"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  endedAt?: string;

  /** What it came to; absent while it is under way. */
  @ApiPropertyOptional({ enum: ATTEMPT_OUTCOMES, example: 'posted' })
  outcome?: string;

  /** Why it did not post; absent when it did. */
  error?: MessageErrorDto;
}

/** What can be done to a message; it is annulled by another one, which takes it back before it is posted. */
const ACTIONS = ['resubmit', 'discard', 'annul', 'approve', 'amend', 'stepAside', 'proposeResolution', 'resolveDoubt'] as const;
/** How a doubt ended, in a person's words. */
const RESOLUTIONS = ['posted', 'notPosted'] as const;

/** What a person, or another message, did to a message. */
export class MessageActionDto {
  /** What was done. `annul`: a reversal has taken it back before it was posted; `approve`: a second person agreed to it; `resolveDoubt`: a second person agreed to how a doubt ended. */
  @ApiProperty({ enum: ACTIONS, example: 'resubmit' })
  action!: (typeof ACTIONS)[number];

  /**
   * Credential that did it; for `annul` the messageId of the reversal.
   * @example "0198f2a4-0000-7000-8000-000000000001"
   */
  actor!: string;

  /**
   * Why, in the person's words; absent when none was asked.
   * @example "Reported twice by hand."
   */
  reason?: string;

  /** Where the message stood before. */
  @ApiProperty({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'parked' })
  fromState!: MessageState;

  /** Where it stood after. */
  @ApiProperty({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'accepted' })
  toState!: MessageState;

  /**
   * When, UTC.
   * @example "2026-11-22T06:02:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  actedAt!: string;
}

/** What a person made of a message. */
export class MessageAmendmentDto {
  /**
   * Which one, from 1.
   * @example 1
   */
  @ApiProperty({ type: 'integer' })
  amendmentNo!: number;

  /**
   * Credential of the person.
   * @example "0198f2a4-0000-7000-8000-000000000001"
   */
  actor!: string;

  /**
   * Why, in the person's words.
   * @example "The line lead counted again: 12, not 21."
   */
  reason!: string;

  /**
   * When, UTC.
   * @example "2026-11-22T06:02:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  amendedAt!: string;
}

/** What one person says about a doubt, until another agrees. */
export class DoubtProposalDto {
  /** `posted`: it stands in the ERP by these documents; `notPosted`: nothing of it does, and it is to be sent again under the same reference. */
  @ApiProperty({ enum: RESOLUTIONS, example: 'posted' })
  resolution!: (typeof RESOLUTIONS)[number];

  /** Documents by which it stands; absent when nothing does. */
  documents?: ErpDocumentDto[];

  /**
   * Why, in the person's words.
   * @example "Found by the order and the minute of the posting."
   */
  reason!: string;

  /**
   * Credential of the person.
   * @example "0198f2a4-0000-7000-8000-000000000001"
   */
  proposedBy!: string;

  /**
   * When, UTC.
   * @example "2026-11-22T06:02:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  proposedAt!: string;
}

/** A field that did not reach the ERP. */
export class FieldNotCarriedDto {
  /**
   * Path of the field in the production confirmation.
   * @example "genealogy[].serialNumber"
   */
  field!: string;

  /**
   * Why.
   * @example "This ERP has no place for the genealogy of a serial number."
   */
  reason!: string;
}

/** What keeps a message from being posted twice. */
export class MessageGuaranteeDto {
  /** K the other system enforces our key; R our reference can be read back; B only balances can be read back; N nothing can. Of B and N a lost answer goes to a person at once. */
  @ApiProperty({ enum: GUARANTEE_CLASSES, example: 'R' })
  guaranteeClass!: GuaranteeClass;

  /**
   * Of class K: how long after its write the other system still knows a key, in milliseconds; absent when for as long as the document stands.
   * @example 86400000
   */
  keyRetentionMs?: number;

  /**
   * Backend of the site that promises it.
   * @example "erp-simulated"
   */
  backend!: string;
}

/** Why a message that could go does not go now. */
export class HeldBackDto {
  /** circuitOpen: the system does not answer, and only a probe is sent to it now and then; asksToWait: it asked to be left alone; maintenanceWindow: the calendar of the site says so. */
  @ApiProperty({ enum: ['circuitOpen', 'asksToWait', 'maintenanceWindow'], example: 'circuitOpen' })
  reason!: 'circuitOpen' | 'asksToWait' | 'maintenanceWindow';

  /**
   * The system that the message is written to: a site with one of its systems, or an installation that several sites share.
   * @example "BER1 erp"
   */
  system!: string;

  /**
   * Since when the circuit is open; absent for the other reasons.
   * @example "2026-11-22T08:00:00.000Z"
   */
  since?: string;

  /**
   * Nothing is sent before. Of an open circuit: when the next probe may be sent.
   * @example "2026-11-22T08:00:10.000Z"
   */
  until!: string;
}

/** One message with everything that happened to it. */
export class MessageDetailDto extends MessageSummaryDto {
  /** The writes that it was planned into, in order; empty before the plan. */
  parts!: MessagePartDto[];

  /** Every call of the ERP for it, oldest first. */
  attempts!: MessageAttemptDto[];

  /** What people, and messages that take others back, did to it, oldest first. */
  actions!: MessageActionDto[];

  /** What people made of it, oldest first; the original is in its lineage. */
  amended!: MessageAmendmentDto[];

  /** What somebody said about its doubt and nobody else has agreed to yet; absent when there is nothing to agree to. */
  doubtProposal?: DoubtProposalDto;

  /** What keeps it from being posted twice, as the backend of the site declares now; absent before a worker has asked it, and for what reaches no other system. */
  guarantee?: MessageGuaranteeDto;

  /** Why it does not go although it could; absent when nothing holds it back. Its state is not changed by that. */
  heldBack?: HeldBackDto;

  /** What of it the ERP has no place for, with the reason; it is kept here. Absent when everything has reached the ERP. */
  notCarried?: FieldNotCarriedDto[];

  /**
   * When the engine looks at it next, UTC; absent when a person has to act or another message is before it.
   * @example "2026-11-22T05:42:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  nextAttemptAt?: string;

  /**
   * The message of the same lane that must be finished first; absent when none is before it.
   * @example "0198f2a4-5d11-7aa0-8c3d-1f2e3d4c5b6a"
   */
  behindMessageId?: string;

  /**
   * When this was read, UTC.
   * @example "2026-11-22T06:10:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
}
