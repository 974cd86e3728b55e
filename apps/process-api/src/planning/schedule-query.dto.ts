import { BUSINESS_KEY } from '@plantway/canonical';
import { Key } from '@plantway/dto';
import { IsOptional } from 'class-validator';

/** Which operations of the schedule are answered; those that are given must all hold. */
export class ScheduleQueryDto {
  /**
   * Only operations at this work center.
   * @example "WC-10"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workCenterId?: string;

  /**
   * Only operations of this work order.
   * @example "WO-1001"
   */
  @IsOptional() @Key(BUSINESS_KEY)
  workOrderId?: string;
}
