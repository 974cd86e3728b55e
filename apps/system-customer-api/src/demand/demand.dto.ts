import { BUSINESS_KEY } from '@plantway/canonical';
import { CustomerOrderDto, DemandForecastDto, Key, NestedList, SnapshotListDto } from '@plantway/dto';
import { PageQueryDto } from '@plantway/http';
import { IsOptional } from 'class-validator';

/** Filter of the list of customer orders. */
export class CustomerOrderQueryDto extends PageQueryDto {
  /**
   * Only orders with a line that this work order makes.
   * @example "WO-1001"
   */
  @IsOptional()
  @Key(BUSINESS_KEY)
  workOrderId?: string;
}

/** Customer orders. */
export class CustomerOrderListDto extends SnapshotListDto {
  /** Orders of this page. */
  @NestedList(() => CustomerOrderDto)
  items!: CustomerOrderDto[];
}

/** Forecasts. */
export class DemandForecastListDto extends SnapshotListDto {
  /** Forecasts of this page. */
  @NestedList(() => DemandForecastDto)
  items!: DemandForecastDto[];
}
