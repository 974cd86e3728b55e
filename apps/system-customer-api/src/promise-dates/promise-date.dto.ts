import { DeliveryReceiptDto, IsPlantDate, Nested, NestedList, PromiseDateUpdateDto, SystemWriteDto } from '@plantway/dto';
import type { PromiseReceipt } from '@plantway/ports';
import { IsOptional, IsString } from 'class-validator';

/** Body of POST .../promise-dates and of its read-back. */
export class PromiseDateWriteDto extends SystemWriteDto {
  /** When the line will be ready; its site is the one of the path. */
  @Nested(() => PromiseDateUpdateDto)
  command!: PromiseDateUpdateDto;
}

/** What was promised. */
export class PromiseReceiptDto extends DeliveryReceiptDto implements PromiseReceipt {
  /**
   * Day that the customer system made of the scheduled finish, in the calendar of the customer.
   * @example "2026-12-01"
   */
  @IsPlantDate()
  promisedOn!: string;

  /**
   * The day that was promised before; absent when none was.
   * @example "2026-11-30"
   */
  @IsOptional() @IsPlantDate()
  promisedBefore?: string;
}

/** What a read-back found. */
export class PromiseReceiptListDto {
  /** None or one. */
  @NestedList(() => PromiseReceiptDto)
  items!: PromiseReceiptDto[];

  /**
   * Always null: the list is never cut.
   * @example null
   */
  @IsOptional() @IsString()
  nextCursor!: string | null;
}
