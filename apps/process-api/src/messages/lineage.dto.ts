import { ApiProperty } from '@nestjs/swagger';
import { MessageAmendmentDto } from './message-detail.dto.js';

const SHAPES = ['received', 'superseded', 'amended', 'canonical', 'sent', 'answered'] as const;

/** One shape that the payload of a message had on its way. */
export class MessageShapeDto {
  /** Which shape: as it came, in canonical words before an amendment, as a person amended it, in canonical words, as it was sent to the ERP, as the ERP answered. */
  @ApiProperty({ enum: SHAPES, example: 'canonical' })
  shape!: (typeof SHAPES)[number];

  /**
   * Part that it belongs to; absent for the whole message.
   * @example "confirmation"
   */
  partId?: string;

  /**
   * SHA-256 of the payload in canonical JSON (RFC 8785), hexadecimal.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  payloadHash!: string;

  /** Which amendment it is, by whom and why; absent for any other shape. */
  amendment?: MessageAmendmentDto;

  /** The payload. */
  @ApiProperty({ description: 'The payload.' })
  payload!: unknown;

  /**
   * Version of the mapping that made it.
   * @example "1"
   */
  mappingVersion!: string;

  /**
   * Version of the gateway that made it.
   * @example "0.1.0"
   */
  codeVersion!: string;

  /**
   * When it was kept, UTC.
   * @example "2026-11-22T05:41:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  recordedAt!: string;
}

/** Every shape that the payload of one message had, in the order of its way. */
export class LineageDto {
  /**
   * Id of the message.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /** The shapes, in the order of the way. */
  shapes!: MessageShapeDto[];
}
