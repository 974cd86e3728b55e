import { BUSINESS_KEY } from '@plantway/canonical';
import { JobOrderDispatchDto, Key, Nested } from '@plantway/dto';
import type { DispatchReceipt } from '@plantway/ports';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

/** Body of POST .../job-order-dispatches. */
export class PostDispatchDto {
  /**
   * Name of this write, the same for ever: the MES knows a repeated one by it.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;

  /** What the MES is given; its site is the one of the path. */
  @Nested(() => JobOrderDispatchDto)
  dispatch!: JobOrderDispatchDto;
}

/** Query of a read-back. */
export class FindDispatchQueryDto {
  /**
   * Name of the write to look for.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  @Key(BUSINESS_KEY)
  reference!: string;

  /**
   * Version that was given to the MES, from 1.
   * @example 1
   */
  @Type(() => Number)
  @IsInt() @Min(1) @Max(2_147_483_647)
  version!: number;
}

/** Something that stands at the MES. */
export class DispatchedDocumentDto {
  /**
   * What it is: "jobOrders" that the MES took, or an "offer" that it may fetch.
   * @example "jobOrders"
   */
  type!: string;

  /**
   * Work order and version.
   * @example "WO-1001@1"
   */
  number!: string;
}

/** What stands at the MES for a work order. */
export class DispatchReceiptDto implements DispatchReceipt {
  /**
   * Name of the write under which it took that version.
   * @example "5f1c0f0e-7a0f-5b3a-9d55-2f6c1c0a7e11"
   */
  reference!: string;

  /**
   * Backend that took it.
   * @example "mes-webhook"
   */
  backend!: string;

  /**
   * What stands there.
   * @example [{ "type": "jobOrders", "number": "WO-1001@1" }]
   */
  documents!: DispatchedDocumentDto[];

  /**
   * Version that stands there; higher than what was sent when the MES has a newer one.
   * @example 1
   */
  version!: number;

  /**
   * When the MES took it, or when it was offered, UTC.
   * @example "2026-11-22T05:41:07.000Z"
   */
  postedAt!: string;
}

/** What a read-back found. */
export class DispatchReceiptsDto {
  /** None or one. */
  items!: DispatchReceiptDto[];

  /**
   * Always null: the list is never cut.
   * @example null
   */
  nextCursor!: string | null;
}
