import type { AccessRule } from './access-rules.js';
import type { Credential } from './credential.js';

/** What the guards read of a request and leave on it; the HTTP edge puts `accessRule` there from the route's row. */
export interface AccessContext {
  readonly headers: { readonly authorization?: string };
  readonly ip: string;
  readonly params: unknown;
  accessRule: AccessRule | undefined;
  credential: Credential | undefined;
  /** Hash of the caller's key, once it was seen to be of a known credential; it says nothing about what the credential is worth by now. */
  keyHash: string | undefined;
}

/** The caller of a request. @throws Error on an open route: nobody was asked who calls */
export function currentCredential(request: { readonly credential?: Credential | undefined }): Credential {
  if (request.credential === undefined) throw new Error('This route is open: it has no credential.');
  return request.credential;
}
