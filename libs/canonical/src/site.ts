/** An instant as RFC 3339 text with offset; answered in UTC ("2026-11-22T05:00:00.000Z"). */
export type Instant = string;
/** A calendar day of the plant, `YYYY-MM-DD`, without zone. */
export type PlantDate = string;

/** One shift of a plant's day; it may end on the next calendar day. */
export interface Shift {
  /** Stable id within the site: "early". */
  readonly shiftId: string;
  readonly name: string;
  /** Wall-clock start and end in the plant's zone, `HH:mm`; an end not after the start lies on the next day. */
  readonly startsAt: string;
  readonly endsAt: string;
}

/** When a plant works. Source: ISA-95 part 2 (operations calendar); production day as the plant's own rule. */
export interface ShiftCalendar {
  /** IANA zone, "Europe/Berlin". */
  readonly timeZone: string;
  /** Wall-clock start of the production day in the plant's zone, `HH:mm`. */
  readonly dayStartsAt: string;
  readonly shifts: readonly Shift[];
}

/** A plant. Source: ISA-95 part 1, site. */
export interface Site {
  readonly siteId: string;
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly calendar: ShiftCalendar;
}
