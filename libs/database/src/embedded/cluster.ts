import { spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterFolder } from './database-home.js';
import type { DatabaseSettings } from '../database-settings.js';
import type { ServerUser } from './server-user.js';

/** The one role of an embedded cluster. */
export const DATABASE_USER = 'plantway';
const UNFINISHED = 'pgdata-unfinished-';
/** File of the password, beside the cluster. */
const SECRET = 'postgres-password';

/** How to reach an embedded server that runs on `port`; `read` answers the text of a file in its home, where the password lies. */
export function embeddedSettings(port: number, read: (file: string) => string): DatabaseSettings {
  return { host: '127.0.0.1', port, user: DATABASE_USER, password: read(SECRET), database: 'plantway' };
}

/** Environment and user of the server's programs: nothing of ours leaks into them. */
export function programOptions(user: ServerUser | undefined): SpawnOptions & { readonly cwd: string } {
  return { ...user, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
}

/**
 * Makes the cluster in `home` when there is none, whole or not at all, with a password of its own (scram-sha-256), and answers the password.
 * Not `durable`: a power cut may take it, which only tests can bear.
 * @throws Error when initdb fails, or when the password of an existing cluster is lost
 */
export async function ensureCluster(home: string, native: string, user: ServerUser | undefined, durable: boolean, say: (line: string) => void): Promise<string> {
  const cluster = clusterFolder(home);
  const secret = join(home, SECRET);
  if (existsSync(cluster)) return readPassword(secret, cluster);
  say('preparing the database (once)');
  const password = randomBytes(24).toString('base64url');
  writeFileSync(secret, password, { mode: 0o600 });
  removeUnfinished(home);
  const unfinished = join(home, `${UNFINISHED}${process.pid}`); // an initdb that outlived its gateway must not meet ours
  mkdirSync(unfinished, { mode: 0o700 });
  const handed = join(home, 'initdb-password');
  rmSync(handed, { force: true });
  writeFileSync(handed, password, { mode: 0o600 });
  if (user) for (const path of [unfinished, handed]) chownSync(path, user.uid, user.gid);
  try {
    await run(join(native, 'bin/initdb'), [
      '-D', unfinished, '-U', DATABASE_USER, '-A', 'scram-sha-256', `--pwfile=${handed}`,
      '--no-sync', '--no-instructions', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '-E', 'UTF8',
    ], programOptions(user));
  } finally {
    rmSync(handed, { force: true });
  }
  // --no-sync is for speed only: syncing the file system once is much faster than file by file
  if (durable) await run('sync', process.platform === 'linux' ? ['-f', unfinished] : [], {});
  renameSync(unfinished, cluster);
  if (durable) syncFolder(home);
  return password;
}

/** Of starts that were killed half-way. */
function removeUnfinished(home: string): void {
  for (const name of readdirSync(home)) if (name.startsWith(UNFINISHED)) rmSync(join(home, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

function readPassword(secret: string, cluster: string): string {
  if (existsSync(secret)) return readFileSync(secret, 'utf8').trim();
  throw new Error(`${secret} is missing beside the database in ${cluster}: put it back, or begin anew with another --data`);
}

function run(program: string, parameters: readonly string[], options: SpawnOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => void (complaint = (complaint + chunk.toString()).slice(-4_000)));
    child.once('error', reject);
    child.once('close', (code) => (code === 0 ? resolve() : reject(new Error(`${program} failed: ${complaint.trim()}`))));
  });
}
