import { types } from 'node:util';
import type { FailedRequest, Problem } from './problem-body.js';

/** No connection was made, so surely nothing happened. SQLSTATE 57P03: still starting; 53300: no connection left. */
const NOT_REACHED = new Set(['ECONNREFUSED', 'ENOENT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', '57P03', '53300', '08001', '08004']);
/** A connection broke while it was used. 57P01, 57P02: the server stops. */
const BROKEN = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', '57P01', '57P02', '08000', '08003', '08006']);
/** Words of the driver for faults that carry no code. */
const NOT_REACHED_WORDS = /timeout exceeded when trying to connect|Connection terminated due to connection timeout/;
const BROKEN_WORDS = /^Connection terminated|Client has encountered a connection error|Client was closed and is not queryable/;

const RETRY_AFTER = { 'retry-after': '5' } as const;

/** What a fault of the connection to the database means; a write over a connection that broke may have been kept. */
export function databaseProblem(error: unknown, { method }: FailedRequest): Problem | undefined {
  if (!types.isNativeError(error)) return undefined;
  const code = codeOf(error);
  if (NOT_REACHED.has(code) || NOT_REACHED_WORDS.test(error.message)) return { code: 'DATABASE_UNAVAILABLE', headers: RETRY_AFTER };
  if (!BROKEN.has(code) && !BROKEN_WORDS.test(error.message)) return undefined;
  const onlyReads = method === 'GET' || method === 'HEAD';
  return { code: onlyReads ? 'DATABASE_UNAVAILABLE' : 'ACCEPT_OUTCOME_UNKNOWN', headers: RETRY_AFTER };
}

/** Node reports a name with several addresses as one error around one for each. */
function codeOf(error: Error): string {
  const inner: unknown = 'errors' in error && Array.isArray(error.errors) ? error.errors[0] : error;
  return typeof inner === 'object' && inner !== null && 'code' in inner ? String(inner.code) : '';
}
