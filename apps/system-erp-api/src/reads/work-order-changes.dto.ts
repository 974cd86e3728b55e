import { WORK_ORDER_HAPPENINGS, type WorkOrderHappened } from '@plantway/canonical';
import type { UnreadableChange, WorkOrderChangeFeed, WorkOrderChanged } from '@plantway/ports';
import { ApiProperty } from '@nestjs/swagger';

/** One thing that happened to a work order in the ERP, whoever did it. */
export class WorkOrderChangedDto implements WorkOrderChanged {
  /**
   * The order.
   * @example "WO-1001"
   */
  workOrderId!: string;

  /** What happened; `issued`: material was issued to it apart from a confirmation. */
  @ApiProperty({ enum: Object.keys(WORK_ORDER_HAPPENINGS), example: 'quantityChanged' })
  what!: WorkOrderHappened;

  /**
   * When it happened over there, UTC.
   * @example "2026-11-22T05:41:07.000Z"
   */
  @ApiProperty({ format: 'date-time' })
  changedAt!: string;

  /**
   * Revision of the order after it.
   * @example "8"
   */
  revision!: string;

  /**
   * Reference of the write, when it came through Plantway.
   * @example "6a5f4c1b-27b0-5b0e-8f49-3d1f0c6c2b9e"
   */
  reference?: string;
}

/** A row of the ERP's list of changes that cannot be read. */
export class UnreadableChangeDto implements UnreadableChange {
  /**
   * The order, when that much of the row can be read.
   * @example "WO-1001"
   */
  workOrderId?: string;

  /**
   * What of it cannot be read.
   * @example "/rows/3/change is \"MERGED\", which is not documented"
   */
  reason!: string;
}

/** What happened to work orders since a cursor, in the ERP's order. */
export class WorkOrderChangeFeedDto implements WorkOrderChangeFeed {
  /** Oldest first; nothing without a cursor. */
  items!: WorkOrderChangedDto[];

  /**
   * Give it back as `cursor` to read on; always given, also at the end of the list.
   * @example "b3JkZXJjaGFuZ2VzIDQy"
   */
  nextCursor!: string;

  /**
   * When the ERP said so, UTC.
   * @example "2026-11-22T05:41:07.250Z"
   */
  @ApiProperty({ format: 'date-time' })
  asOf!: string;

  /** Rows that are left out of `items` because they cannot be read; absent when none is. */
  leftOut?: UnreadableChangeDto[];
}
