import { ERROR_CATALOGUE } from '@plantway/canonical';
import type { Effect, ErrorCode, ErrorKind, PlantwayError } from '@plantway/canonical';
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

/** Refusals before anything is sent to an ERP. They carry no `effect`, because no ERP was asked; whatever else says nothing about it leaves a write in doubt. */
const AT_THE_EDGE: Readonly<Record<string, { readonly kind: ErrorKind; readonly code?: ErrorCode }>> = {
  NOT_FOUND: { kind: 'business' },
  CURSOR_INVALID: { kind: 'business' },
  SITE_NOT_FOUND: { kind: 'technical' }, // the site may be imported a moment later
  RATE_LIMIT_EXCEEDED: { kind: 'throttled' },
  CREDENTIAL_MISSING: { kind: 'technical', code: 'ERP_ACCESS_REFUSED' },
  CREDENTIAL_INVALID: { kind: 'technical', code: 'ERP_ACCESS_REFUSED' },
  ROLE_NOT_ALLOWED: { kind: 'technical', code: 'ERP_ACCESS_REFUSED' },
  ROUTE_NOT_FOUND: { kind: 'technical', code: 'ERP_UNAVAILABLE' }, // another release, or another service at the address
  METHOD_NOT_ALLOWED: { kind: 'defect' },
  VALIDATION_FAILED: { kind: 'defect' },
  JSON_INVALID: { kind: 'defect' },
  JSON_DUPLICATE_KEY: { kind: 'defect' },
  JSON_FORBIDDEN_KEY: { kind: 'defect' },
  JSON_TOO_DEEP: { kind: 'defect' },
  BODY_TOO_LARGE: { kind: 'defect' },
  MEDIA_TYPE_UNSUPPORTED: { kind: 'defect' },
  REQUEST_INVALID: { kind: 'defect' },
  REQUEST_TIMEOUT: { kind: 'technical' },
  URL_TOO_LONG: { kind: 'defect' },
  HEADERS_TOO_LARGE: { kind: 'defect' },
};

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
  const edge = kind === undefined && status < 500 && Object.hasOwn(AT_THE_EDGE, code) ? AT_THE_EDGE[code] : undefined;
  if (edge !== undefined) return erpError({ ...failure, ...edge, effect: 'none', details: { ...details, problem: code } });
  if (kind === 'inDoubt') return erpError({ ...failure, kind });
  if (call === 'write' && effect !== 'none') return unclear(call, `${status} ${code}, which does not say that nothing was posted`, cause);
  if (kind === undefined) return unclear(call, `${status} ${code}`, cause);
  return erpError({ ...failure, kind, effect: 'none' });
}

function unavailable(message: string, cause: unknown): PlantwayError {
  return erpError({ kind: 'technical', code: 'ERP_UNAVAILABLE', message: `${message} ${ERROR_CATALOGUE.ERP_UNAVAILABLE.fix}`, cause });
}
