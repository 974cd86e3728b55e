import { ApiProperty } from '@nestjs/swagger';

const OUTCOMES = ['accepted', 'repeated', 'refused'] as const;

/** What became of one event. */
export class EquipmentEventResultDto {
  /**
   * The event's own id; empty for one that has no readable id.
   * @example "WU-20-A-000451"
   */
  eventId!: string;

  /** Whether it is kept now, was known before, or is not kept. Only what is refused for `EQUIPMENT_UNKNOWN` is worth sending again, after the site file was completed; after `CLOCK_AHEAD` the machine's clock is to be set. */
  @ApiProperty({ enum: OUTCOMES, example: 'accepted' })
  outcome!: (typeof OUTCOMES)[number];

  /**
   * With `refused`: code of the error catalogue.
   * @example "EQUIPMENT_UNKNOWN"
   */
  code?: string;

  /**
   * With `refused`: what is wrong, for a person.
   * @example "The file of site BER1 has no equipment WU-99."
   */
  reason?: string;
}

/** The answer to a list of events: one result per event. */
export class EquipmentEventsAnswerDto {
  /** One result per event, in the order of the request. */
  results!: EquipmentEventResultDto[];
}
