import { otherOwners, type OwnedObject, type SiteConfiguration, type Writer } from '@plantway/sites';

/** Why somebody may not write an object. */
export interface OwnershipBreach {
  /** Roles and source systems that may. */
  readonly owners: readonly string[];
  /** The same in words, for a person. */
  readonly reason: string;
}

/** What speaks against it that somebody writes the object at the site; undefined when nothing does. */
export function ownershipBreach(site: Pick<SiteConfiguration, 'siteId' | 'ownership'>, object: OwnedObject, writer: Writer): OwnershipBreach | undefined {
  const owners = otherOwners(site, object, writer);
  return owners && { owners, reason: `At ${site.siteId} ${object} is owned by ${owners.join(', ')}; this credential writes as ${writer.role} of ${writer.sourceSystem}.` };
}
