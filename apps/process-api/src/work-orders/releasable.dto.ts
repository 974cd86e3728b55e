import { ApiProperty } from '@nestjs/swagger';

/** Answer to a dry run that found nothing in the way. */
export class ReleasableDto {
  /** Always true: an order that breaks a rule is answered with 422 and its findings. */
  @ApiProperty({ enum: [true], type: Boolean, example: true })
  releasable!: true;

  /**
   * Always empty; the same member as in the refusal.
   * @example []
   */
  @ApiProperty({ type: 'array', items: { type: 'string' }, maxItems: 0 })
  findings!: string[];
}
