import { ProblemException, correlationIdOfRequest, traceParentOfRequest } from '@plantway/http';
import type { ReceivedBytes } from '@plantway/ports';
import type { Credential } from '@plantway/security';
import type { FastifyRequest } from 'fastify';
import { receivedBytes } from './received-bytes.js';

/** How a command came in: who brought it, and under which ids it is followed. */
export interface Arrival {
  readonly credential: Credential;
  readonly correlationId: string;
  /** W3C trace context: the caller's trace, or one that begins here. */
  readonly traceparent: string;
  /** Header `Idempotency-Key` as it was sent (draft-ietf-httpapi-idempotency-key-header-07). */
  readonly idempotencyKey?: string;
  /** The body as its bytes came; absent without one. */
  readonly bytes?: ReceivedBytes;
}

const PRINTABLE = /^[ -~]{1,255}$/;

/** @throws ProblemException `IDEMPOTENCY_KEY_INVALID` */
export function arrivalOf(request: FastifyRequest, credential: Credential): Arrival {
  const idempotencyKey = idempotencyKeyOf(request.headers['idempotency-key']);
  return { ...arrivalWithoutKey(request, credential), ...(idempotencyKey !== undefined && { idempotencyKey }) };
}

/**
 * As `arrivalOf` for the rows of a batch: each is known by its confirmationId, one header cannot name them all.
 * @throws ProblemException `IDEMPOTENCY_KEY_INVALID` when there is one: who sends it trusts in what it would not do
 */
export function batchArrivalOf(request: FastifyRequest, credential: Credential): Arrival {
  if (request.headers['idempotency-key'] !== undefined) {
    throw new ProblemException('IDEMPOTENCY_KEY_INVALID', {
      detail: 'A batch takes no Idempotency-Key: each of its rows is known by its confirmationId.',
      findings: [{ path: '/header/Idempotency-Key', problem: 'stands on a batch', fix: 'Leave the header out. Send the same batch again as often as needed: no row is stored twice.' }],
    });
  }
  return arrivalWithoutKey(request, credential);
}

function arrivalWithoutKey(request: FastifyRequest, credential: Credential): Arrival {
  const bytes = receivedBytes(request);
  return { credential, correlationId: correlationIdOfRequest(request), traceparent: traceParentOfRequest(request), ...(bytes && { bytes }) };
}

function idempotencyKeyOf(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const key = typeof header === 'string' ? header.trim() : '';
  if (PRINTABLE.test(key)) return key;
  throw new ProblemException('IDEMPOTENCY_KEY_INVALID', {
    findings: [{ path: '/header/Idempotency-Key', problem: 'is empty, too long or not printable', fix: 'Send 1 to 255 printable ASCII characters, or leave the header out.' }],
  });
}
