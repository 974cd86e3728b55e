import { ERROR_KINDS, MESSAGE_KINDS, MESSAGE_STATES, type ErrorKind, type MessageError, type MessageKind, type MessageState } from '@plantway/canonical';
import { ApiProperty } from '@nestjs/swagger';
import { MessageLinksDto } from './message-links.dto.js';

/** Roles that can do something about a message. */
const OWNERS = ['supervisor', 'planner', 'erpTeam', 'mes', 'maintenance', 'quality', 'admin'] as const satisfies readonly MessageError['owner'][];

/** What stands between a message and its ERP document, in a person's words. */
export class MessageErrorDto {
  /** What the failure means, and therefore what happens next. */
  @ApiProperty({ enum: ERROR_KINDS, enumName: 'ErrorKind', example: 'business' })
  kind!: ErrorKind;

  /**
   * Stable code; all of them stand in docs/errors.md.
   * @example "ORDER_CLOSED"
   */
  code!: string;

  /**
   * What happened, naming the object.
   * @example "Work order WO-1001 is closed."
   */
  reason!: string;

  /** Who can do something about it. */
  @ApiProperty({ enum: OWNERS, example: 'planner' })
  owner!: MessageError['owner'];

  /**
   * What to do.
   * @example "Re-open the order in the ERP and resubmit, or discard with the reason."
   */
  fix!: string;

  /**
   * What must become true for the message to go on by itself; absent when a person must act.
   * @example "the posting period opens"
   */
  unblockCondition?: string;
}

/** A document that stands in the ERP, or in the MES for what went there. */
export class ErpDocumentDto {
  /**
   * What the document is: "confirmation", "goodsMovement", "reversal", "workOrder", "jobOrders" and others; an open list.
   * @example "confirmation"
   */
  type!: string;

  /**
   * Number of the document in the ERP.
   * @example "1000000017"
   */
  number!: string;
}

/** What stands in the ERP, or in the MES for what went there, for a message. */
export class MessageErpDto {
  /**
   * Backend of the site that took it.
   * @example "erp-simulated"
   */
  backend!: string;

  /** Documents of all parts, in the order of posting. */
  documents!: ErpDocumentDto[];
}

/** What every view of a message says. */
export abstract class MessageIdentityDto {
  /**
   * Id of the message.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /**
   * Site that the command belongs to.
   * @example "BER1"
   */
  siteId!: string;

  /** What the message asks for. */
  @ApiProperty({ enum: MESSAGE_KINDS, enumName: 'MessageKind', example: 'productionConfirmation' })
  kind!: MessageKind;

  /** Where it stands. */
  @ApiProperty({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'posted' })
  state!: MessageState;

  /**
   * System that sent it; it comes with the credential.
   * @example "mes"
   */
  sourceSystem!: string;

  /**
   * The sender's own id of the command.
   * @example "mes-000123"
   */
  senderId!: string;

  /**
   * Work order that it is about.
   * @example "WO-1001"
   */
  workOrderId?: string;

  /**
   * Operation that it is about.
   * @example "0020"
   */
  operationId?: string;

  /**
   * Confirmation that it carries.
   * @example "mes-000123"
   */
  confirmationId?: string;

  /**
   * Id of the whole journey.
   * @example "0198f2a4-6f0d-7000-8000-3b1c5d7e9f01"
   */
  correlationId!: string;

  /**
   * When it was stored, UTC.
   * @example "2026-11-22T05:41:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  acceptedAt!: string;

  /** Why it is not posted; absent when nothing is wrong. */
  error?: MessageErrorDto;

  /** What stands in the ERP; absent before anything was posted. */
  erp?: MessageErpDto;

  /**
   * What was not usual about its way, several apart by "; ": "recovered" after a lost answer, a posting date that was changed, what finished it without a posting, a person's reason.
   * @example "recovered"
   */
  note?: string;
}

/** One command on its way to the ERP. */
export class MessageSummaryDto extends MessageIdentityDto {
  /**
   * Since when it stands there, UTC.
   * @example "2026-11-22T05:41:01.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  stateSince!: string;

  /**
   * Id of the message or event that caused it; absent when it came from outside.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  causationId?: string;

  /**
   * Lots that it names.
   * @example ["L-2026-11-22-A"]
   */
  lotIds!: string[];

  /**
   * Serial numbers that it names.
   * @example ["SN-000451"]
   */
  serialNumbers!: string[];

  /**
   * Plant-local posting date, fixed at acceptance.
   * @example "2026-11-22"
   */
  postingDate!: string;

  /**
   * Production day of the plant, fixed at acceptance.
   * @example "2026-11-22"
   */
  productionDay!: string;

  /**
   * When the ERP had posted all parts, UTC; absent before.
   * @example "2026-11-22T05:41:01.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  postedAt?: string;

  /**
   * Technical failures since it was accepted or last resubmitted.
   * @example 0
   */
  @ApiProperty({ type: 'integer' })
  failures!: number;

  /**
   * The message that has taken this posted confirmation back; absent while it stands.
   * @example "0198f2a4-9b10-7d42-8a61-3c4d5e6f7a8b"
   */
  reversedByMessageId?: string;

  /**
   * Another one after every change of the message; compare it for equality only. Give it back as expectedRevision.
   * @example "40213"
   */
  revision!: string;

  /**
   * Since when it stands beside its lane and lets later ones pass, UTC; absent in its place.
   * @example "2026-11-22T06:02:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  steppedAsideAt?: string;

  /**
   * How often a person has amended it.
   * @example 0
   */
  @ApiProperty({ type: 'integer' })
  amendments!: number;

  /**
   * The message that this one took the place of: an amendment that belongs to another lane; absent otherwise.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  replacesMessageId?: string;

  /**
   * The message that took the place of this one; absent otherwise.
   * @example "0198f2a4-9b10-7d42-8a61-3c4d5e6f7a8b"
   */
  replacedByMessageId?: string;

  /** Where to read on. */
  links!: MessageLinksDto;
}
