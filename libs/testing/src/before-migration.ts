import type pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { migrations, type Migration } from '../../../migrations/index.js';

/**
 * Does something in a database as it was before a migration: undoes that one and all after it, newest first, and makes them anew.
 * @throws Error from PostgreSQL when what stands cannot be undone, or not be made anew
 */
export async function beforeMigration(pool: pg.Pool, migration: Migration, meanwhile: () => Promise<unknown>): Promise<void> {
  const runner = { query: (text: string) => pool.query(text) } as unknown as QueryRunner;
  const undone = migrations.slice(migrations.indexOf(migration)).map((Each) => new Each());
  for (const each of [...undone].reverse()) await each.down(runner);
  await meanwhile();
  for (const each of undone) await each.up(runner);
}
