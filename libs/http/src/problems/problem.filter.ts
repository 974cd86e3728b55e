import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { ERROR_CATALOGUE } from '@plantway/canonical';
import { CORRELATION_ID_HEADER, type Metrics } from '@plantway/observability';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemBody, type Problem } from './problem-body.js';
import { problemOf } from './problem-of.js';

/** Finds what else a path can be asked, for a request that met no route. */
export type AllowedMethods = (path: string) => readonly string[];

/** Turns every error, of ours, of Nest and of Fastify, into application/problem+json. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly allowedMethods: AllowedMethods, private readonly metrics: Metrics) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  /** Answers once; an error after the headers went out can only be logged. */
  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const told = problemOf(error, request);
    const problem = told?.code === 'NOT_FOUND' && request.is404 ? this.noRoute(request) : told;
    this.log(error, problem, request);
    if (reply.sent || reply.raw.headersSent) return;
    const body = problemBody(problem ?? { code: 'INTERNAL_ERROR' }, request.id);
    void reply.status(body.status).headers({ [CORRELATION_ID_HEADER]: request.id, ...problem?.headers, 'content-type': 'application/problem+json; charset=utf-8' }).send(JSON.stringify(body));
  }

  private noRoute(request: FastifyRequest): Problem {
    const methods = this.allowedMethods(request.url.split('?', 1)[0] ?? '');
    return methods.length === 0 ? { code: 'ROUTE_NOT_FOUND' } : { code: 'METHOD_NOT_ALLOWED', headers: { allow: methods.join(', ') } };
  }

  /** Refusals are told in one short entry without the caller's text; what nobody foresaw is told once, with its stack. */
  private log(error: unknown, problem: Problem | undefined, request: FastifyRequest): void {
    const entry = { code: problem?.code ?? 'INTERNAL_ERROR', method: request.method, route: request.routeOptions.url, credentialId: request.credential?.credentialId };
    if (problem === undefined) {
      this.metrics.unknownError();
      request.log.error({ ...entry, err: error }, 'request failed in a way that nobody foresaw');
      return;
    }
    const { status } = ERROR_CATALOGUE[problem.code];
    if (status >= 500) request.log.error({ ...entry, err: error }, 'request failed');
    else if (status === 401 || status === 403 || status === 429) request.log.warn(entry, 'request refused');
    else request.log.debug(entry, 'request refused');
  }
}
