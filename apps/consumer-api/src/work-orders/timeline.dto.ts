import { ApiProperty } from '@nestjs/swagger';
import { ProjectedListDto } from '../projected.dto.js';
import { STEP_SYSTEMS, type StepSystem } from './step-in-words.js';

/** One thing that happened to a work order. */
export class TimelineStepDto {
  /** Place of its event in the log; steps stand in this order. */
  @ApiProperty({ type: 'integer', minimum: 1, example: 48190 })
  position!: number;

  /** When the gateway knew it, UTC. `details` have the times of the plant. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  at!: string;

  /**
   * What happened: the type of the event.
   * @example "production.confirmed.v1"
   */
  type!: string;

  /** The system in which it happened. */
  @ApiProperty({ enum: STEP_SYSTEMS, enumName: 'StepSystem', example: 'erp' })
  system!: StepSystem;

  /**
   * What happened, in words.
   * @example "Confirmation mes-000123 stands in the ERP: 12 H87 good, 1 H87 scrap."
   */
  title!: string;

  /**
   * Operation of the order; absent when it is about the whole order.
   * @example "0020"
   */
  operationId?: string;

  /**
   * Id of the journey that it belongs to.
   * @example "0198f2a4-6f0d-7000-8000-3b1c5d7e9f01"
   */
  correlationId!: string;

  /** What the event says about it; members depend on its type, as openapi/asyncapi.yaml describes them. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { confirmationId: 'mes-000123', yield: { value: '12', unit: 'H87' } } })
  details!: Record<string, unknown>;
}

/** What happened to a work order, in every system, in the order in which it became known. */
export class TimelineDto extends ProjectedListDto {
  /** Steps of this page. */
  items!: TimelineStepDto[];
}
