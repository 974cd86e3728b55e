import { BUSINESS_KEY, MESSAGE_KINDS, MESSAGE_STATES, TRACE_KEY, type MessageKind, type MessageState } from '@plantway/canonical';
import { IsInstant, Key } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { CORRELATION_ID } from '@plantway/observability';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';

/** Filters of the list of messages; those that are given must all hold. */
export class MessageQueryDto extends PageQueryDto {
  /** Only messages that stand there. */
  @ApiPropertyOptional({ enum: MESSAGE_STATES, enumName: 'MessageState', example: 'parked' })
  @IsOptional()
  @IsIn(MESSAGE_STATES)
  state?: MessageState;

  /** Only messages that ask for this. */
  @ApiPropertyOptional({ enum: MESSAGE_KINDS, enumName: 'MessageKind', example: 'productionConfirmation' })
  @IsOptional()
  @IsIn(MESSAGE_KINDS)
  kind?: MessageKind;

  /**
   * Only messages about this work order.
   * @example "WO-1001"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  workOrderId?: string;

  /**
   * Only messages that carry this confirmation.
   * @example "mes-000123"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  confirmationId?: string;

  /**
   * Only messages of this journey.
   * @example "0198f2a4-6f0d-7000-8000-3b1c5d7e9f01"
   */
  @IsOptional()
  @Matches(CORRELATION_ID)
  correlationId?: string;

  /**
   * Only messages that name this lot.
   * @example "L-2026-11-22-A"
   */
  @IsOptional()
  @Key(TRACE_KEY)
  lotId?: string;

  /**
   * Only messages that name this serial number.
   * @example "SN-000451"
   */
  @IsOptional()
  @Key(TRACE_KEY)
  serialNumber?: string;

  /**
   * Only messages accepted before this instant: RFC 3339 with an offset.
   * @example "2026-11-22T06:40:00+01:00"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsInstant()
  olderThan?: string;
}
