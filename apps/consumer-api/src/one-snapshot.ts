import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '@plantway/database';
import { READ_PROJECTION } from './projections/projection.sql.js';
import { standingOf, type ProjectionStanding } from './projections/projector.js';

/** Reads several things as they stood at one moment, and says at which: every answer fits the position that it carries. */
export async function inOneSnapshot<Result>(pool: Pool, read: (client: PoolClient) => Promise<Result>): Promise<{ readonly standing: ProjectionStanding; readonly result: Result }> {
  return inTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read read only');
    const { rows: [row] } = await client.query<{ position: string; as_of: Date | null }>(READ_PROJECTION);
    return { standing: standingOf(row), result: await read(client) };
  });
}
