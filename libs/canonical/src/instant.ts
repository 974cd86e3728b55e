import { DefectError } from './errors.js';
import { dayExists } from './plant-date.js';
import type { Instant } from './site.js';

const INSTANT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$/;
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
  if (typeof text !== 'string' || !INSTANT.test(text)) return undefined;
  // The pattern says what stands where; hot routes read some ten instants a request.
  const [year, month, day] = [twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5), twoDigits(text, 8)];
  if (year < 1970 || !dayExists(year, month, day)) return undefined;
  const epochMilliseconds = Date.UTC(year, month - 1, day, twoDigits(text, 11), twoDigits(text, 14) - offsetMinutesOf(text), twoDigits(text, 17));
  if (epochMilliseconds < EARLIEST || epochMilliseconds >= END) return undefined;
  return { epochSeconds: epochMilliseconds / 1000, nanoseconds: nanosecondsOf(text) };
}

const ZERO = 0x30;

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;
}

function offsetMinutesOf(text: string): number {
  if (text.endsWith('Z')) return 0;
  const at = text.length - 6;
  return (text[at] === '-' ? -1 : 1) * (twoDigits(text, at + 1) * 60 + twoDigits(text, at + 4));
}

function nanosecondsOf(text: string): number {
  if (text[19] !== '.') return 0;
  let nanoseconds = 0;
  let at = 20;
  for (; at < 29 && isDigit(text, at); at += 1) nanoseconds = nanoseconds * 10 + text.charCodeAt(at) - ZERO;
  return nanoseconds * 10 ** (29 - at);
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= ZERO && code <= ZERO + 9;
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
  if (text.length === 24 && text.endsWith('Z')) return text; // three decimals, UTC
  const fraction = String(nanoseconds).padStart(9, '0').replace(/0{1,6}$/, '');
  return new Date(epochSeconds * 1000).toISOString().replace(/\.000Z$/, `.${fraction}Z`);
}

/** Negative when `left` is earlier, positive when it is later, 0 when both are the same point in time, whatever their offsets. */
export function compareInstants(left: Instant, right: Instant): number {
  return compareParsedInstants(demandInstant(left), demandInstant(right));
}

/** As `compareInstants`, for what was read before. */
export function compareParsedInstants(left: ParsedInstant, right: ParsedInstant): number {
  return left.epochSeconds - right.epochSeconds || left.nanoseconds - right.nanoseconds;
}

function demandInstant(text: string): ParsedInstant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new DefectError('INSTANT_INVALID', `"${String(text).slice(0, 64)}" is not an instant with an offset`);
  return parsed;
}
