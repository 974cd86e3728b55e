import type { AccessRule, Credential } from '@plantway/security';
import 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who may call this route, by its row in the access matrix. */
    accessRule: AccessRule | undefined;
    /** The caller, once the guards have let it pass. */
    credential: Credential | undefined;
    /** The body as its bytes came; undefined without one. */
    bodyBytes: Buffer | undefined;
    /** Hash of the caller's key, once it was seen to be of a known credential. */
    keyHash: string | undefined;
  }
  interface FastifyContextConfig {
    accessRule?: AccessRule;
  }
}
