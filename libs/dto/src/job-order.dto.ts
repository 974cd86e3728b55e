import { BUSINESS_KEY, JOB_ORDER_STATES, type JobOrder, type JobOrderState, type JobResponse } from '@plantway/canonical';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, Nested } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** Work that is sent to a work center. ISA-95 part 4, job order. */
export class JobOrderDto implements JobOrder {
  /**
   * Id of the job order.
   * @example "JO-1001-0020"
   */
  @Key(BUSINESS_KEY)
  jobOrderId!: string;

  /**
   * Counts from 1; a higher version supersedes a lower one.
   * @example 1
   */
  @IsInt() @Min(1) @Max(2_147_483_647)
  version!: number;

  /**
   * The work order it comes from.
   * @example "WO-1001"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;

  /**
   * The step of the work order.
   * @example "0020"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * The item to make.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * Where it is to be done.
   * @example "WC-20"
   */
  @Key(BUSINESS_KEY)
  workCenterId!: string;

  /**
   * How much to make.
   * @example { "value": "100", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * State of the job. OPC 10031-4.
   * @example "AllowedToStart"
   */
  @IsIn(JOB_ORDER_STATES)
  state!: JobOrderState;

  /**
   * Planned start, UTC.
   * @example "2026-11-22T05:00:00.000Z"
   */
  @IsInstant()
  startAt!: string;

  /**
   * When it is due, UTC.
   * @example "2026-11-22T21:00:00.000Z"
   */
  @IsInstant()
  dueAt!: string;
}

/** The report on a job order. ISA-95 part 4, job response. */
export class JobResponseDto implements JobResponse {
  /**
   * The job order it answers.
   * @example "JO-1001-0020"
   */
  @Key(BUSINESS_KEY)
  jobOrderId!: string;

  /**
   * Version of the job order it answers, from 1.
   * @example 1
   */
  @IsInt() @Min(1) @Max(2_147_483_647)
  version!: number;

  /**
   * State that the job has reached. OPC 10031-4.
   * @example "Running"
   */
  @IsIn(JOB_ORDER_STATES)
  state!: JobOrderState;

  /**
   * Good output of the job so far.
   * @example { "value": "40", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  yield!: QuantityDto;

  /**
   * Output of the job lost so far.
   * @example { "value": "1", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  scrap!: QuantityDto;

  /**
   * When the report was made: RFC 3339 with an offset.
   * @example "2026-11-22T06:40:00+01:00"
   */
  @IsInstant()
  reportedAt!: string;
}
