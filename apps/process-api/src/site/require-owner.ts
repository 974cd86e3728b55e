import { ProblemException } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { OwnedObject, SiteConfiguration } from '@plantway/sites';
import type { Submission } from '@plantway/ports';
import { ownershipBreach } from './ownership-breach.js';

/** Who writes what at which site, after `requireOwner` has let them: what `acceptCommand` stores as the origin of a command. */
export type JudgedWriter = Pick<Submission, 'siteId' | 'sourceSystem' | 'acceptedBy'> & { readonly object: OwnedObject };

/** Lets only the owners write that the site names. @throws ProblemException `NOT_OWNER`, naming object and owners */
export function requireOwner(site: SiteConfiguration, object: OwnedObject, credential: Credential): JudgedWriter {
  const breach = ownershipBreach(site, object, credential);
  if (breach !== undefined) throw new ProblemException('NOT_OWNER', { detail: breach.reason, extra: { object, owners: breach.owners } });
  return { object, siteId: site.siteId, sourceSystem: credential.sourceSystem, acceptedBy: credential.credentialId };
}
