import { BUSINESS_KEY, type CustomerOrder, type CustomerOrderLine, type DemandForecast, type PromiseDateUpdate } from '@plantway/canonical';
import { IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { IsInstant, IsPlantDate } from './checks.js';
import { Key, Nested, NestedList } from './nested.js';
import { QuantityDto } from './quantity.dto.js';

/** A line of what a customer ordered. */
export class CustomerOrderLineDto implements CustomerOrderLine {
  /**
   * Id of the line within its order.
   * @example "10"
   */
  @Key(BUSINESS_KEY)
  lineId!: string;

  /**
   * What was ordered.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * How much.
   * @example { "value": "40", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;

  /**
   * Day on which the customer wants it, in his own calendar.
   * @example "2026-11-30"
   */
  @IsPlantDate()
  requestedOn!: string;

  /**
   * Day that was promised to him; absent until somebody did.
   * @example "2026-12-01"
   */
  @IsOptional() @IsPlantDate()
  promisedOn?: string;

  /**
   * Work order that makes it; absent while it is only planned, or comes from stock.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;
}

/** What a customer ordered. OAGIS SalesOrder. */
export class CustomerOrderDto implements CustomerOrder {
  /**
   * Id of the order.
   * @example "SO-501"
   */
  @Key(BUSINESS_KEY)
  customerOrderId!: string;

  /**
   * The plant that delivers it.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * Who ordered.
   * @example "C-7"
   */
  @Key(BUSINESS_KEY)
  customerId!: string;

  /**
   * State of the order as a whole.
   * @example "open"
   */
  @IsIn(['open', 'delivered', 'cancelled'])
  status!: 'open' | 'delivered' | 'cancelled';

  /**
   * What was ordered.
   * @example [{ "lineId": "10", "itemId": "FG-100", "quantity": { "value": "40", "unit": "H87" }, "requestedOn": "2026-11-30", "promisedOn": "2026-12-01", "workOrderId": "WO-1001" }]
   */
  @NestedList(() => CustomerOrderLineDto)
  lines!: CustomerOrderLineDto[];
}

/** When a line will be ready at the plant; the customer system makes the promised day of it. */
export class PromiseDateUpdateDto implements PromiseDateUpdate {
  /**
   * Order, line and version of the schedule.
   * @example "SO-501/10@42"
   */
  @Key(BUSINESS_KEY)
  promiseUpdateId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * Id of the customer's order.
   * @example "SO-501"
   */
  @Key(BUSINESS_KEY)
  customerOrderId!: string;

  /**
   * Id of the line within its order.
   * @example "10"
   */
  @Key(BUSINESS_KEY)
  lineId!: string;

  /**
   * Work order that makes it.
   * @example "WO-1001"
   */
  @Key(BUSINESS_KEY)
  workOrderId!: string;

  /**
   * When its last operation is scheduled to be finished: RFC 3339 with an offset.
   * @example "2026-11-26T14:00:00+01:00"
   */
  @IsInstant()
  scheduledFinishAt!: string;

  /**
   * Version of the schedule that says so; a line never goes back to an older one.
   * @example 42
   */
  @IsInt() @Min(1) @Max(2_147_483_647)
  scheduleVersion!: number;
}

/** What customers are expected to want. */
export class DemandForecastDto implements DemandForecast {
  /**
   * Id of the forecast.
   * @example "FC-2026-W49-FG-100"
   */
  @Key(BUSINESS_KEY)
  forecastId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * What will be wanted.
   * @example "FG-100"
   */
  @Key(BUSINESS_KEY)
  itemId!: string;

  /**
   * First day of the time that it is for.
   * @example "2026-11-30"
   */
  @IsPlantDate()
  startsOn!: string;

  /**
   * Last day of the time that it is for.
   * @example "2026-12-06"
   */
  @IsPlantDate()
  endsOn!: string;

  /**
   * How much of it.
   * @example { "value": "400", "unit": "H87" }
   */
  @Nested(() => QuantityDto)
  quantity!: QuantityDto;
}
