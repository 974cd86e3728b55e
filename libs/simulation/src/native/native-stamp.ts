import { DateTime } from 'luxon';
import type { Instant, PlantDate } from '@plantway/canonical';

const STAMP_FORMAT = "yyyyMMdd'T'HHmmssZZZ";

/** Plant-local stamp with offset, to the second: "20261122T064012+0100". */
export function toStamp(instant: Instant, timeZone: string): string {
  return DateTime.fromISO(instant, { zone: timeZone }).toFormat(STAMP_FORMAT);
}

/** Undefined when the text is no stamp. */
export function fromStamp(stamp: string): Instant | undefined {
  const parsed = DateTime.fromFormat(stamp, STAMP_FORMAT, { setZone: true });
  return parsed.isValid ? parsed.toUTC().toISO() : undefined;
}

/** "2026-11-22" as "20261122". */
export function toNativeDate(date: PlantDate): string {
  return date.replaceAll('-', '');
}

/** Undefined when the text is no calendar day. */
export function fromNativeDate(native: string): PlantDate | undefined {
  const parsed = /^\d{8}$/.test(native) ? DateTime.fromFormat(native, 'yyyyMMdd', { zone: 'utc' }) : undefined;
  return parsed?.isValid ? parsed.toISODate() : undefined;
}
