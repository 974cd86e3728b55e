/** Who may call. Each credential has exactly one role. `mes`, `aps` (planning), `qms` (quality) and `edge` (machines) are systems, the others people and their tools. */
export const ROLES = ['mes', 'aps', 'qms', 'edge', 'planner', 'supervisor', 'erpTeam', 'supplier', 'maintenance', 'quality', 'analyst', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** The caller of a request, as its API key says. */
export interface Credential {
  readonly credentialId: string;
  readonly name: string;
  readonly role: Role;
  /** Sites it may see; `'*'` is all. */
  readonly sites: '*' | readonly string[];
  /** System that sends with it; part of the natural key of what it sends and outlives a rotation of the key. */
  readonly sourceSystem: string;
  /** Supplier whose data it may see; only for the role `supplier`. */
  readonly supplierId?: string;
  readonly createdAt: Date;
  readonly expiresAt?: Date;
}

export function maySeeSite(credential: Credential, siteId: string): boolean {
  return credential.sites === '*' || credential.sites.includes(siteId);
}
