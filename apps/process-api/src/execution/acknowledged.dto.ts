import type { JobOrderAcknowledgement } from '@plantway/canonical';
import { QuantityDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** What the MES said about a job order. */
export class AcknowledgedDto {
  /** Its answer. */
  @ApiProperty({ enum: ['accepted', 'partly', 'refused'], example: 'partly' })
  answer!: JobOrderAcknowledgement['answer'];

  /**
   * How much of it the MES takes; absent unless it takes a part.
   * @example { "value": "80", "unit": "H87" }
   */
  acceptedQuantity?: QuantityDto;

  /**
   * Why it takes less, or nothing, in its words.
   * @example "The fixture for this item is in repair."
   */
  reason?: string;

  /** When the MES decided, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:00:05.000Z' })
  acknowledgedAt!: string;

  /**
   * Message that carries the answer.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId!: string;
}
