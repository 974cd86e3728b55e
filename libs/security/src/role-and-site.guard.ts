import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { AccessContext } from './access-context.js';
import { currentCredential } from './access-context.js';
import { AccessRefused } from './access-refused.js';
import { maySeeSite } from './credential.js';

/** Whether there is such a site. */
export type SiteExists = (siteId: string) => boolean;

/** Judges the role by the route's row, then the site of the path. Another's site and no site at all are answered alike. */
@Injectable()
export class RoleAndSiteGuard implements CanActivate {
  constructor(private readonly siteExists: SiteExists) {}

  /** @throws AccessRefused ROLE_NOT_ALLOWED, SITE_NOT_FOUND */
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AccessContext>();
    const rule = request.accessRule;
    if (rule === 'open') return true;
    const credential = currentCredential(request);
    if (rule === undefined || !rule.includes(credential.role)) {
      const requiredRoles = [...(rule ?? [])];
      throw new AccessRefused('ROLE_NOT_ALLOWED', { detail: `This needs the role ${requiredRoles.join(' or ')}.`, extra: { requiredRoles } });
    }
    const siteId = (request.params as { readonly siteId?: string } | null)?.siteId;
    if (siteId !== undefined && !(maySeeSite(credential, siteId) && this.siteExists(siteId))) throw new AccessRefused('SITE_NOT_FOUND');
    return true;
  }
}
