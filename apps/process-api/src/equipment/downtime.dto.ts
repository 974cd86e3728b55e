import { MAINTENANCE_STATUSES } from '@plantway/canonical';
import { ListDto } from '@plantway/dto';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** A time in which equipment stood still, with where that was and what ran there. */
export class DowntimeDto {
  /**
   * Id of the downtime within the site.
   * @example "WU-20-A@2026-11-22T05:41:07.250Z"
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
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:07.250Z' })
  startedAt!: string;

  /** Until when, UTC; absent while it lasts. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T06:03:41.000Z' })
  endedAt?: string;

  /** Unplanned, or planned: maintenance, cleaning, a break. */
  @ApiProperty({ enum: ['down', 'plannedDown'], example: 'down' })
  kind!: 'down' | 'plannedDown';

  /**
   * True when it was shorter than the site's threshold.
   * @example false
   */
  isMicroStop!: boolean;

  /**
   * Why: code of reference-data/downtimeReasons; absent while nobody has said so.
   * @example "MECHANICAL"
   */
  reasonCode?: string;

  /** Who said why. */
  @ApiPropertyOptional({ enum: ['machine', 'operator'], example: 'machine' })
  reasonFrom?: 'machine' | 'operator';

  /**
   * Work center of the equipment.
   * @example "WC-20"
   */
  workCenterId?: string;

  /**
   * Line of the work center.
   * @example "LINE-1"
   */
  lineId?: string;

  /**
   * Work order that ran when it began; absent when none is known.
   * @example "WO-1001"
   */
  workOrderId?: string;

  /**
   * Operation of the work order.
   * @example "0020"
   */
  operationId?: string;

  /** When it had lasted long enough to alarm somebody, UTC of the plant's time; absent for one that alarmed nobody. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T05:43:07.250Z' })
  alertedAt?: string;

  /**
   * Request under which maintenance was asked to look at it; absent before the maintenance system has it.
   * @example "WU-20-A@2026-11-22T05:41:07.250Z"
   */
  maintenanceRequestId?: string;
}

const PROGRESS = [...MAINTENANCE_STATUSES, 'unavailable'] as const;

/** How far maintenance is with the failure. */
export class MaintenanceProgressDto {
  /**
   * The maintenance system's own number of the request; absent when it gave none.
   * @example "MR-000017"
   */
  number?: string;

  /** As the maintenance system shows it now; `unavailable` when it does not answer in time, or does not show the request. */
  @ApiProperty({ enum: PROGRESS, enumName: 'MaintenanceProgress', example: 'assigned' })
  status!: (typeof PROGRESS)[number];

  /** When it was done, UTC; absent until then. */
  @ApiPropertyOptional({ format: 'date-time', example: '2026-11-22T06:01:00.000Z' })
  doneAt?: string;

  /** When the maintenance system said so, UTC; with `unavailable`, when it was asked. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:58:00.000Z' })
  asOf!: string;
}

/** A downtime with how far maintenance is. */
export class DowntimeDetailDto extends DowntimeDto {
  /** The request to maintenance; absent while none stands at the maintenance system. */
  maintenance?: MaintenanceProgressDto;
}

/** One page of downtimes, newest first. */
export class DowntimeListDto extends ListDto {
  /** Downtimes of this page. */
  items!: DowntimeDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
