const LONGEST_MS = 60 * 60 * 1000;

/** `Retry-After` in milliseconds, from seconds or a date, at most an hour; undefined when it is absent or makes no sense. */
export function retryAfterMs(header: unknown, now: Date): number | undefined {
  if (typeof header !== 'string') return undefined;
  const milliseconds = /^[0-9]{1,12}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now.getTime();
  return Number.isNaN(milliseconds) ? undefined : Math.min(Math.max(milliseconds, 0), LONGEST_MS);
}
