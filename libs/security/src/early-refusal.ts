import type { AccessContext } from './access-context.js';
import { credentialMissing } from './access-refused.js';
import { bearerToken } from './bearer-token.js';
import type { Credentials } from './credentials.js';
import type { FailedLogins } from './failed-logins.js';

/**
 * What can be refused before the body is read: a request without a credential, and a request of an address that has failed too often.
 * A key that is known goes on from any address, so nobody can lock out a plant that shares an address with a misconfigured caller.
 * @throws AccessRefused CREDENTIAL_MISSING, RATE_LIMIT_EXCEEDED
 */
export function refuseEarly(request: AccessContext, credentials: Credentials, failedLogins: FailedLogins): void {
  if (request.accessRule === 'open' || request.accessRule === undefined) return;
  const key = bearerToken(request.headers.authorization);
  if (key !== undefined && credentials.isKnown(key)) return;
  failedLogins.refuseWhenTooMany(request.ip);
  if (key !== undefined) return;
  failedLogins.count(request.ip);
  throw credentialMissing();
}
