import { randomUUID } from 'node:crypto';

/** Header that carries the id of the whole journey, in and out. */
export const CORRELATION_ID_HEADER = 'x-correlation-id';

/** What we take over from a caller: 1 to 128 characters that are safe in logs, headers and SQL alike. */
export const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** The caller's id when it is safe, else a new one. */
export function correlationIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && CORRELATION_ID.test(header) ? header : randomUUID();
}
