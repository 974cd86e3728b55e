import { randomUUID } from 'node:crypto';
import { inTransaction } from '@plantway/database';
import type { Clock } from '@plantway/ports';
import type { Pool, PoolClient } from 'pg';
import { hashApiKey, isApiKey, newApiKey } from './api-key.js';
import { appendAuditEntry } from './audit-log.js';
import { CredentialCache } from './credential-cache.js';
import type { Credential, Role } from './credential.js';
import { FIND_CREDENTIAL, INSERT_CREDENTIAL, LIST_CREDENTIALS, REVOKE_CREDENTIAL } from './security.sql.js';

/** What a new credential may do. */
export interface NewCredential {
  readonly name: string;
  readonly role: Role;
  readonly sites: '*' | readonly string[];
  readonly sourceSystem: string;
  readonly supplierId?: string;
  readonly expiresAt?: Date;
}

/** Who makes or revokes a credential, for the audit. */
export interface Actor {
  readonly id: string;
  readonly role: string;
  readonly correlationId: string;
}
const SYSTEM: Actor = { id: 'system', role: 'system', correlationId: 'start-up' };

/** API keys: made once, kept as hashes, found through a small cache. A revocation is felt in this process at once, in others within `CREDENTIAL_BELIEVED_MS`. */
export class Credentials {
  private readonly asking = new Map<string, Promise<Credential | undefined>>();

  constructor(private readonly pool: Pool, private readonly clock: Pick<Clock, 'now'>, private readonly cache = new CredentialCache()) {}

  /** Stores a new credential and answers its key, which nobody can read again. */
  async create(wanted: NewCredential, actor: Actor = SYSTEM): Promise<{ readonly credential: Credential; readonly apiKey: string }> {
    const apiKey = newApiKey();
    const credential: Credential = { ...wanted, credentialId: randomUUID(), createdAt: this.clock.now() };
    await inTransaction(this.pool, async (client) => {
      await client.query({
        name: 'security.insert-credential',
        text: INSERT_CREDENTIAL,
        values: [credential.credentialId, hashApiKey(apiKey), wanted.role, wanted.sites === '*' ? null : [...wanted.sites], wanted.sourceSystem,
          wanted.supplierId ?? null, wanted.name, credential.createdAt, wanted.expiresAt ?? null],
      });
      await this.audit(client, actor, 'credential.created', credential.credentialId, { name: wanted.name, role: wanted.role, sites: wanted.sites });
    });
    return { credential, apiKey };
  }

  /** Revokes for good; false when there is no such credential or it was revoked before. */
  async revoke(credentialId: string, actor: Actor = SYSTEM): Promise<boolean> {
    const keyHash = await inTransaction(this.pool, async (client) => {
      const { rows } = await client.query<{ key_hash: string }>({ name: 'security.revoke-credential', text: REVOKE_CREDENTIAL, values: [credentialId, this.clock.now()] });
      if (rows[0] !== undefined) await this.audit(client, actor, 'credential.revoked', credentialId, {});
      return rows[0]?.key_hash;
    });
    if (keyHash === undefined) return false;
    await this.asking.get(keyHash)?.catch(() => undefined); // a look-up from before the revocation would be remembered after it
    this.cache.forget(keyHash);
    return true;
  }

  /** The credential of a key that is known, not revoked and not expired. */
  async find(apiKey: string): Promise<Credential | undefined> {
    if (!isApiKey(apiKey)) return undefined;
    const keyHash = hashApiKey(apiKey);
    const remembered = this.cache.get(keyHash);
    const credential = remembered !== undefined ? remembered.credential : await this.ask(keyHash);
    return credential !== undefined && !this.hasExpired(credential) ? credential : undefined;
  }

  /** Hash of a key for which `find` would answer a credential without asking the database, for `remembered`; undefined for any other. */
  knownHash(apiKey: string): string | undefined {
    const keyHash = isApiKey(apiKey) ? hashApiKey(apiKey) : undefined;
    return keyHash !== undefined && this.remembered(keyHash) !== undefined ? keyHash : undefined;
  }

  /** What `find` would answer now for the key of that hash, as far as it is known without asking the database. */
  remembered(keyHash: string): Credential | undefined {
    const credential = this.cache.get(keyHash)?.credential;
    return credential !== undefined && !this.hasExpired(credential) ? credential : undefined;
  }

  /** All that are not revoked, oldest first. */
  async list(): Promise<readonly Credential[]> {
    const { rows } = await this.pool.query<CredentialRow>({ name: 'security.list-credentials', text: LIST_CREDENTIALS });
    return rows.map(toCredential);
  }

  private hasExpired({ expiresAt }: Credential): boolean {
    return expiresAt !== undefined && expiresAt.getTime() <= this.clock.now().getTime();
  }

  /** Callers with the same key share one question. */
  private ask(keyHash: string): Promise<Credential | undefined> {
    const asked = this.asking.get(keyHash) ?? this.read(keyHash).finally(() => this.asking.delete(keyHash));
    this.asking.set(keyHash, asked);
    return asked;
  }

  private async read(keyHash: string): Promise<Credential | undefined> {
    const { rows } = await this.pool.query<CredentialRow>({ name: 'security.find-credential', text: FIND_CREDENTIAL, values: [keyHash] });
    const credential = rows[0] === undefined ? undefined : toCredential(rows[0]);
    this.cache.set(keyHash, credential);
    return credential;
  }

  private async audit(client: PoolClient, actor: Actor, action: string, credentialId: string, details: Record<string, unknown>): Promise<void> {
    await appendAuditEntry(client, { actorId: actor.id, actorRole: actor.role, correlationId: actor.correlationId, action, objectType: 'credential', objectId: credentialId,
      details, happenedAt: this.clock.now() });
  }

}

interface CredentialRow {
  readonly credential_id: string;
  readonly role: Role;
  readonly sites: readonly string[] | null;
  readonly source_system: string;
  readonly supplier_id: string | null;
  readonly name: string;
  readonly created_at: Date;
  readonly expires_at: Date | null;
}

function toCredential(row: CredentialRow): Credential {
  return Object.freeze({
    credentialId: row.credential_id, name: row.name, role: row.role, sites: row.sites === null ? '*' as const : Object.freeze([...row.sites]),
    sourceSystem: row.source_system, createdAt: row.created_at,
    ...(row.supplier_id !== null && { supplierId: row.supplier_id }), ...(row.expires_at !== null && { expiresAt: row.expires_at }),
  });
}
