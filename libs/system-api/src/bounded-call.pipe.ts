import type { ErrorCode } from '@plantway/canonical';
import { DEADLINE_HEADER, boundedCall } from '@plantway/http';
import type { CallOptions, OtherSide } from '@plantway/ports';
import { Inject, Injectable, createParamDecorator, type ExecutionContext, type PipeTransform } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SYSTEM_EDGE, type SystemEdge } from './system-edge.js';

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What bounds one call to the other side: the caller's deadline, its connection, and the name of its journey. */
@Injectable()
export class BoundedCallPipe implements PipeTransform<Exchange, CallOptions> {
  constructor(@Inject(SYSTEM_EDGE) private readonly edge: SystemEdge) {}

  /** @throws ProblemException `VALIDATION_FAILED` for a deadline that is no instant, the other side's "unavailable" for one that has passed */
  transform(exchange: Exchange): CallOptions {
    const { side, clock } = this.edge;
    return boundedCall({ ...exchange, clock, tooLate: side.unavailable as ErrorCode, notDone: `nothing was sent to the ${side.name}` });
  }
}

const ThisExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange => {
  const http = context.switchToHttp();
  return { request: http.getRequest(), reply: http.getResponse() };
});

/** The options of the call that the handler makes: it ends at the caller's deadline and when the caller has left. */
export const BoundedCall = (): ParameterDecorator => ThisExchange(BoundedCallPipe);

/** Documents the deadline at a write to `side`. */
export const TakesDeadline = ({ name, unavailable }: OtherSide): MethodDecorator => ApiHeader({
  name: DEADLINE_HEADER, required: false, schema: { type: 'string', format: 'date-time' }, example: '2026-11-22T05:41:17.250Z',
  description: `Instant (RFC 3339, UTC) by the database's clock after which nothing is sent to the ${name} any more; it is then refused with ${unavailable} and effect none.`,
});
