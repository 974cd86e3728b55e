import type { AccessContext } from './access-context.js';
import { credentialMissing } from './access-refused.js';
import { isApiKey } from './api-key.js';
import { bearerToken } from './bearer-token.js';
import { Bounded } from './bounded.js';
import type { Credentials } from './credentials.js';
import type { FailedLogins } from './failed-logins.js';

/** How many keys of addresses that failed too often are looked up at once, so that a flood of them leaves the database to the others. */
const LOOK_UPS_AT_ONCE = 4;

/**
 * What can be refused before the body is read: a request without a credential, and one of an address that has failed too often.
 * A valid key goes on from any address, so nobody can lock out a plant that shares an address with a misconfigured caller: a well-formed one is looked up before it is refused.
 */
export class EarlyRefusal {
  private readonly lookUps = new Bounded(LOOK_UPS_AT_ONCE);

  constructor(private readonly credentials: Credentials, private readonly failedLogins: FailedLogins) {}

  /**
   * Leaves the hash of a known key on the request. At once for nearly every request; a promise while a key has to be looked up.
   * @throws AccessRefused CREDENTIAL_MISSING, RATE_LIMIT_EXCEEDED; the promise also with errors of the database
   */
  judge(request: AccessContext): undefined | Promise<void> {
    if (request.accessRule === 'open' || request.accessRule === undefined) return undefined;
    const key = bearerToken(request.headers.authorization);
    request.keyHash = key === undefined ? undefined : this.credentials.knownHash(key);
    if (request.keyHash !== undefined) return undefined;
    if (key !== undefined && isApiKey(key) && this.failedLogins.areTooMany(request.ip)) return this.lookUp(key, request.ip);
    this.failedLogins.refuseWhenTooMany(request.ip);
    if (key !== undefined) return undefined;
    this.failedLogins.count(request.ip);
    throw credentialMissing();
  }

  private async lookUp(key: string, address: string): Promise<void> {
    if (await this.lookUps.run(() => this.credentials.find(key)) === undefined) this.failedLogins.refuseWhenTooMany(address);
  }
}
