import { IsPlantDate, ListDto } from '@plantway/dto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';

const RUN_STATES = ['queued', 'running', 'done', 'failed'] as const;

/** Body of POST .../reconciliations: one production day, or the first and the last one. */
export class ReconciliationRequestDto {
  /**
   * The day to compare; instead of `from` and `to`.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  productionDay?: string;

  /**
   * First day to compare.
   * @example "2026-11-16"
   */
  @IsOptional() @IsPlantDate()
  from?: string;

  /**
   * Last day to compare, at most 31 days with the first.
   * @example "2026-11-22"
   */
  @IsOptional() @IsPlantDate()
  to?: string;
}

/** One comparison of the gateway's books with the ERP. */
export class ReconciliationDto {
  /**
   * Id of the comparison.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  reconciliationId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * First day that is compared.
   * @example "2026-11-22"
   */
  fromDay!: string;

  /**
   * Last day that is compared.
   * @example "2026-11-22"
   */
  toDay!: string;

  /**
   * Plant-local day on which it was due by itself; absent when somebody asked for it.
   * @example "2026-11-23"
   */
  night?: string;

  /**
   * Credential that asked for it, or "system".
   * @example "0198f2a4-0000-7000-8000-000000000001"
   */
  requestedBy!: string;

  /** When it was asked for, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-23T01:30:00.000Z' })
  requestedAt!: string;

  /** Where it stands; `queued` also while it waits for an ERP that was away. */
  @ApiProperty({ enum: RUN_STATES, example: 'done' })
  state!: (typeof RUN_STATES)[number];

  /** When it began, UTC; absent before. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T01:30:01.000Z' })
  startedAt?: string;

  /** When it ended, UTC; absent before. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-23T01:31:40.000Z' })
  endedAt?: string;

  /**
   * Why it failed, or waits to be tried again; absent when nothing went wrong.
   * @example "The ERP does not answer."
   */
  error?: string;

  /**
   * Orders that are compared; absent until they are known.
   * @example 120
   */
  ordersTotal?: number;

  /**
   * Orders that were compared.
   * @example 120
   */
  ordersDone!: number;

  /**
   * Documents of the ERP that were read.
   * @example 2400
   */
  documentsRead!: number;

  /**
   * Messages of these days whose orders were compared.
   * @example 2399
   */
  messagesRead!: number;

  /**
   * Findings so far.
   * @example 1
   */
  findings!: number;
}

/** One page of comparisons, the latest first. */
export class ReconciliationListDto extends ListDto {
  /** Comparisons of this page. */
  items!: ReconciliationDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-23T06:10:00.000Z' })
  asOf!: string;
}
