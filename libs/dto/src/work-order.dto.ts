import {
  BUSINESS_KEY, OPERATION_STATUSES, WORK_ORDER_STATUSES,
  type OperationStatus, type WorkOrder, type WorkOrderComponent, type WorkOrderOperation, type WorkOrderStatus,
} from '@plantway/canonical';
import { IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { IsInstant } from './checks.js';
import { Key, Nested, NestedList } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** A numbered step of an order, with what the ERP has confirmed on it. */
export class WorkOrderOperationDto implements WorkOrderOperation {
  /**
   * Number of the step.
   * @example "0020"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * Words for a person.
   * @example "Assemble"
   */
  @IsString() @MaxLength(200)
  description!: string;

  /**
   * Where the step is planned.
   * @example "WC-20"
   */
  @Key(BUSINESS_KEY)
  workCenterId!: string;

  /**
   * State of the step in the ERP.
   * @example "inProgress"
   */
  @IsIn(OPERATION_STATUSES)
  status!: OperationStatus;

  /**
   * Good output confirmed so far, in the unit of the order.
   * @example { "value": "40", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  yieldConfirmed!: QuantityDto;

  /**
   * Output confirmed as lost so far, in the unit of the order.
   * @example { "value": "1", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  scrapConfirmed!: QuantityDto;

  /**
   * Output confirmed as to be worked again so far, in the unit of the order.
   * @example { "value": "0", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  reworkConfirmed!: QuantityDto;

  /**
   * Planned quantity minus confirmed good output, not below zero.
   * @example { "value": "60", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  remaining!: QuantityDto;
}

/** Material that an order needs. */
export class WorkOrderComponentDto implements WorkOrderComponent {
  /**
   * The item that goes in.
   * @example "RM-1"
   */
  @Key(BUSINESS_KEY)
  componentItemId!: string;

  /**
   * Operation that uses it.
   * @example "0010"
   */
  @Key(BUSINESS_KEY)
  operationId!: string;

  /**
   * How much the whole order needs.
   * @example { "value": "75", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  required!: QuantityDto;

  /**
   * How much has been issued from stock so far.
   * @example { "value": "30.75", "unit": "KGM" }
   */
  @Nested(() => QuantityDto)
  withdrawn!: QuantityDto;

  /**
   * "backflush": the ERP issues it when output is confirmed; "reported": the MES reports what it used.
   * @example "backflush"
   */
  @IsIn(['backflush', 'reported'])
  issueMethod!: 'backflush' | 'reported';
}

/** Order of the ERP to make a quantity of one item. ISA-95 part 4, work order. */
export class WorkOrderDto implements WorkOrder {
  /**
   * Id of the order; it survives a change of the ERP.
   * @example "WO-1001"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;

  /**
   * The plant that makes it.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * The item to make.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * How much to make.
   * @example { "value": "100", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * Share of quantity that may be made above it: percent, decimal text.
   * @example "5"
   */
  @Matches(/^[0-9]{1,6}(?:\.[0-9]{1,12})?$/, { message: 'overDeliveryTolerancePercent must be decimal text such as "5"' })
  overDeliveryTolerancePercent!: string;

  /**
   * State of the order in the ERP; only "released" and "inProgress" take confirmations.
   * @example "released"
   */
  @IsIn(WORK_ORDER_STATUSES)
  status!: WorkOrderStatus;

  /**
   * Planned start, UTC.
   * @example "2026-11-22T05:00:00.000Z"
   */
  @IsInstant()
  startAt!: string;

  /**
   * When it is due, UTC.
   * @example "2026-11-24T21:00:00.000Z"
   */
  @IsInstant()
  dueAt!: string;

  /**
   * The steps in the order in which they are made.
   * @example [{ "operationId": "0020", "description": "Assemble", "workCenterId": "WC-20", "status": "inProgress", "yieldConfirmed": { "value": "40", "unit": "H87" }, "scrapConfirmed": { "value": "1", "unit": "H87" }, "reworkConfirmed": { "value": "0", "unit": "H87" }, "remaining": { "value": "60", "unit": "H87" } }]
   */
  @NestedList(() => WorkOrderOperationDto)
  operations!: WorkOrderOperationDto[];

  /**
   * Material that the order needs.
   * @example [{ "componentItemId": "RM-1", "operationId": "0010", "required": { "value": "75", "unit": "KGM" }, "withdrawn": { "value": "30.75", "unit": "KGM" }, "issueMethod": "backflush" }]
   */
  @NestedList(() => WorkOrderComponentDto)
  components!: WorkOrderComponentDto[];

  /**
   * Another text after every change of the order in the ERP.
   * @example "7"
   */
  @IsString() @MaxLength(128)
  revision!: string;
}
