import { ProblemException } from '@plantway/http';
import type { Credential, Role } from '@plantway/security';
import type { SourceSystemQueryDto } from './source-system-query.dto.js';

/**
 * Whose report is meant: the caller's, or that of the source system that the query names.
 * @param may roles that may name another one
 * @throws ProblemException `ROLE_NOT_ALLOWED` when the role may not
 */
export function sourceSystemOf({ sourceSystem }: SourceSystemQueryDto, credential: Credential, may: readonly Role[]): string {
  if (sourceSystem === undefined || sourceSystem === credential.sourceSystem) return credential.sourceSystem;
  if (may.includes(credential.role)) return sourceSystem;
  throw new ProblemException('ROLE_NOT_ALLOWED', { detail: 'This role works with the reports of its own source system only.', extra: { requiredRoles: may } });
}
