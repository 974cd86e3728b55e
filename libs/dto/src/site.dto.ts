import { BUSINESS_KEY, type PostingPeriod, type Shift, type ShiftCalendar, type Site } from '@plantway/canonical';
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsString, IsTimeZone, Matches, Max, MaxLength, Min } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsPlantDate } from './checks.js';
import { Key, Nested, NestedList } from './nested.js';
import { DistinctBy } from './rules.js';

/** Wall-clock time of a plant, 00:00 to 23:59. */
export const WALL_CLOCK = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;

/** One shift of a plant's day. */
export class ShiftDto implements Shift {
  /**
   * Id of the shift, unique within the site.
   * @example "early"
   */
  @Key(BUSINESS_KEY)
  shiftId!: string;

  /**
   * Name for a person.
   * @example "Early shift"
   */
  @IsString() @MaxLength(100)
  name!: string;

  /**
   * Start on the plant's wall clock, HH:mm.
   * @example "06:00"
   */
  @Matches(WALL_CLOCK, { message: 'startsAt must be a wall-clock time such as "06:00"' })
  startsAt!: string;

  /**
   * End on the plant's wall clock, HH:mm; an end that is not after the start lies on the next day.
   * @example "14:00"
   */
  @Matches(WALL_CLOCK, { message: 'endsAt must be a wall-clock time such as "14:00"' })
  endsAt!: string;
}

/** When a plant works. ISA-95 part 2, operations calendar. */
export class ShiftCalendarDto implements ShiftCalendar {
  /**
   * Time zone of the plant: an IANA name.
   * @example "Europe/Berlin"
   */
  @IsTimeZone()
  timeZone!: string;

  /**
   * Start of the production day on the plant's wall clock, HH:mm.
   * @example "06:00"
   */
  @Matches(WALL_CLOCK, { message: 'dayStartsAt must be a wall-clock time such as "06:00"' })
  dayStartsAt!: string;

  /**
   * The shifts of a day in their order.
   * @example [{ "shiftId": "early", "name": "Early shift", "startsAt": "06:00", "endsAt": "14:00" }]
   */
  @NestedList(() => ShiftDto, 24) @DistinctBy('shiftId')
  shifts!: ShiftDto[];
}

/** A planned break within a shift; nobody works then. */
export class ShiftBreakDto {
  /**
   * The shift that it lies in.
   * @example "early"
   */
  @Key(BUSINESS_KEY)
  shiftId!: string;

  /**
   * Start on the plant's wall clock, HH:mm.
   * @example "09:00"
   */
  @Matches(WALL_CLOCK, { message: 'startsAt must be a wall-clock time such as "09:00"' })
  startsAt!: string;

  /**
   * End on the plant's wall clock, HH:mm.
   * @example "09:15"
   */
  @Matches(WALL_CLOCK, { message: 'endsAt must be a wall-clock time such as "09:15"' })
  endsAt!: string;
}

/** When a plant works, beyond its shifts. */
export class WorkCalendarDto {
  /**
   * Days of the week on which shifts begin: 1 is Monday, 7 is Sunday (ISO 8601).
   * @example [1, 2, 3, 4, 5]
   */
  @ApiProperty({ type: 'integer', isArray: true, minimum: 1, maximum: 7 })
  @IsArray() @ArrayMaxSize(7) @ArrayUnique() @IsInt({ each: true }) @Min(1, { each: true }) @Max(7, { each: true })
  workDays!: number[];

  /**
   * Plant-local days on which no shift begins.
   * @example ["2026-12-25"]
   */
  @IsArray() @ArrayMaxSize(1_000) @ArrayUnique() @IsPlantDate({ each: true })
  nonWorkingDays!: string[];

  /**
   * Planned breaks within shifts.
   * @example [{ "shiftId": "early", "startsAt": "09:00", "endsAt": "09:15" }]
   */
  @NestedList(() => ShiftBreakDto, 100)
  breaks!: ShiftBreakDto[];
}

/** A plant. ISA-95 part 1, site. */
export class SiteDto implements Site {
  /**
   * Id of the plant.
   * @example "BER1"
   */
  @Key(BUSINESS_KEY)
  siteId!: string;

  /**
   * Name for a person.
   * @example "Berlin"
   */
  @IsString() @MaxLength(100)
  name!: string;

  /**
   * Currency of the plant: a code of ISO 4217.
   * @example "EUR"
   */
  @Matches(/^[A-Z]{3}$/, { message: 'currency must be three capital letters of ISO 4217' })
  currency!: string;

  /**
   * When the plant works.
   * @example { "timeZone": "Europe/Berlin", "dayStartsAt": "06:00", "shifts": [{ "shiftId": "early", "name": "Early shift", "startsAt": "06:00", "endsAt": "14:00" }] }
   */
  @Nested(() => ShiftCalendarDto)
  calendar!: ShiftCalendarDto;

  /**
   * Which days it works, and its planned breaks.
   * @example { "workDays": [1, 2, 3, 4, 5], "nonWorkingDays": ["2026-12-25"], "breaks": [{ "shiftId": "early", "startsAt": "09:00", "endsAt": "09:15" }] }
   */
  @Nested(() => WorkCalendarDto)
  workCalendar!: WorkCalendarDto;
}

/** Accounting period, usually a month; only an open one takes postings. */
export class PostingPeriodDto implements PostingPeriod {
  /**
   * Id of the period.
   * @example "2026-11"
   */
  @Key(BUSINESS_KEY)
  periodId!: string;

  /**
   * First plant-local day of the period.
   * @example "2026-11-01"
   */
  @IsPlantDate()
  startsOn!: string;

  /**
   * Last plant-local day of the period.
   * @example "2026-11-30"
   */
  @IsPlantDate()
  endsOn!: string;

  /**
   * Whether the ERP takes postings into it.
   * @example "open"
   */
  @IsIn(['future', 'open', 'closed'])
  status!: 'future' | 'open' | 'closed';
}
