import { BUSINESS_KEY, REPLAN_TRIGGERS, type ReplanCause, type ReplanRequest, type ReplanTrigger } from '@plantway/canonical';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, NestedList } from './nested.js';

/** One thing that makes the running schedule wrong. */
export class ReplanCauseDto implements ReplanCause {
  /**
   * What happened.
   * @example "equipmentDown"
   */
  @IsIn(REPLAN_TRIGGERS)
  trigger!: ReplanTrigger;

  /**
   * Downtime, hold or work order that it is about.
   * @example "DT-1"
   */
  @Key(BUSINESS_KEY)
  objectId!: string;

  /**
   * When it happened: RFC 3339 with an offset.
   * @example "2026-11-22T06:12:00+01:00"
   */
  @IsInstant()
  occurredAt!: string;

  /**
   * The equipment, when it is about one.
   * @example "WU-10-A"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  equipmentId?: string;

  /**
   * The work center, when it is about one.
   * @example "WC-10"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workCenterId?: string;

  /**
   * The work order, when it is about one.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;
}

/** The wish for a new schedule: everything that happened on one line within one window, together. */
export class ReplanRequestDto implements ReplanRequest {
  /**
   * Line and start of the window; the same line and window make the same request.
   * @example "LINE-1@2026-11-22T05:10:00.000Z"
   */
  @Key(BUSINESS_KEY)
  replanRequestId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * The line: the area above the work center, or the work center itself where it has none.
   * @example "LINE-1"
   */
  @Key(BUSINESS_KEY)
  lineId!: string;

  /**
   * Start of the window: RFC 3339 with an offset.
   * @example "2026-11-22T05:10:00.000Z"
   */
  @IsInstant()
  windowStartsAt!: string;

  /**
   * End of the window: RFC 3339 with an offset.
   * @example "2026-11-22T05:15:00.000Z"
   */
  @IsInstant()
  windowEndsAt!: string;

  /**
   * What happened, oldest first; the first 100 of it.
   * @example [{ "trigger": "equipmentDown", "objectId": "DT-1", "occurredAt": "2026-11-22T05:12:00.000Z", "equipmentId": "WU-10-A", "workCenterId": "WC-10", "workOrderId": "WO-1001" }]
   */
  @NestedList(() => ReplanCauseDto, 100, 1)
  causes!: ReplanCauseDto[];

  /**
   * How much happened, also beyond what is named.
   * @example 1
   */
  @IsInt() @Min(1) @Max(2_147_483_647)
  causeCount!: number;
}
