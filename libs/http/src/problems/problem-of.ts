import { HttpException } from '@nestjs/common';
import { DefectError, PlantwayError, TechnicalRetryableError, describeError, type ErrorCode } from '@plantway/canonical';
import { AccessRefused } from '@plantway/security';
import { databaseProblem } from './database-problem.js';
import type { FailedRequest, Problem } from './problem-body.js';
import { ProblemException } from './problem-exception.js';

/** Codes for what Fastify, Nest and Node's HTTP server refuse by themselves. */
const CODE_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'REQUEST_INVALID',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_ALLOWED',
  408: 'REQUEST_TIMEOUT',
  413: 'BODY_TOO_LARGE',
  414: 'URL_TOO_LONG',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  431: 'HEADERS_TOO_LARGE',
};

/** The problem that an error means for the caller, or undefined for one that nobody foresaw. */
export function problemOf(error: unknown, request: FailedRequest): Problem | undefined {
  if (error instanceof ProblemException) return error;
  if (error instanceof AccessRefused) return { code: error.code, ...error.details };
  if (error instanceof PlantwayError) return problemOfPlantwayError(error);
  const databaseIsAway = databaseProblem(error, request);
  if (databaseIsAway !== undefined) return databaseIsAway;
  const status = statusOf(error);
  return status !== undefined && CODE_OF_STATUS[status] !== undefined ? { code: CODE_OF_STATUS[status] } : undefined;
}

/** An error of ours in a synchronous call: what may have changed over there is part of the answer. */
function problemOfPlantwayError(error: PlantwayError): Problem | undefined {
  const description = describeError(error.code);
  if (description === undefined) return error instanceof DefectError ? undefined : { code: 'INTERNAL_ERROR', extra: { effect: error.effect } };
  const retryAfterMs = error instanceof TechnicalRetryableError ? error.retryAfterMs : undefined;
  return {
    code: error.code as ErrorCode,
    detail: error.message,
    extra: { kind: error.kind, effect: error.effect, ...(Object.keys(error.details).length > 0 && { details: error.details }) },
    ...(retryAfterMs !== undefined && { headers: { 'retry-after': String(Math.ceil(retryAfterMs / 1_000)) } }),
  };
}

function statusOf(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null || !('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}
