import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** The bytes by which a message came. */
export class ReceivedBytesDto {
  /**
   * SHA-256 over the bytes, hexadecimal.
   * @example "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
   */
  hash!: string;

  /**
   * How many bytes.
   * @example 412
   */
  @ApiProperty({ type: 'integer' })
  size!: number;

  /**
   * Content type as the sender named it.
   * @example "application/json"
   */
  contentType!: string;

  /** The bytes as text: encode it as UTF-8 to have them back. Of a batch all of it. */
  @ApiProperty({ description: 'The bytes as text: encode it as UTF-8 to have them back. Of a batch all of it.', example: '{"confirmationId": "mes-000123"}' })
  text!: string;

  /**
   * JSON pointer (RFC 6901) to the message in it; absent for the whole.
   * @example "/items/3"
   */
  place?: string;

  /** What of the message stood in the path of the request; absent when nothing. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' }, description: 'What of the message stood in the path of the request; absent when nothing.', example: { workOrderId: 'WO-1001' } })
  inPath?: Readonly<Record<string, string>>;
}
