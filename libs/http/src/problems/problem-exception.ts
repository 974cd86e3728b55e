import { describeError, type ErrorCode } from '@plantway/canonical';

/** One thing that is wrong with a request. */
export interface Finding {
  /** JSON pointer into the body ("/scrap/0/quantity/value"), or "/query/limit", "/path/siteId"; "" is the body itself. */
  readonly path: string;
  readonly problem: string;
  /** Stable name of the rule that is broken, where one code stands for several rules. */
  readonly code?: string;
  readonly fix: string;
}

export interface ProblemOptions extends ErrorOptions {
  readonly findings?: readonly Finding[];
  /** Words for this occurrence; without them the catalogue's. */
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem. They never replace a member of every problem. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A refusal with a code of the catalogue, answered as application/problem+json with the catalogue's status. */
export class ProblemException extends Error {
  readonly findings: readonly Finding[];
  readonly detail: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(readonly code: ErrorCode, options: ProblemOptions = {}) {
    super(options.detail ?? describeError(code)?.meaning ?? code, options);
    this.name = 'ProblemException';
    this.findings = options.findings ?? [];
    this.detail = options.detail;
    this.headers = options.headers ?? {};
    this.extra = options.extra ?? {};
  }
}
