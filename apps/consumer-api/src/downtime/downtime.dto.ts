import type { Downtime } from '@plantway/canonical';
import { ApiProperty } from '@nestjs/swagger';
import { ProjectedListDto } from '../projected.dto.js';

/** An interval in which equipment stood still. */
export class DowntimeDto implements Downtime {
  /**
   * The downtime.
   * @example "WU-20-A@2026-11-22T05:12:00.000Z"
   */
  downtimeId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * What stood still.
   * @example "WU-20-A"
   */
  equipmentId!: string;

  /** Since when, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:12:00.000Z' })
  startedAt!: string;

  /** Until when, UTC; absent while it lasts. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T05:41:30.000Z' })
  endedAt?: string;

  /**
   * How long, in seconds: decimal text; absent while it lasts.
   * @example "1770"
   */
  durationSeconds?: string;

  /** Whether it was planned. */
  @ApiProperty({ enum: ['down', 'plannedDown'], example: 'down' })
  kind!: 'down' | 'plannedDown';

  /**
   * Whether it was so short that it alarmed nobody.
   * @example false
   */
  isMicroStop!: boolean;

  /**
   * Why: a code of the site's downtime reasons; absent until somebody says it.
   * @example "TOOL_BREAK"
   */
  reasonCode?: string;

  /**
   * The reason with those above it, from the top of the site's tree as it is now.
   * @example ["TECHNICAL", "TOOL_BREAK"]
   */
  reasonPath?: string[];

  /** Who said the reason. */
  @ApiProperty({ enum: ['machine', 'operator'], required: false, example: 'machine' })
  reasonFrom?: 'machine' | 'operator';

  /**
   * Its work center.
   * @example "WC-20"
   */
  workCenterId?: string;

  /**
   * Its line.
   * @example "LINE-A"
   */
  lineId?: string;

  /**
   * Work order that ran there when it began.
   * @example "WO-1001"
   */
  workOrderId?: string;

  /**
   * Operation of that order.
   * @example "0020"
   */
  operationId?: string;

  /** When it was alerted, UTC; absent when it was not, or not yet. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T05:15:00.000Z' })
  alertedAt?: string;

  /**
   * Request to maintenance for it.
   * @example "WU-20-A@2026-11-22T05:12:00.000Z"
   */
  maintenanceRequestId?: string;
}

/** One page of downtimes, the latest first. */
export class DowntimeListDto extends ProjectedListDto {
  /** Downtimes of this page. */
  items!: DowntimeDto[];
}
