import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, IsArray } from 'class-validator';
import { EquipmentEventDto } from './equipment-event.dto.js';

/** The most events that one request takes. */
export const EVENTS_LIMIT = 1_000;

/** Body of POST .../equipment-events. Only the envelope is judged as a whole; each event is judged on its own. */
export class EquipmentEventsRequestDto {
  /** 1 to 1,000 events; those of one machine in the order in which they happened. */
  @ApiProperty({ type: [EquipmentEventDto], minItems: 1, maxItems: EVENTS_LIMIT })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(EVENTS_LIMIT)
  events!: unknown[];
}
