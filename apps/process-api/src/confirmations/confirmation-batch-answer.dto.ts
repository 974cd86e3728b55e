import { ApiProperty } from '@nestjs/swagger';

/** What became of one row of a batch. */
export class ConfirmationBatchRowDto {
  /**
   * Place of the row in the request, from 0.
   * @example 0
   */
  @ApiProperty({ type: 'integer' })
  index!: number;

  /**
   * What the row alone would have been answered: 202 accepted, 4xx refused, 5xx not known or failed: send it again.
   * @example 202
   */
  @ApiProperty({ type: 'integer' })
  status!: number;

  /**
   * The row's own id; absent when the row has no readable one.
   * @example "mes-000123"
   */
  confirmationId?: string;

  /**
   * Id of the message; absent when the row was refused.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  messageId?: string;

  /** Always `accepted`, for a repeated row too, as for a single report; where the message stands now is read from the message. Absent when the row was refused. */
  @ApiProperty({ enum: ['accepted'], example: 'accepted' })
  state?: 'accepted';

  /** True when the same row came before: nothing new was stored. */
  replayed?: boolean;

  /** Why the row was refused; absent when it was accepted. */
  @ApiProperty({ allOf: [{ $ref: '#/components/schemas/Problem' }] })
  problem?: object;
}

/** The answer to a batch: one entry per row, in the order of the request. */
export class ConfirmationBatchAnswerDto {
  /** One entry per row, in the order of the request. */
  items!: ConfirmationBatchRowDto[];

  /**
   * How many rows are stored, repeated ones included.
   * @example 2
   */
  @ApiProperty({ type: 'integer' })
  accepted!: number;

  /**
   * How many rows are not stored.
   * @example 0
   */
  @ApiProperty({ type: 'integer' })
  refused!: number;
}
