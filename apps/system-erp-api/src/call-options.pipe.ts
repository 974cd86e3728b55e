import { toUtc } from '@plantway/canonical';
import { ProblemException, correlationIdOfRequest } from '@plantway/http';
import type { CallOptions, Clock } from '@plantway/ports';
import { Inject, Injectable, createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK } from './system-erp-api.tokens.js';

export const DEADLINE_HEADER = 'Plantway-Deadline';
/** Node's timers end here; a deadline farther away is none. */
const LONGEST_MS = 2_147_483_647;

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What bounds one call to the ERP: the caller's deadline, its connection, and the name of its journey. */
@Injectable()
export class CallOptionsPipe implements PipeTransform<Exchange, CallOptions> {
  constructor(@Inject(CLOCK) private readonly clock: Pick<Clock, 'now'>) {}

  /** @throws ProblemException `VALIDATION_FAILED` for a deadline that is no instant, `ERP_UNAVAILABLE` for one that has passed */
  transform({ request, reply }: Exchange): CallOptions {
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort()); // also at the end of every answer, when nobody listens any more
    const correlationId = correlationIdOfRequest(request);
    const deadlineAt = deadlineOf(request);
    if (deadlineAt === undefined) return { correlationId, signal: gone.signal };
    const timeLeftMs = deadlineAt.getTime() - this.clock.now().getTime();
    if (timeLeftMs <= 0) throw deadlinePassed(deadlineAt);
    return { correlationId, deadlineAt, signal: AbortSignal.any([gone.signal, AbortSignal.timeout(Math.min(timeLeftMs, LONGEST_MS))]) };
  }
}

const ThisExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  return { request: http.getRequest(), reply: http.getResponse() };
});

/** The options of the ERP call that the handler makes: it ends at the caller's deadline and when the caller has left. */
export const BoundedCall = (): ParameterDecorator => ThisExchange(CallOptionsPipe);

/** Documents the deadline at a write. */
export const TakesDeadline = (): MethodDecorator => ApiHeader({
  name: DEADLINE_HEADER, required: false, schema: { type: 'string', format: 'date-time' }, example: '2026-11-22T05:41:17.250Z',
  description: 'Instant (RFC 3339, UTC) by the database\'s clock after which nothing is sent to the ERP any more; it is then refused with ERP_UNAVAILABLE and effect none.',
});

function deadlineOf({ headers }: FastifyRequest): Date | undefined {
  const text = headers[DEADLINE_HEADER.toLowerCase()];
  if (text === undefined) return undefined;
  try {
    return new Date(toUtc(String(text)));
  } catch (cause) {
    throw new ProblemException('VALIDATION_FAILED', { cause, findings: [{ path: `/header/${DEADLINE_HEADER}`, problem: 'is no instant', fix: 'Send an instant such as 2026-11-22T05:41:17.250Z, or leave the header out.' }] });
  }
}

function deadlinePassed(deadlineAt: Date): ProblemException {
  return new ProblemException('ERP_UNAVAILABLE', { detail: `The deadline ${deadlineAt.toISOString()} had passed; nothing was sent to the ERP.`, extra: { kind: 'technical', effect: 'none' } });
}
