import { describeError, type ErrorCode } from '@plantway/canonical';

export interface RefusalDetails {
  readonly detail?: string;
  /** Headers of the answer, such as `WWW-Authenticate` or `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Further members of the problem, such as `requiredRoles`. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** A guard said no; the HTTP edge turns it into a problem of the code. */
export class AccessRefused extends Error {
  constructor(readonly code: ErrorCode, readonly details: RefusalDetails = {}) {
    super(details.detail ?? describeError(code)?.meaning ?? code);
    this.name = 'AccessRefused';
  }
}

const CHALLENGE = { 'www-authenticate': 'Bearer realm="plantway"' } as const;

export const credentialMissing = (): AccessRefused => new AccessRefused('CREDENTIAL_MISSING', { headers: CHALLENGE });
/** RFC 6750: a credential that was presented and is no good is told apart from none. */
export const credentialInvalid = (): AccessRefused =>
  new AccessRefused('CREDENTIAL_INVALID', { headers: { 'www-authenticate': `${CHALLENGE['www-authenticate']}, error="invalid_token"` } });
