import { ERROR_CATALOGUE, describeError } from '@plantway/canonical';
import type { Effect, ErrorKind, PlantwayError } from '@plantway/canonical';
import { erpError, failedBeforeSending, retryAfterMs } from '@plantway/ports';
import type { ErpFailure } from '@plantway/ports';
import { isAxiosError } from 'axios';
import { problemOf } from './problem.js';

/** What a call to the ERP system API would have changed. */
export type CallKind = 'read' | 'write';

/** Members that the ERP system API adds to a problem. */
interface ErpProblem {
  readonly code: string;
  readonly detail: string;
  readonly status: number;
  readonly kind?: ErrorKind;
  readonly effect?: Effect;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Refusals of the edge that are facts of the business and no fault of how we call. */
const BUSINESS_AT_THE_EDGE: ReadonlySet<string> = new Set(['SITE_NOT_FOUND', 'NOT_FOUND', 'CURSOR_INVALID']);

/**
 * The error class that a failed call means. A problem says by itself what it is; what is no problem of a gateway leaves a write in doubt, and
 * a read without an answer.
 */
export function systemErpFailure(kind: CallKind, error: unknown): PlantwayError {
  const problem = problemOf(error) as ErpProblem | undefined;
  if (problem !== undefined) return failureOf(kind, problem, error);
  if (failedBeforeSending(error)) return unavailable('The ERP system API cannot be reached; nothing was sent.', error);
  const seen = isAxiosError(error) && error.response !== undefined ? `HTTP ${error.response.status} without a problem` : 'no complete answer';
  return unclear(kind, seen, error);
}

/** The call had no deadline left: surely nothing was sent. */
export function notSent(): PlantwayError {
  return unavailable('The call was not sent, its deadline had passed.', undefined);
}

/** A write whose outcome nobody knows, or a read of which nothing came that can be used. */
export function unclear(kind: CallKind, seen: string, cause?: unknown): PlantwayError {
  const code = kind === 'write' ? 'ERP_ANSWER_LOST' : 'ERP_UNAVAILABLE';
  return erpError({ kind: ERROR_CATALOGUE[code].kind, code, message: `The ERP system API gave ${seen}. ${ERROR_CATALOGUE[code].fix}`, cause });
}

function failureOf(call: CallKind, problem: ErpProblem, cause: unknown): PlantwayError {
  const { code, detail, status, kind, effect, details } = problem;
  const wait = isAxiosError(cause) ? retryAfterMs(cause.response?.headers['retry-after'], new Date()) : undefined;
  const failure: Omit<ErpFailure, 'kind'> = { code, message: detail, cause, ...(wait === undefined ? {} : { retryAfterMs: wait }), ...(details === undefined ? {} : { details }) };
  if (kind !== undefined) return erpError({ ...failure, kind, ...(effect === undefined ? {} : { effect }) });
  if (status >= 500) return unclear(call, `${status} ${code}, which does not say whether it was posted`, cause);
  const described = describeError(code)?.kind;
  if (described === 'throttled' || BUSINESS_AT_THE_EDGE.has(code)) return erpError({ ...failure, kind: described ?? 'business' });
  return erpError({ ...failure, kind: 'defect' }); // refused before it was looked at: a wrong key, a wrong shape
}

function unavailable(message: string, cause: unknown): PlantwayError {
  return erpError({ kind: 'technical', code: 'ERP_UNAVAILABLE', message: `${message} ${ERROR_CATALOGUE.ERP_UNAVAILABLE.fix}`, cause });
}
