import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { MessageAmendmentDto, MessageAttemptDto } from './message-detail.dto.js';
import { PostedDocumentDto } from './posted-document.dto.js';
import { ReceivedBytesDto } from './received-bytes.dto.js';

const SHAPES = ['received', 'superseded', 'amended', 'canonical', 'sent', 'answered'] as const;
const FORMS = ['asReceived', 'canonicalised'] as const;
const PART_STATES = ['planned', 'posting', 'posted'] as const;

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

  /** Of a received shape: whether its bytes are kept, or only its canonical JSON (RFC 8785), because the gateway has made it by itself or an older release has kept it. Absent for any other shape. */
  @ApiPropertyOptional({ enum: FORMS, example: 'asReceived' })
  form?: (typeof FORMS)[number];

  /** The bytes that came; absent for any other shape, and when only the canonical JSON is kept. */
  bytes?: ReceivedBytesDto;

  /**
   * SHA-256 of the payload in canonical JSON (RFC 8785), hexadecimal; of a received shape this is what a repetition is recognised by, and `bytes.hash` is that of the bytes.
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

/** One write of the message: the calls by which it was tried, and the documents that it came to. */
export class LineagePartDto {
  /**
   * What the part is, stable within its message.
   * @example "confirmation"
   */
  partId!: string;

  /**
   * Name of the write, the same for ever; the document carries it where it can.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  reference!: string;

  /** Where the part stands. */
  @ApiProperty({ enum: PART_STATES, example: 'posted' })
  state!: (typeof PART_STATES)[number];

  /** Every call about it, in the order of their beginnings. */
  attempts!: MessageAttemptDto[];

  /** What stands of it over there; empty before. */
  documents!: PostedDocumentDto[];
}

/** The way of one message: from the bytes that came to the documents that they became. */
export class LineageDto {
  /**
   * Id of the message.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;

  /** Every shape that its payload had, in the order of the way. */
  shapes!: MessageShapeDto[];

  /** Its writes, in their order. */
  parts!: LineagePartDto[];

  /** All documents that stand for it, in the order of its parts; empty before anything was posted. */
  documents!: PostedDocumentDto[];

  /**
   * The message that has taken this posted confirmation back; absent while it stands.
   * @example "0198f2a4-9b10-7d42-8a61-3c4d5e6f7a8b"
   */
  reversedByMessageId?: string;
}
