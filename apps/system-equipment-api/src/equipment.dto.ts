import { EQUIPMENT_STATES, type EquipmentState } from '@plantway/canonical';
import { ListDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';

/** How the machines of a site are reached. */
export class EquipmentCapabilitiesDto {
  /**
   * Name of the backend.
   * @example "equipment-mqtt"
   */
  backend!: string;

  /**
   * What the machines speak.
   * @example "MQTT 3.1.1"
   */
  protocol!: string;

  /**
   * Whether what machines say comes in now.
   * @example true
   */
  isConnected!: boolean;
}

/** What a machine said last, as this process has heard it. */
export class EquipmentHeardDto {
  /**
   * The machine.
   * @example "WU-20-A"
   */
  equipmentId!: string;

  /** The state that it is in. */
  @ApiProperty({ enum: EQUIPMENT_STATES, enumName: 'EquipmentState', example: 'running' })
  state!: EquipmentState;

  /** Since when, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:07.250Z' })
  since!: string;

  /**
   * Whether what it says comes in now.
   * @example true
   */
  isConnected!: boolean;
}

/** What the machines of a site said last; the whole list is one page. */
export class EquipmentHeardListDto extends ListDto {
  /** Machines that said something since the connection was made. */
  items!: EquipmentHeardDto[];

  /** When this was read, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T06:10:00.000Z' })
  asOf!: string;
}
