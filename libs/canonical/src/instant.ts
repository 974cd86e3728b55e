import { DefectError } from './errors.js';
import { dayExists } from './plant-date.js';
import type { Instant } from './site.js';

const INSTANT = /^([0-9]{4})-([0-9]{2})-([0-9]{2})T([01][0-9]|2[0-3]):([0-5][0-9]):([0-5][0-9])(?:\.([0-9]{1,9}))?(?:Z|([+-])([01][0-9]|2[0-3]):([0-5][0-9]))$/;
// Every plant-local day around such an instant is one of the years 1970 to 9999. A clock that was never set shows 1970.
const EARLIEST = Date.UTC(1971, 0, 1);
const END = Date.UTC(9999, 0, 1);

/** A point in time: whole seconds since 1970-01-01T00:00:00Z, and nanoseconds within that second. */
export interface ParsedInstant {
  readonly epochSeconds: number;
  readonly nanoseconds: number;
}

/**
 * Reads RFC 3339 text with an offset, years 1971 to 9998, at most nine decimals of a second. Undefined for anything else: a local time,
 * a day that the month lacks, hour 24, second 60, a lower-case `t` or `z`, the time of a clock that was never set.
 */
export function parseInstant(text: unknown): ParsedInstant | undefined {
  const parts = typeof text === 'string' ? INSTANT.exec(text) : null;
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  if (year < 1970 || !dayExists(year, month, day)) return undefined;
  const offsetMinutes = parts[8] === undefined ? 0 : (parts[8] === '-' ? -1 : 1) * (Number(parts[9]) * 60 + Number(parts[10]));
  const epochMilliseconds = Date.UTC(year, month - 1, day, hour, minute - offsetMinutes, second);
  if (epochMilliseconds < EARLIEST || epochMilliseconds >= END) return undefined;
  return { epochSeconds: epochMilliseconds / 1000, nanoseconds: Number((parts[7] ?? '').padEnd(9, '0')) };
}

/** Whether the value is an instant as `parseInstant` takes it. */
export function isInstant(value: unknown): value is Instant {
  return parseInstant(value) !== undefined;
}

/**
 * The same instant in UTC, with three decimals of a second, and more only where it has them: "2026-11-22T05:00:00.000Z".
 * @throws DefectError `INSTANT_INVALID` when the text is no instant: the edge has let it through
 */
export function toUtc(text: string): Instant {
  const { epochSeconds, nanoseconds } = demandInstant(text);
  const fraction = String(nanoseconds).padStart(9, '0').replace(/0{1,6}$/, '');
  return new Date(epochSeconds * 1000).toISOString().replace(/\.000Z$/, `.${fraction}Z`);
}

/** Negative when `left` is earlier, positive when it is later, 0 when both are the same point in time, whatever their offsets. */
export function compareInstants(left: Instant, right: Instant): number {
  const [a, b] = [demandInstant(left), demandInstant(right)];
  return a.epochSeconds - b.epochSeconds || a.nanoseconds - b.nanoseconds;
}

function demandInstant(text: string): ParsedInstant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new DefectError('INSTANT_INVALID', `"${String(text).slice(0, 64)}" is not an instant with an offset`);
  return parsed;
}
