import { ListDto } from '@plantway/dto';
import { ApiProperty } from '@nestjs/swagger';
import type { ProjectionStanding } from './projections/projector.js';

/** Up to where the events of the gateway are in an answer. */
export class ProjectedDto {
  /** Place of the newest event that the answer contains; follow the feed of events from here. 0 before the first. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 48211 })
  position!: number;

  /** When that event happened, UTC; absent before the first. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T06:10:00.000Z' })
  asOf?: string;
}

/** One page of a list that is made of events. */
export abstract class ProjectedListDto extends ListDto {
  /** Place of the newest event that the answer contains; follow the feed of events from here. 0 before the first. */
  @ApiProperty({ type: 'integer', minimum: 0, example: 48211 })
  position!: number;

  /** When that event happened, UTC; absent before the first. */
  @ApiProperty({ format: 'date-time', required: false, example: '2026-11-22T06:10:00.000Z' })
  asOf?: string;
}

export function projectedAt({ position, asOf }: ProjectionStanding): ProjectedDto {
  return { position, ...(asOf !== undefined && { asOf: asOf.toISOString() }) };
}
