import { GUARANTEE_CLASSES, type GuaranteeClass, type MesCapabilities } from '@plantway/ports';
import { ApiProperty } from '@nestjs/swagger';

/** What the MES of a site can do. */
export class MesCapabilitiesDto implements MesCapabilities {
  /**
   * Name of the backend.
   * @example "mes-webhook"
   */
  backend!: string;

  /** Whether job orders are sent to the MES, or offered for it to fetch. */
  @ApiProperty({ enum: ['push', 'pull'], example: 'push' })
  style!: 'push' | 'pull';

  /** Against double dispatches: K the MES knows a repeated reference; R our reference can be read back; B only what stands can be read back; N nothing can. */
  @ApiProperty({ enum: GUARANTEE_CLASSES, example: 'K' })
  guaranteeClass!: GuaranteeClass;

  /**
   * Longest time that one write may take over there, in milliseconds.
   * @example 20000
   */
  longestWriteMs!: number;

  /** Whether the MES can be asked what it counts itself (`operation-totals`); where it cannot, its side is not compared with the gateway and the ERP. */
  @ApiProperty({ enum: ['supported', 'unsupported'], example: 'supported' })
  totals!: 'supported' | 'unsupported';
}
