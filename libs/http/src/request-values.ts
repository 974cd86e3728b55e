import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { nextTraceParent, parseTraceParent } from '@plantway/observability';
import type { FastifyRequest } from 'fastify';

/** Id of the whole journey: the caller's `X-Correlation-Id`, or one made for the request. */
export function correlationIdOfRequest(request: Pick<FastifyRequest, 'id'>): string {
  return request.id;
}

/** `traceparent` for calls that this request causes, in the caller's trace when it sent one. */
export function traceParentOfRequest(request: Pick<FastifyRequest, 'headers'>): string {
  return nextTraceParent(parseTraceParent(request.headers.traceparent));
}

/** The correlation id of the request, as a parameter of a handler. */
export const CorrelationId = createParamDecorator((_: unknown, context: ExecutionContext) => correlationIdOfRequest(context.switchToHttp().getRequest<FastifyRequest>()));
