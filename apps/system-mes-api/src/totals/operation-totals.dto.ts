import { BUSINESS_KEY } from '@plantway/canonical';
import { MOST_ORDERS_OF_TOTALS, type MesCountedReport, type MesOperationTotals, type MesTotals } from '@plantway/ports';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsIn, IsOptional, Matches } from 'class-validator';

/** A query that names something once comes as text. */
const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? [value] : value);

/** Whose totals, and in which detail. */
export class OperationTotalsQueryDto {
  /**
   * The work orders, at most 100; repeated in the query.
   * @example ["WO-1001"]
   */
  @ApiProperty({ type: String, isArray: true, minItems: 1, maxItems: MOST_ORDERS_OF_TOTALS, example: ['WO-1001'] })
  @Transform(asList)
  @ArrayMinSize(1) @ArrayMaxSize(MOST_ORDERS_OF_TOTALS) @Matches(BUSINESS_KEY, { each: true })
  workOrderId!: string[];

  /** `true`: also report by report, where the MES keeps them. */
  @ApiPropertyOptional({ enum: ['true', 'false'], example: 'true' })
  @IsOptional() @IsIn(['true', 'false'])
  reports?: 'true' | 'false';
}

/** A quantity that may be below zero: a recount takes something back. */
export class CountedQuantityDto {
  /**
   * Decimal text.
   * @example "60"
   */
  value!: string;

  /**
   * UN/ECE Recommendation 20.
   * @example "H87"
   */
  unit!: string;
}

/** What is counted, by what became of it. */
export class CountedAmountsDto {
  /** Good output. */
  yield!: CountedQuantityDto;

  /** Output lost. */
  scrap!: CountedQuantityDto;

  /** Output that was put aside to be worked again. */
  rework!: CountedQuantityDto;
}

/** One report as the MES counts it. */
export class CountedReportDto implements MesCountedReport {
  /**
   * The confirmationId under which it was or will be reported.
   * @example "mes-BER1-000123"
   */
  reportId!: string;

  /** What it added. */
  amounts!: CountedAmountsDto;
}

/** What the MES counts of one operation. */
export class OperationTotalsDto implements MesOperationTotals {
  /**
   * The work order.
   * @example "WO-1001"
   */
  workOrderId!: string;

  /**
   * Operation of the work order.
   * @example "0010"
   */
  operationId!: string;

  /** Over all reports that it counts. */
  amounts!: CountedAmountsDto;

  /**
   * Reports and reversals that are counted and of which the MES has no final answer yet; while there is one, the totals cannot be compared.
   * @example 0
   */
  underWay!: number;

  /** Those that make up the amounts; only when they were asked for, and where the MES keeps them. */
  reports?: CountedReportDto[];
}

/** Totals of the operations that the MES knows, all as they were at one instant. */
export class OperationTotalsListDto implements MesTotals {
  /** An operation that the MES was never given is not among them. */
  items!: OperationTotalsDto[];

  /**
   * Always null: the list is never cut.
   * @example null
   */
  nextCursor!: string | null;

  /** When the MES had these figures, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
