import { ERROR_KINDS, MESSAGE_KINDS, MESSAGE_STATES, type ErrorKind, type MessageError, type MessageKind, type MessageState } from '@plantway/canonical';
import { ListDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

const OWNERS = ['supervisor', 'planner', 'erpTeam', 'mes', 'maintenance', 'quality', 'admin'] as const satisfies readonly MessageError['owner'][];

/** Why a message needs a person. */
export class ExceptionErrorDto {
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

/** Where a person reads and decides. */
export class ExceptionLinksDto {
  /**
   * Path of the message at the process API.
   * @example "/process/v1/sites/BER1/messages/0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  message!: string;
}

/** A message that only a person can move on. */
export class ExceptionDto {
  /**
   * The message.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /** What it asks for. */
  @ApiProperty({ enum: MESSAGE_KINDS, enumName: 'MessageKind', example: 'productionConfirmation' })
  kind!: MessageKind;

  /** Where it stands: `parked`, `awaitingApproval` or `postedWithFollowUp`. */
  @ApiProperty({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'parked' })
  state!: MessageState;

  /**
   * System that sent it.
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

  /** When it was stored, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:00.000Z' })
  acceptedAt!: string;

  /** Why it needs a person; absent when nothing is wrong. */
  error?: ExceptionErrorDto;

  /** Where to read on and decide. */
  links!: ExceptionLinksDto;
}

/** One page of the messages that only a person can move on. */
export class ExceptionListDto extends ListDto {
  /** Messages of this page, the oldest first. */
  items!: ExceptionDto[];

  /** When the process tier said so, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
