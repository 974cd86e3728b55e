import type { Pool } from 'pg';
import { READ_AUDIT_HEAD, VERIFY_AUDIT } from './security.sql.js';

/** What stands before the first entry. */
const BEFORE_THE_FIRST = '0'.repeat(64);

/** Whether the audit is what was written. */
export interface AuditVerdict {
  readonly isWhole: boolean;
  readonly entries: number;
  /** Hash of the last entry: kept elsewhere and given back later, it shows that nothing up to here was taken away or made anew. */
  readonly lastHash: string;
  /** What is wrong, in words, each with where; empty when nothing is. */
  readonly findings: readonly string[];
}

/**
 * Looks at every entry of the audit: an entry that was changed, taken away, put in or moved breaks the chain where it stood.
 * @param anchor a `lastHash` of an earlier look; a chain that was cut and written anew does not have it any more
 */
export async function verifyAudit(pool: Pool, anchor?: string): Promise<AuditVerdict> {
  const { rows: [row] } = await pool.query<ChainRow>(VERIFY_AUDIT, [anchor ?? null]);
  const lastHash = row.last_hash ?? BEFORE_THE_FIRST;
  const findings = [
    ...(row.changed_at === null ? [] : [`entry ${row.changed_at} is not what was written: its content does not have its hash`]),
    ...(row.unlinked_at === null ? [] : [`entry ${row.unlinked_at} does not follow the entry that stands before it: one was taken away, put in or moved`]),
    ...(row.head_hash === lastHash && row.head_entries === row.entries ? [] : [`the audit ends with entry hash ${lastHash} after ${row.entries} entries, and its head says ${row.head_hash ?? 'nothing'} after ${row.head_entries ?? 'none'}`]),
    ...(row.has_anchor ? [] : [`the hash ${anchor} of an earlier look is not in the chain any more`]),
  ];
  return { isWhole: findings.length === 0, entries: Number(row.entries), lastHash, findings };
}

/**
 * Where the audit ends now. Whoever keeps the hash outside the database can give it to `verifyAudit` later: also a chain whose end was cut off together with its head does not have it any more.
 */
export async function auditHead(pool: Pool): Promise<Pick<AuditVerdict, 'entries' | 'lastHash'>> {
  const { rows: [head] } = await pool.query<{ entries: string; hash: string }>(READ_AUDIT_HEAD);
  return head === undefined ? { entries: 0, lastHash: BEFORE_THE_FIRST } : { entries: Number(head.entries), lastHash: head.hash };
}

interface ChainRow {
  readonly entries: string;
  readonly last_hash: string | null;
  readonly changed_at: string | null;
  readonly unlinked_at: string | null;
  readonly has_anchor: boolean;
  readonly head_entries: string | null;
  readonly head_hash: string | null;
}
