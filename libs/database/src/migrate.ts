import pg from 'pg';
import { migrations, type Migration } from '../../../migrations/index.js';
import type { DatabaseSettings } from './database-settings.js';

const HISTORY_TABLE = 'plantway_migration';
/** Any constant: two processes that start together run the migrations one after the other. */
const MIGRATION_LOCK = 7_215_301;

/**
 * Brings the schema of the database to the newest state, each migration in a transaction of its own, and answers the names applied now.
 * Safe to call from several processes at once. TypeORM is loaded only when something is to be done.
 * @throws the fault of the migration that failed; those before it stay applied
 */
export async function migrate(settings: DatabaseSettings, say: (line: string) => void = () => undefined): Promise<readonly string[]> {
  const client = new pg.Client({ ...settings, application_name: 'plantway-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const pending = await pendingMigrations(client);
    if (pending.length === 0) return [];
    say(`bringing the database schema up to date (${pending.length} ${pending.length === 1 ? 'step' : 'steps'})`);
    return await runMigrations(settings);
  } finally {
    await client.end(); // lets the lock go
  }
}

/** Whether the database's schema has every migration of this version. */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  return (await pendingMigrations(pool)).length === 0;
}

async function pendingMigrations(client: pg.Client | pg.Pool): Promise<readonly Migration[]> {
  const { rows: [table] } = await client.query<{ exists: boolean }>('select to_regclass($1) is not null as exists', [`public.${HISTORY_TABLE}`]);
  const { rows } = table?.exists ? await client.query<{ name: string }>(`select name from public.${HISTORY_TABLE}`) : { rows: [] };
  const applied = new Set(rows.map((row) => row.name));
  return migrations.filter((migration) => !applied.has(migration.name));
}

async function runMigrations(settings: DatabaseSettings): Promise<readonly string[]> {
  const { DataSource } = await import('typeorm');
  const source = new DataSource({
    type: 'postgres',
    host: settings.host,
    port: settings.port,
    username: settings.user,
    password: settings.password,
    database: settings.database,
    migrations: [...migrations],
    migrationsTableName: HISTORY_TABLE,
    migrationsTransactionMode: 'each',
    logging: false,
  });
  await source.initialize();
  try {
    return (await source.runMigrations()).map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
