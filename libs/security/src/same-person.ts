import type { Pool } from 'pg';
import { ARE_SAME_PERSON } from './security.sql.js';

/**
 * Whether two credentials, revoked ones too, are one person's or one system's, as far as they tell: the same name whatever its case, or the same source system unless that is only the name of
 * a role. An id that is no credential is only the same as itself.
 */
export async function isSamePerson(pool: Pool, credentialId: string, otherId: string): Promise<boolean> {
  if (credentialId === otherId) return true;
  const { rows } = await pool.query<{ same: boolean }>({ name: 'security.are-same-person', text: ARE_SAME_PERSON, values: [credentialId, otherId] });
  return rows[0]?.same === true;
}
