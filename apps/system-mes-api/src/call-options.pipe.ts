import { DEADLINE_HEADER, boundedCall } from '@plantway/http';
import type { CallOptions, Clock } from '@plantway/ports';
import { Inject, Injectable, createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK } from './system-mes-api.tokens.js';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What bounds one call to the MES. */
@Injectable()
export class CallOptionsPipe implements PipeTransform<Exchange, CallOptions> {
  constructor(@Inject(CLOCK) private readonly clock: Pick<Clock, 'now'>) {}

  /** @throws ProblemException `VALIDATION_FAILED` for a deadline that is no instant, `MES_UNAVAILABLE` for one that has passed */
  transform(exchange: Exchange): CallOptions {
    return boundedCall({ ...exchange, clock: this.clock, tooLate: 'MES_UNAVAILABLE', notDone: 'nothing was sent' });
  }
}

const ThisExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  return { request: http.getRequest(), reply: http.getResponse() };
});

/** The options of the MES call that the handler makes: it ends at the caller's deadline and when the caller has left. */
export const BoundedCall = (): ParameterDecorator => ThisExchange(CallOptionsPipe);

/** Documents the deadline at a write. */
export const TakesDeadline = (): MethodDecorator => ApiHeader({
  name: DEADLINE_HEADER, required: false, schema: { type: 'string', format: 'date-time' }, example: '2026-11-22T05:41:17.250Z',
  description: 'Instant (RFC 3339, UTC) by the database\'s clock after which nothing is sent to the MES any more; it is then refused with MES_UNAVAILABLE and effect none.',
});
