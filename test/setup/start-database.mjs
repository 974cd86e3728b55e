// Jest's global set-up: one PostgreSQL for all suites with a migrated template database, on a fresh temporary folder.
// TEST_DATABASE_URL=postgres://user:password@host:port/database uses a server of your own instead; its user must be allowed to create databases.
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { build } from '../../tools/build.mjs';

export default async function startDatabase() {
  keepTemporaryFilesInMemory();
  await build(['libs/database', 'libs/ports', 'libs/canonical', 'migrations']); // jest transforms no imports of its set-up
  const database = await import('../../dist/libs/database/src/index.js');
  const server = process.env.TEST_DATABASE_URL
    ? { settings: database.databaseSettingsFromUrl(process.env.TEST_DATABASE_URL), stop: async () => {} }
    : await startOwnServer(database);
  const template = `plantway_template_${randomBytes(6).toString('hex')}`;
  globalThis.plantwayTestServer = { ...server, template };
  await onServer(server.settings, `create database ${template}`);
  await database.migrate({ ...server.settings, database: template });
  await onServer(server.settings, `alter database ${template} with allow_connections false`);
  process.env.PLANTWAY_TEST_SERVER = JSON.stringify({ settings: server.settings, template });
}

const DISK = tmpdir();
const MEMORY = '/dev/shm';
const ROOM_BYTES = 4 * 1024 ** 3;

/**
 * A database of one test's own is some hundred small files: in memory they cost a third of what they cost on a disk. Holds for this process and all that it starts,
 * where there is room and a server's programs may run.
 */
function keepTemporaryFilesInMemory() {
  if (process.env.TMPDIR || !existsSync(MEMORY)) return;
  const { bavail, bsize } = statfsSync(MEMORY);
  const [, , , options = 'noexec'] = readFileSync('/proc/mounts', 'utf8').split('\n').map((line) => line.split(' ')).find(([, place]) => place === MEMORY) ?? [];
  if (bavail * bsize >= ROOM_BYTES && !options.split(',').includes('noexec')) process.env.TMPDIR = MEMORY;
}

const PREFIX = 'plantway-test-';

/** A run that was killed could not clean up: its server and folder go now. */
async function removeLeftServers(database) {
  const left = [...new Set([DISK, tmpdir()])].flatMap((place) => readdirSync(place).filter((name) => name.startsWith(PREFIX)).map((name) => join(place, name)));
  for (const folder of left) {
    const home = join(folder, 'database');
    try {
      if (existsSync(join(home, 'database.lock'))) {
        database.lockFolder(home, 'database.lock'); // refuses while the run lives
        await database.stopOrphanedServer(join(home, 'pgdata'), () => {});
      } else if (Date.now() - statSync(folder).mtimeMs < 60_000) continue; // another run is just beginning
      rmSync(folder, { recursive: true, force: true });
    } catch {
      continue; // in use, or another user's
    }
  }
}

/** Runs statements one by one, as one that manages databases must. */
export async function onServer(settings, ...statements) {
  const client = new pg.Client(settings);
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function startOwnServer(database) {
  await removeLeftServers(database);
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  chmodSync(folder, 0o755); // as root the server runs as another user
  // The data live as long as the run: nothing is gained by making them durable.
  const serverSettings = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200', max_wal_size: '256MB' };
  const { settings, home, stop } = await database.startEmbeddedPostgres(folder, undefined, { serverSettings });
  return {
    settings,
    stop: async () => {
      await stop();
      for (const path of [home, folder]) rmSync(path, { recursive: true, force: true });
    },
  };
}
