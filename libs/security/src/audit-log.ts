import type { Pool, PoolClient } from 'pg';
import { APPEND_AUDIT_ENTRY, LIST_AUDIT_ENTRIES_OF_OBJECT } from './security.sql.js';

/** Who did what to which object. Never changed, never deleted. */
export interface AuditEntry {
  /** Credential that acted, or "system". */
  readonly actorId: string;
  readonly actorRole: string;
  /** Past tense: "credential.revoked", "message.discarded". */
  readonly action: string;
  /** Absent when no single site is touched. */
  readonly siteId?: string;
  readonly objectType: string;
  readonly objectId: string;
  readonly correlationId: string;
  /** Facts without secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly happenedAt: Date;
}

/** Appends inside the caller's transaction, so that an act and its trace stand or fall together. */
export async function appendAuditEntry(client: Pool | PoolClient, entry: AuditEntry): Promise<void> {
  await client.query({
    name: 'security.append-audit-entry',
    text: APPEND_AUDIT_ENTRY,
    values: [entry.actorId, entry.actorRole, entry.action, entry.siteId ?? null, entry.objectType, entry.objectId, entry.correlationId,
      JSON.stringify(entry.details ?? {}), entry.happenedAt],
  });
}

/** What was done to one object, oldest first. */
export async function auditEntriesOf(pool: Pool, objectType: string, objectId: string): Promise<readonly AuditEntry[]> {
  const { rows } = await pool.query<AuditEntryRow>({ name: 'security.list-audit-entries', text: LIST_AUDIT_ENTRIES_OF_OBJECT, values: [objectType, objectId] });
  return rows.map((row) => ({
    actorId: row.actor_id, actorRole: row.actor_role, action: row.action, ...(row.site_id !== null && { siteId: row.site_id }),
    objectType: row.object_type, objectId: row.object_id, correlationId: row.correlation_id, details: row.details, happenedAt: row.happened_at,
  }));
}

interface AuditEntryRow {
  readonly actor_id: string;
  readonly actor_role: string;
  readonly action: string;
  readonly site_id: string | null;
  readonly object_type: string;
  readonly object_id: string;
  readonly correlation_id: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly happened_at: Date;
}
