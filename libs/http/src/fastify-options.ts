import type { IncomingMessage } from 'node:http';
import { CORRELATION_ID_HEADER, correlationIdOf } from '@plantway/observability';
import { LogController, type FastifyReply, type FastifyRequest, type FastifyServerOptions } from 'fastify';
import type { Logger } from 'pino';
import { answerClientError } from './problems/client-error.js';
import { RequestLogger } from './request-logger.js';

/** Longest wait for the whole of a request, in milliseconds; a slower one is cut off with 408. */
const REQUEST_TIMEOUT_MS = 60_000;
/** Longest part of a path: an id of 64 characters, each percent-encoded as four bytes. */
const LONGEST_PATH_PART = 768;

/** How Fastify serves: no proxy is trusted, the request's id is the correlation id, and while it closes it still answers who is connected. */
export function fastifyOptions(logger: Logger, bodyLimit: number, answer: (error: unknown, request: FastifyRequest, reply: FastifyReply) => void): FastifyServerOptions {
  return {
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'correlationId' }),
    childLoggerFactory: (parent, bindings) => new RequestLogger(parent, bindings),
    requestIdHeader: false,
    genReqId: (request: IncomingMessage) => correlationIdOf(request.headers[CORRELATION_ID_HEADER]),
    bodyLimit,
    trustProxy: false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    return503OnClosing: false,
    routerOptions: { maxParamLength: LONGEST_PATH_PART },
    frameworkErrors: (error, request, reply) => answer(error, request, reply),
    clientErrorHandler: answerClientError,
  };
}
