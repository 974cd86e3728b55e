import { BUSINESS_KEY, MESSAGE_KINDS, MESSAGE_STATES, TRACE_KEY, type MessageKind, type MessageState } from '@plantway/canonical';
import { IsInstant, Key } from '@plantway/dto';
import { CORRELATION_ID } from '@plantway/observability';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsOptional, Length, Matches } from 'class-validator';

/** Which messages are meant; the criteria that are given must all hold, each exactly. */
export class MessageFilterDto {
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
   * Only messages about this operation of the work order; goes with workOrderId.
   * @example "0020"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  operationId?: string;

  /**
   * Only messages that came under this id of their sender.
   * @example "mes-000123"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  senderId?: string;

  /**
   * Only messages of this source system.
   * @example "mes"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  sourceSystem?: string;

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

  /**
   * Only messages accepted before this instant: RFC 3339 with an offset. The same as olderThan.
   * @example "2026-11-22T06:40:00+01:00"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsInstant()
  acceptedBefore?: string;

  /**
   * Only messages accepted at this instant or later: RFC 3339 with an offset.
   * @example "2026-11-22T05:40:00+01:00"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  @IsOptional()
  @IsInstant()
  acceptedAfter?: string;

  /**
   * Only messages for which a document of this number stands in the ERP.
   * @example "1000000017"
   */
  @IsOptional()
  @Length(1, 100)
  documentNumber?: string;

  /**
   * Only messages that this stands in the way of.
   * @example "ORDER_CLOSED"
   */
  @IsOptional()
  @Matches(/^[A-Z][A-Z0-9_]{1,63}$/, { message: 'errorCode must be a code of the error catalogue' })
  errorCode?: string;

  /**
   * Only messages that name this item: make, use or are about it.
   * @example "PCB-60"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  itemId?: string;

  /**
   * Only messages that name this equipment or work center.
   * @example "WC-10"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  equipmentId?: string;

  /**
   * Only messages that name this customer order.
   * @example "SO-2001"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  customerOrderId?: string;

  /**
   * Only messages that name this planned order.
   * @example "PL-1"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  plannedOrderId?: string;

  /**
   * Only messages that name this purchase order, as what something is late for as well.
   * @example "PO-5003"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  purchaseOrderId?: string;

  /**
   * Only messages that are caused by this downtime.
   * @example "DT-17"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  downtimeId?: string;

  /**
   * Only messages that name this finding or decision of quality, by its qualityEventId.
   * @example "QE-1"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  nonconformityId?: string;

  /**
   * Only the message with a write of this reference, as its document in the ERP carries it.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @ApiPropertyOptional({ format: 'uuid' })
  @IsOptional()
  @Matches(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, { message: 'reference must be a UUID in small letters' })
  reference?: string;

  /**
   * Only messages of which any key is exactly this: id of the message, of the sender, order, confirmation, journey, lot, serial number, item, equipment, work center, customer order, planned order, purchase order, downtime, finding, hold,
   * job order, schedule, document in the ERP, reference of a write, Idempotency-Key, or error code.
   * @example "mes-000123"
   */
  @IsOptional()
  @Length(1, 255)
  q?: string;
}
