import { Injectable, type CanActivate, type ExecutionContext, type Type } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-custom';
import type { AccessContext } from './access-context.js';
import { credentialInvalid, credentialMissing } from './access-refused.js';
import { bearerToken } from './bearer-token.js';
import type { Credentials } from './credentials.js';
import type { Credential } from './credential.js';
import type { FailedLogins } from './failed-logins.js';

let strategies = 0;

/**
 * The guard that says who calls: a Passport strategy over API keys, open routes apart. It leaves the `credential` on the request.
 * Passport keeps its strategies for the whole process, so every application gets one of its own name.
 */
export function apiKeyGuard(credentials: Credentials, failedLogins: FailedLogins): Type<CanActivate> {
  const strategyName = `plantway-api-key-${++strategies}`;

  class ApiKeyStrategy extends PassportStrategy(Strategy, strategyName) {
    /** @throws AccessRefused CREDENTIAL_MISSING, CREDENTIAL_INVALID, RATE_LIMIT_EXCEEDED */
    async validate(request: AccessContext): Promise<Credential> {
      const key = bearerToken(request.headers.authorization);
      if (key === undefined) {
        failedLogins.count(request.ip);
        throw credentialMissing();
      }
      const credential = await credentials.find(key);
      if (credential === undefined) {
        failedLogins.count(request.ip);
        throw credentialInvalid();
      }
      return credential;
    }
  }
  new ApiKeyStrategy();

  @Injectable()
  class ApiKeyGuard extends AuthGuard(strategyName) {
    override async canActivate(context: ExecutionContext): Promise<boolean> {
      const request = context.switchToHttp().getRequest<AccessContext>();
      return request.accessRule === 'open' || await super.canActivate(context) as boolean;
    }

    override getAuthenticateOptions(): { session: false; property: 'credential' } {
      return { session: false, property: 'credential' };
    }
  }
  return ApiKeyGuard;
}
