import { BUSINESS_KEY, JOB_ORDER_STATES, JOB_ORDER_VERBS, type JobOrder, type JobOrderComponent, type JobOrderDispatch, type JobOrderState, type JobOrderVerb } from '@plantway/canonical';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, Nested, NestedList } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** Material that a job order uses. */
export class JobOrderComponentDto implements JobOrderComponent {
  /**
   * The item that goes in.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * How much the whole quantity of the job order needs.
   * @example { "value": "75", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  required!: QuantityDto;

  /**
   * "backflush": the ERP issues it when output is confirmed; "reported": the MES reports what it used.
   * @example "backflush"
   */
  @IsIn(['backflush', 'reported'])
  issueMethod!: 'backflush' | 'reported';
}

/** Work that is sent to a work center. ISA-95 part 4, job order. */
export class JobOrderDto implements JobOrder {
  /**
   * Id of the job order.
   * @example "WO-1001-0020"
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

  /**
   * The operation of the same work order whose output this one works on; absent for the first.
   * @example "0010"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  predecessorOperationId?: string;

  /**
   * How the item is tracked: its lots or serial numbers must be reported.
   * @example "lot"
   */
  @IsIn(['none', 'lot', 'serial'])
  tracking!: 'none' | 'lot' | 'serial';

  /**
   * Material that this operation uses.
   * @example [{ "itemId": "RM-1", "required": { "value": "75", "unit": "KGM" }, "issueMethod": "backflush" }]
   */
  @NestedList(() => JobOrderComponentDto)
  components!: JobOrderComponentDto[];
}

/** All job orders of one work order in one version, as they go to the MES. A higher version supersedes a lower one as a whole. */
export class JobOrderDispatchDto implements Omit<JobOrderDispatch, 'verb'> {
  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * The work order that they come from.
   * @example "WO-1001"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;

  /**
   * Version of all of them, from 1.
   * @example 1
   */
  @IsInt() @Min(1) @Max(2_147_483_647)
  version!: number;

  /**
   * What the MES is asked to do: methods of OPC 10031-4. Left out: "Store", as before there were others.
   * @example "Update"
   */
  @IsOptional() @IsIn(JOB_ORDER_VERBS)
  verb?: JobOrderVerb;

  /**
   * Set while this version is only asked for: id of the change of the work order that follows when the MES agrees.
   * @example "change-4711"
   */
  @IsOptional() @IsString() @MinLength(1) @MaxLength(255)
  proposalFor?: string;

  /**
   * One job order per operation, in the order in which they are made.
   * @example [{ "jobOrderId": "WO-1001-0010", "version": 1, "workOrderId": "WO-1001", "operationId": "0010", "itemId": "FG-100", "workCenterId": "WC-10", "quantity": { "value": "100", "unit": "H87" }, "state": "AllowedToStart", "startAt": "2026-11-22T05:00:00.000Z", "dueAt": "2026-11-24T21:00:00.000Z", "tracking": "lot", "components": [] }]
   */
  @NestedList(() => JobOrderDto)
  jobOrders!: JobOrderDto[];
}
