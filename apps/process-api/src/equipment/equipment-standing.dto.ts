import { EQUIPMENT_STATES, type EquipmentState } from '@plantway/canonical';
import { EquipmentDto, ListDto, QuantityDto, SignedQuantityDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** How a machine stands by what it said last. */
export class EquipmentStandingDto {
  /** The state that it is in. */
  @ApiProperty({ enum: EQUIPMENT_STATES, enumName: 'EquipmentState', example: 'running' })
  state!: EquipmentState;

  /** Since when, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:07.250Z' })
  since!: string;

  /** When it said so last, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:51:07.250Z' })
  saidAt!: string;

  /**
   * Work order of the last state that named one; absent while the machine is idle or off.
   * @example "WO-1001"
   */
  workOrderId?: string;

  /**
   * Operation of that work order.
   * @example "0020"
   */
  operationId?: string;

  /**
   * Downtime that lasts; absent while it does not stand still.
   * @example "WU-20-A@2026-11-22T05:41:07.250Z"
   */
  downtimeId?: string;
}

/** A node of the equipment hierarchy. */
export class KnownEquipmentDto extends EquipmentDto {
  /** How it stands; absent for one that has said nothing. */
  standing?: EquipmentStandingDto;
}

/** The equipment hierarchy of a plant; the whole list is one page. */
export class KnownEquipmentListDto extends ListDto {
  /** The nodes, in the order of the site file. */
  items!: KnownEquipmentDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}

/** What a counter of a machine has counted. */
export class EquipmentCounterDto {
  /**
   * The machine's name of it.
   * @example "produced"
   */
  counterId!: string;

  /**
   * What it shows.
   * @example { "value": "1204", "unit": "H87" }
   */
  reading!: QuantityDto;

  /** When it showed that, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:51:07.250Z' })
  takenAt!: string;

  /**
   * What it has counted since its first reading, across resets and roll-overs; corrections are taken off.
   * @example { "value": "18230", "unit": "H87" }
   */
  total!: SignedQuantityDto;

  /**
   * How often it began anew.
   * @example 3
   */
  @ApiProperty({ type: 'integer' })
  resets!: number;

  /**
   * What its readings of the period added, when `from` or `to` was given; in the unit of now.
   * @example { "value": "212", "unit": "H87" }
   */
  counted?: SignedQuantityDto;
}

/** Counters of a machine; the whole list is one page. */
export class EquipmentCounterListDto extends ListDto {
  /** The counters, by their ids. */
  items!: EquipmentCounterDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
