import { DefectError } from './errors.js';

/** A span of time in ISO 8601 text, days to seconds: "PT15M", "P1DT2H", "PT0S". */
export type Duration = string;

/** What a `Duration` looks like: whole days, hours, minutes and seconds, each at most once and at least one of them. */
export const DURATION = /^P(?!$)(?:(\d{1,4})D)?(?:T(?=\d)(?:(\d{1,4})H)?(?:(\d{1,4})M)?(?:(\d{1,6})S)?)?$/;

/** The span in milliseconds; a day has 24 hours. @throws DefectError `INSTANT_INVALID` for a text that is no such duration */
export function durationMs(duration: Duration): number {
  const parts = DURATION.exec(duration);
  if (parts === null) throw new DefectError('INSTANT_INVALID', `${duration} is not a duration such as PT15M.`);
  const [days, hours, minutes, seconds] = parts.slice(1).map((part: string | undefined) => Number(part ?? '0'));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
}
