import { BUSINESS_KEY, type ScheduleVersion, type ScheduledOperation } from '@plantway/canonical';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, KeyList, NestedList } from './nested.js';
import { After, DistinctBy, LessThan } from './rules.js';

/** Most operations of one schedule. */
const MOST_OPERATIONS = 10_000;

/** One operation in a schedule. */
export class ScheduledOperationDto implements ScheduledOperation {
  /**
   * The work order.
   * @example "WO-1001"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;

  /**
   * The step of the work order.
   * @example "0010"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * Where it is to be done.
   * @example "WC-10"
   */
  @Key(BUSINESS_KEY)
  workCenterId!: string;

  /**
   * Scheduled start: RFC 3339 with an offset.
   * @example "2026-11-22T06:00:00+01:00"
   */
  @IsInstant()
  startAt!: string;

  /**
   * Scheduled finish, later than the start: RFC 3339 with an offset.
   * @example "2026-11-22T09:30:00+01:00"
   */
  @IsInstant() @After('startAt')
  finishAt!: string;
}

/** A schedule of the planning system, without the site that it is for. ISA-95 part 3, detailed production schedule. */
export class ScheduleVersionFieldsDto implements Omit<ScheduleVersion, 'siteId'> {
  /**
   * The planning system's own id, unique for the site.
   * @example "APS-42"
   */
  @Key(BUSINESS_KEY)
  scheduleVersionId!: string;

  /**
   * Counts from 1 with every schedule of the site; a higher one takes the place of a lower one as a whole.
   * @example 42
   */
  @IsInt() @Min(1) @Max(2_147_483_647)
  version!: number;

  /**
   * Version that it takes the place of, a lower one; absent for the first.
   * @example 41
   */
  @IsOptional() @IsInt() @Min(1) @Max(2_147_483_647) @LessThan('version')
  supersedes?: number;

  /**
   * When it was made: RFC 3339 with an offset.
   * @example "2026-11-22T05:45:00+01:00"
   */
  @IsInstant()
  createdAt!: string;

  /**
   * Operations that begin before this instant were not moved: RFC 3339 with an offset.
   * @example "2026-11-22T06:45:00+01:00"
   */
  @IsInstant()
  frozenUntil!: string;

  /**
   * Why it was made: "regular" in its turn, "replan" because of a request, "demand" because of a new order.
   * @example "replan"
   */
  @IsIn(['regular', 'replan', 'demand'])
  reason!: 'regular' | 'replan' | 'demand';

  /**
   * Replan requests that it answers; empty when it answers none.
   * @example ["LINE-1@2026-11-22T05:30:00.000Z"]
   */
  @KeyList(BUSINESS_KEY, 100)
  replanRequestIds!: string[];

  /**
   * Everything that is scheduled, each operation of a work order once, at most 10,000.
   * @example [{ "workOrderId": "WO-1001", "operationId": "0010", "workCenterId": "WC-10", "startAt": "2026-11-22T06:00:00+01:00", "finishAt": "2026-11-22T09:30:00+01:00" }]
   */
  @NestedList(() => ScheduledOperationDto, MOST_OPERATIONS) @DistinctBy('workOrderId', 'operationId')
  operations!: ScheduledOperationDto[];
}

/** A schedule of the planning system for a site. */
export class ScheduleVersionDto extends ScheduleVersionFieldsDto implements ScheduleVersion {
  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;
}
