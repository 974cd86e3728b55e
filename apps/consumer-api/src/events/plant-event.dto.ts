import { ApiProperty } from '@nestjs/swagger';

/** What happened, as a CloudEvents 1.0 envelope; openapi/asyncapi.yaml describes the data of each type. */
export class PlantEventDto {
  /** Version of CloudEvents. */
  @ApiProperty({ enum: ['1.0'], example: '1.0' })
  specversion!: '1.0';

  /** Id of the event, by which a repetition is recognised. */
  @ApiProperty({ format: 'uuid', example: '5b8f7a5e-6c1d-4d0b-9f61-2f0a8e1c3d42' })
  id!: string;

  /**
   * What happened: past tense and versioned.
   * @example "production.confirmed.v1"
   */
  type!: string;

  /**
   * "/sites/{siteId}".
   * @example "/sites/BER1"
   */
  source!: string;

  /**
   * Business key of the object that it is about.
   * @example "WO-1001"
   */
  subject!: string;

  /** When it happened, UTC. */
  @ApiProperty({ format: 'date-time', example: '2026-11-22T05:41:01.250Z' })
  time!: string;

  /** What `data` is. */
  @ApiProperty({ enum: ['application/json'], example: 'application/json' })
  datacontenttype!: 'application/json';

  /**
   * The plant.
   * @example "BER1"
   */
  siteid!: string;

  /**
   * Id of the journey that it belongs to.
   * @example "0198f2a4-6f0d-7000-8000-3b1c5d7e9f01"
   */
  correlationid!: string;

  /**
   * Id of the message or event that caused it; absent when nothing of ours did.
   * @example "0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e"
   */
  causationid?: string;

  /** What the event says; its members depend on `type`. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { workOrderId: 'WO-1001' } })
  data!: Record<string, unknown>;
}
