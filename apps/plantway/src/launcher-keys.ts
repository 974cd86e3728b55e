import { ROLES, type Credentials, type Role } from '@plantway/security';
import { readCredentialsFile, type LauncherKeys } from './credentials-file.js';

/** The demo's supplier, whose purchase orders the supplier's key shows. */
const DEMO_SUPPLIER = 'SUP-1';
const PREFIX = 'launcher:';
const ESTATE_PREFIX = 'estate:';

/**
 * The keys of the file as far as the database knows them, and new ones for those that are missing in either. A key that is replaced is revoked,
 * so a lost file opens nothing. Nothing is written to the file yet: `writeCredentialsFile` does that when the address is known.
 */
export async function ensureLauncherKeys(credentials: Credentials, siteIds: readonly string[], data: string): Promise<LauncherKeys> {
  const file = readCredentialsFile(data);
  const active = (await credentials.list()).filter(({ name }) => name.startsWith(PREFIX));
  const kept = new Set<string>();

  const ensure = async (role: Role, siteId: string | undefined): Promise<string> => {
    const name = siteId === undefined ? `${PREFIX}${role}` : `${PREFIX}${siteId}:${role}`;
    const known = siteId === undefined ? file.keys?.[role] : file.siteKeys?.[siteId]?.[role];
    const found = known === undefined ? undefined : await credentials.find(known);
    if (known !== undefined && found?.name === name) {
      kept.add(found.credentialId);
      return known;
    }
    const { apiKey } = await credentials.create({
      name, role, sites: siteId === undefined ? '*' : [siteId],
      sourceSystem: role, // the same for both keys of a role: a report that came with one is known under the other
      ...(role === 'supplier' ? { supplierId: DEMO_SUPPLIER } : {}),
    });
    return apiKey;
  };
  const ensureAll = async (siteId?: string): Promise<Record<Role, string>> =>
    Object.fromEntries(await Promise.all(ROLES.map(async (role) => [role, await ensure(role, siteId)] as const))) as Record<Role, string>;

  const keys = await ensureAll();
  const siteKeys = Object.fromEntries(await Promise.all(siteIds.map(async (siteId) => [siteId, await ensureAll(siteId)] as const)));
  for (const { credentialId } of active) if (!kept.has(credentialId)) await credentials.revoke(credentialId);
  return { keys, siteKeys };
}

/** The roles of the simulated systems that call the gateway. */
const ESTATE_ROLES = ['mes', 'aps', 'qms'] as const;
export type EstateKeys = Readonly<Record<(typeof ESTATE_ROLES)[number], string>>;

/** Fresh keys for the simulated MES, planning and quality systems of each plant, in memory only; those of the last start are revoked. */
export async function newEstateKeys(credentials: Credentials, siteIds: readonly string[]): Promise<Readonly<Record<string, EstateKeys>>> {
  for (const { name, credentialId } of await credentials.list()) if (name.startsWith(ESTATE_PREFIX)) await credentials.revoke(credentialId);
  const keysOf = async (siteId: string): Promise<EstateKeys> => Object.fromEntries(await Promise.all(ESTATE_ROLES.map(async (role) => {
    const { apiKey } = await credentials.create({ name: `${ESTATE_PREFIX}${role}:${siteId}`, role, sites: [siteId], sourceSystem: `estate-${role}` });
    return [role, apiKey] as const;
  }))) as EstateKeys;
  return Object.fromEntries(await Promise.all(siteIds.map(async (siteId) => [siteId, await keysOf(siteId)] as const)));
}
