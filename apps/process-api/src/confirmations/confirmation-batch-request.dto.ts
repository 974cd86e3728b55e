import { ProductionConfirmationDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';

/** The most confirmations that one batch takes. */
export const BATCH_LIMIT = 1_000;

/** Body of POST .../production-confirmations/batch. Only the envelope is judged as a whole; each row is judged on its own. */
export class ConfirmationBatchRequestDto {
  /** 1 to 1,000 confirmations, in the order in which they happened. */
  @ApiProperty({ type: [ProductionConfirmationDto], minItems: 1, maxItems: BATCH_LIMIT })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(BATCH_LIMIT)
  items!: unknown[];
}
