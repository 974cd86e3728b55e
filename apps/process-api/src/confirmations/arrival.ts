import type { Credential } from '@plantway/security';
import { ProblemException, correlationIdOfRequest, traceParentOfRequest } from '@plantway/http';
import type { FastifyRequest } from 'fastify';

/** How a command came in: who brought it, and under which ids it is followed. */
export interface Arrival {
  readonly credential: Credential;
  readonly correlationId: string;
  /** W3C trace context: the caller's trace, or one that begins here. */
  readonly traceparent: string;
  /** Header `Idempotency-Key` as it was sent (draft-ietf-httpapi-idempotency-key-header-07). */
  readonly idempotencyKey?: string;
}

const PRINTABLE = /^[ -~]{1,255}$/;

/** @throws ProblemException `IDEMPOTENCY_KEY_INVALID` */
export function arrivalOf(request: FastifyRequest, credential: Credential): Arrival {
  const idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']);
  return { ...batchArrivalOf(request, credential), ...(idempotencyKey !== undefined && { idempotencyKey }) };
}

/** As `arrivalOf` for the rows of a batch: each has its natural key only, one header cannot name them all. */
export function batchArrivalOf(request: FastifyRequest, credential: Credential): Arrival {
  return { credential, correlationId: correlationIdOfRequest(request), traceparent: traceParentOfRequest(request) };
}

function idempotencyKeyOf(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? header.trim() : '';
  if (PRINTABLE.test(key)) return key;
  throw new ProblemException('IDEMPOTENCY_KEY_INVALID', {
    findings: [{ path: '/header/Idempotency-Key', problem: 'is empty, too long or not printable', fix: 'Send 1 to 255 printable ASCII characters, or leave the header out.' }],
  });
}
