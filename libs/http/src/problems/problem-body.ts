import { ERROR_CATALOGUE, type ErrorCode } from '@plantway/canonical';
import type { Finding } from './problem-exception.js';

/** Body of every answer that is no success. Source: RFC 9457, with members of ours from `code` on. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode;
  readonly correlationId: string;
  /** What to do. */
  readonly fix: string;
  /** Role that can do something about it. */
  readonly owner: string;
  readonly findings: readonly Finding[];
  readonly [member: string]: unknown;
}

/** A problem before it is bound to a request. */
export interface Problem {
  readonly code: ErrorCode;
  readonly detail?: string | undefined;
  readonly findings?: readonly Finding[];
  readonly headers?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Most findings in one answer; who has more sees these first. */
const MOST_FINDINGS = 100;

export function problemBody({ code, detail, findings = [], extra = {} }: Problem, correlationId: string): ProblemBody {
  const { status, meaning, fix, owner } = ERROR_CATALOGUE[code];
  return {
    ...extra,
    type: `https://plantway.dev/problems/${code.toLowerCase().replaceAll('_', '-')}`,
    title: meaning,
    status,
    detail: detail ?? meaning,
    code,
    correlationId,
    fix,
    owner,
    findings: findings.slice(0, MOST_FINDINGS),
  };
}

/** What the answer depends on besides the error. */
export interface FailedRequest {
  readonly method: string;
}
