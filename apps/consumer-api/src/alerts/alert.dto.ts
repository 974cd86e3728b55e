import { ApiProperty } from '@nestjs/swagger';
import { ProjectedListDto } from '../projected.dto.js';

/** Something that somebody has to look at. */
export class AlertDto {
  /**
   * The alert.
   * @example "downtime:WU-20-A@2026-11-22T05:12:00.000Z"
   */
  alertId!: string;

  /**
   * The plant.
   * @example "BER1"
   */
  siteId!: string;

  /**
   * What it is about: "downtime", "equipmentAlarm", "conservationDrift", "gatewayNotHolder", "doublePosting", "circuitOpen" and others; an open list.
   * @example "downtime"
   */
  kind!: string;

  /**
   * How bad it is: "information", "warning", "alarm"; an open list.
   * @example "warning"
   */
  severity!: string;

  /**
   * What happened, in words.
   * @example "WU-20-A has stood still for 3 minutes"
   */
  title!: string;

  /** Whether it still holds. */
  @ApiProperty({ enum: ['open', 'cleared'], example: 'open' })
  state!: 'open' | 'cleared';

  /** When it was raised, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:15:00.000Z' })
  raisedAt!: string;

  /** When it was cleared, UTC; absent while it holds. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T05:41:30.000Z' })
  clearedAt?: string;

  /** Ids of what it is about, by name. */
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { equipmentId: 'WU-20-A', workOrderId: 'WO-1001' } })
  objects!: Record<string, string>;
}

/** One page of alerts, the latest first. */
export class AlertListDto extends ProjectedListDto {
  /** Alerts of this page. */
  items!: AlertDto[];
}
