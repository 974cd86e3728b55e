import type { MessageKind } from '@plantway/canonical';
import { ProblemException } from '@plantway/http';
import { needsSecondPerson } from '@plantway/messaging';
import { ACCESS_MATRIX, AccessRules, type Role } from '@plantway/security';
import { AMENDABLE_KINDS } from './amendable-kinds.js';

/** Roles that decide only about messages of kinds whose errors they can own. A role that is not named here decides about all, when the access matrix lets it. */
const KINDS_OF: Partial<Readonly<Record<Role, readonly MessageKind[]>>> = {
  maintenance: ['maintenanceRequest'],
  quality: ['nonconformity', 'qualityDecision'],
};
const OF_EVERYTHING: readonly Role[] = ['planner', 'supervisor', 'erpTeam', 'admin'];

/** Whether a role that may decide about messages may do so about this kind. */
export function mayDecideAbout(role: Role, kind: MessageKind): boolean {
  return KINDS_OF[role]?.includes(kind) ?? true;
}

/** @throws ProblemException `ROLE_NOT_ALLOWED`, naming the roles that may: another's message is not given up or sent again by who cannot know what is lost */
export function requireDeskRight(role: Role, kind: MessageKind): void {
  if (mayDecideAbout(role, kind)) return;
  const requiredRoles = [...OF_EVERYTHING, ...(Object.keys(KINDS_OF) as Role[]).filter((one) => mayDecideAbout(one, kind))];
  throw new ProblemException('ROLE_NOT_ALLOWED', { detail: `Deciding about a message of kind ${kind} needs the role ${requiredRoles.join(' or ')}.`, extra: { requiredRoles } });
}

const ROUTES = new AccessRules(ACCESS_MATRIX);

/**
 * Whoever makes something else of a message says it himself: he may do so where he may send that kind, or where a second person must agree.
 * @throws ProblemException `ROLE_NOT_ALLOWED`, naming the roles that may
 */
export function requireAmendRight(role: Role, kind: MessageKind): void {
  const rule = ROUTES.ruleOf('POST', `/process/v1/sites/:siteId${AMENDABLE_KINDS[kind]?.route ?? ''}`);
  if (rule === undefined || rule === 'open' || rule.includes(role) || needsSecondPerson(kind)) return;
  throw new ProblemException('ROLE_NOT_ALLOWED', { detail: `Amending a message of kind ${kind} needs a role that may send one: ${rule.join(' or ')}.`, extra: { requiredRoles: [...rule] } });
}
