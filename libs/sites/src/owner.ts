import type { OwnedObject, SiteConfiguration } from './site-configuration.js';

/** Who writes: as the credential says. */
export interface Writer {
  readonly role: string;
  readonly sourceSystem: string;
}

/** Owners of the object at the site when the writer is none of them; undefined when it may write. The administrator always may. */
export function otherOwners({ ownership }: Pick<SiteConfiguration, 'ownership'>, object: OwnedObject, { role, sourceSystem }: Writer): readonly string[] | undefined {
  const owners = ownership[object];
  return role === 'admin' || owners.includes(role) || owners.includes(`source:${sourceSystem}`) ? undefined : owners;
}
