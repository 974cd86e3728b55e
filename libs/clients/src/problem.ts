import { isAxiosError } from 'axios';
import type { Problem } from './generated/process/index.js';

/** The problem that a gateway answered, out of the error that a typed client threw; undefined when no gateway answered with one. */
export function problemOf(error: unknown): Problem | undefined {
  if (!isAxiosError(error) || error.response === undefined) return undefined;
  const type: unknown = error.response.headers['content-type'];
  return typeof type === 'string' && type.startsWith('application/problem+json') ? (error.response.data as Problem) : undefined;
}
