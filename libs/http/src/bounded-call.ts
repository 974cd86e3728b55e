import { toUtc, type ErrorCode } from '@plantway/canonical';
import type { CallOptions, Clock } from '@plantway/ports';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemException } from './problems/problem-exception.js';
import { correlationIdOfRequest } from './request-values.js';

export const DEADLINE_HEADER = 'Plantway-Deadline';
/** Node's timers end here; a deadline farther away is none. */
const LONGEST_MS = 2_147_483_647;

/** One request that becomes one call to a foreign system. */
export interface BoundedRequest {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** The clock by which deadlines of callers are given. */
  readonly clock: Pick<Clock, 'now'>;
  /** What a call is that came too late: the foreign system's "unavailable". */
  readonly tooLate: ErrorCode;
  /** What surely did not happen then: "nothing was sent". */
  readonly notDone: string;
}

/**
 * What bounds a call to a foreign system: the caller's deadline, its connection, and the name of its journey.
 * @throws ProblemException `VALIDATION_FAILED` for a deadline that is no instant, `tooLate` for one that has passed
 */
export function boundedCall({ request, reply, clock, tooLate, notDone }: BoundedRequest): CallOptions {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort()); // also at the end of every answer, when nobody listens any more
  const correlationId = correlationIdOfRequest(request);
  const deadlineAt = deadlineOf(request);
  if (deadlineAt === undefined) return { correlationId, signal: gone.signal };
  const timeLeftMs = deadlineAt.getTime() - clock.now().getTime();
  if (timeLeftMs <= 0) throw new ProblemException(tooLate, { detail: `The deadline ${deadlineAt.toISOString()} had passed; ${notDone}.`, extra: { kind: 'technical', effect: 'none' } });
  return { correlationId, deadlineAt, signal: AbortSignal.any([gone.signal, AbortSignal.timeout(Math.min(timeLeftMs, LONGEST_MS))]) };
}

function deadlineOf({ headers }: FastifyRequest): Date | undefined {
  const text = headers[DEADLINE_HEADER.toLowerCase()];
  if (text === undefined) return undefined;
  try {
    return new Date(toUtc(String(text)));
  } catch (cause) {
    throw new ProblemException('VALIDATION_FAILED', { cause, findings: [{ path: `/header/${DEADLINE_HEADER}`, problem: 'is no instant', fix: 'Send an instant such as 2026-11-22T05:41:17.250Z, or leave the header out.' }] });
  }
}
