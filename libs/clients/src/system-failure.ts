import { ERROR_CATALOGUE } from '@plantway/canonical';
import type { Effect, ErrorCode, ErrorKind, PlantwayError } from '@plantway/canonical';
import { erpError, failedBeforeSending, retryAfterMs } from '@plantway/ports';
import type { ErpFailure } from '@plantway/ports';
import { isAxiosError } from 'axios';
import { problemOf } from './problem.js';

/** What a call would have changed. */
export type CallKind = 'read' | 'write';

/** One system API in words: its name, and its codes for what can go wrong on the way to it. */
export interface SystemWords {
  readonly api: string;
  readonly unavailable: ErrorCode;
  readonly answerLost: ErrorCode;
  readonly accessRefused: ErrorCode;
  /** What a write there is: "posted". */
  readonly done: string;
}

/** Members that a system API adds to a problem. */
interface SystemProblem {
  readonly code: string;
  readonly detail: string;
  readonly status: number;
  readonly kind?: ErrorKind;
  readonly effect?: Effect;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Refusals before anything is sent on. They carry no `effect`, because nobody was asked; whatever else says nothing about it leaves a write in doubt. */
const AT_THE_EDGE: Readonly<Record<string, { readonly kind: ErrorKind; readonly code?: 'accessRefused' | 'unavailable' }>> = {
  NOT_FOUND: { kind: 'business' },
  CURSOR_INVALID: { kind: 'business' },
  SITE_NOT_FOUND: { kind: 'technical' }, // the site may be imported a moment later
  RATE_LIMIT_EXCEEDED: { kind: 'throttled' },
  CREDENTIAL_MISSING: { kind: 'technical', code: 'accessRefused' },
  CREDENTIAL_INVALID: { kind: 'technical', code: 'accessRefused' },
  ROLE_NOT_ALLOWED: { kind: 'technical', code: 'accessRefused' },
  ROUTE_NOT_FOUND: { kind: 'technical', code: 'unavailable' }, // another release, or another service at the address
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

/** What a failed call to a system API means. A problem says by itself what it is; what is no problem of a gateway leaves a write in doubt, and a read without an answer. */
export class SystemFailures {
  constructor(private readonly words: SystemWords) {}

  of(kind: CallKind, error: unknown): PlantwayError {
    const problem = problemOf(error) as SystemProblem | undefined;
    if (problem !== undefined) return this.ofProblem(kind, problem, error);
    if (failedBeforeSending(error)) return this.unavailable(`The ${this.words.api} cannot be reached; nothing was sent.`, error);
    const seen = isAxiosError(error) && error.response !== undefined ? `HTTP ${error.response.status} without a problem` : 'no complete answer';
    return this.unclear(kind, seen, error);
  }

  /** The call had no deadline left: surely nothing was sent. */
  notSent(): PlantwayError {
    return this.unavailable('The call was not sent, its deadline had passed.', undefined);
  }

  /** A write whose outcome nobody knows, or a read of which nothing came that can be used. */
  unclear(kind: CallKind, seen: string, cause?: unknown): PlantwayError {
    const code = kind === 'write' ? this.words.answerLost : this.words.unavailable;
    return erpError({ kind: ERROR_CATALOGUE[code].kind, code, message: `The ${this.words.api} gave ${seen}. ${ERROR_CATALOGUE[code].fix}`, cause });
  }

  private ofProblem(call: CallKind, problem: SystemProblem, cause: unknown): PlantwayError {
    const { code, detail, status, kind, effect, details } = problem;
    const wait = isAxiosError(cause) ? retryAfterMs(cause.response?.headers['retry-after'], new Date()) : undefined;
    const failure: Omit<ErpFailure, 'kind'> = { code, message: detail, cause, ...(wait === undefined ? {} : { retryAfterMs: wait }), ...(details === undefined ? {} : { details }) };
    const edge = kind === undefined && status < 500 && Object.hasOwn(AT_THE_EDGE, code) ? AT_THE_EDGE[code] : undefined;
    if (edge !== undefined) return erpError({ ...failure, kind: edge.kind, code: edge.code === undefined ? code : this.words[edge.code], effect: 'none', details: { ...details, problem: code } });
    if (kind === 'inDoubt') return erpError({ ...failure, kind });
    if (call === 'write' && effect !== 'none') return this.unclear(call, `${status} ${code}, which does not say that nothing was ${this.words.done}`, cause);
    if (kind === undefined) return this.unclear(call, `${status} ${code}`, cause);
    return erpError({ ...failure, kind, effect: 'none' });
  }

  private unavailable(message: string, cause: unknown): PlantwayError {
    const code = this.words.unavailable;
    return erpError({ kind: 'technical', code, message: `${message} ${ERROR_CATALOGUE[code].fix}`, cause });
  }
}
