import type { QualityHold } from '@plantway/canonical';
import { HoldScopeDto, ListDto } from '@plantway/dto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Something that quality holds, or has held. */
export class QualityHoldDto implements Omit<QualityHold, 'scope'> {
  /**
   * Id that it was placed with.
   * @example "H-000042"
   */
  holdId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * What is held.
   * @example { "type": "lot", "itemId": "FG-100", "lotId": "FG100-0815" }
   */
  scope!: HoldScopeDto;

  /**
   * Why.
   * @example "Burr on the long edge; to be inspected."
   */
  reason!: string;

  /**
   * When it was placed, UTC.
   * @example "2026-11-22T06:25:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  placedAt!: string;

  /**
   * When it ended, by a release or by a decision about the lot, UTC; absent while it stands.
   * @example "2026-11-22T07:10:00.000Z"
   */
  @ApiPropertyOptional({ format: 'date-time' })
  releasedAt?: string;
}

/** One page of holds, in the order of becoming known. */
export class QualityHoldListDto extends ListDto {
  /** Holds of this page. */
  items!: QualityHoldDto[];

  /**
   * When this was read, UTC.
   * @example "2026-11-22T06:30:00.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;
}
