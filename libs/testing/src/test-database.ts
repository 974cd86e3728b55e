import { randomBytes } from 'node:crypto';
import { openPool, type DatabaseSettings } from '@plantway/database';
import pg from 'pg';

/** What the global set-up of the tests hands over in `PLANTWAY_TEST_SERVER`. */
interface TestServer {
  readonly settings: DatabaseSettings;
  /** Migrated database that nobody connects to; each test database is a copy of it. */
  readonly template: string;
}

/** A database of one test's own. */
export interface TestDatabase {
  readonly pool: pg.Pool;
  readonly settings: DatabaseSettings;
  /** Ends the pool and removes the database, whoever is connected still. */
  drop(): Promise<void>;
}

/**
 * Makes a database with the newest schema and no rows, by copying the template.
 * @throws Error when the tests were not started through jest's configuration
 */
export function createTestDatabase(): Promise<TestDatabase> {
  const { settings, template } = testServer();
  return createFrom(settings, template);
}

/** Makes a database without any schema of ours, for tests of the migrations themselves. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return createFrom(testServer().settings, 'template0');
}

async function createFrom(server: DatabaseSettings, template: string): Promise<TestDatabase> {
  const name = `plantway_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${pg.escapeIdentifier(template)}`);
  const settings: DatabaseSettings = { ...server, database: name };
  const pool = openPool(settings);
  return {
    pool,
    settings,
    drop: async () => {
      if (!pool.ended) await pool.end();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

function testServer(): TestServer {
  const handed = process.env['PLANTWAY_TEST_SERVER'];
  if (!handed) throw new Error('PLANTWAY_TEST_SERVER is not set: run the tests with the jest.config.mjs of the project root');
  return JSON.parse(handed) as TestServer;
}

async function onServer(server: DatabaseSettings, statement: string): Promise<void> {
  const client = new pg.Client({ ...server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
