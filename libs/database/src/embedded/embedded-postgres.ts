import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseSettings } from '../database-settings.js';
import { sleepFor } from '../sleep-for.js';
import { belongsTo, markAsBelonging, setAside } from './belonging.js';
import { embeddedSettings, ensureCluster, programOptions } from './cluster.js';
import { clusterFolder, databaseHome } from './database-home.js';
import { lockFolder, type FolderLock } from './folder-lock.js';
import { freeLoopbackPort } from './free-port.js';
import { stopOrphanedServer } from './orphan.js';
import { serverBinaries } from './server-binaries.js';
import { serverUser, type ServerUser } from './server-user.js';

const READY_WITHIN_MS = 30_000;
const CLEAN_STOP_WITHIN_MS = 1_000;
/** A killed server's pid file and last children linger for a moment; PostgreSQL refuses until they are gone. */
const LINGERING = /lock file "postmaster.pid" already exists|pre-existing shared memory block|could not bind/;

/** Quiet log without statements or row contents; loopback only; no socket file. */
const SERVER_SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '60',
  autovacuum_naptime: '10s', // lanes and jobs are rewritten all the time
  log_checkpoints: 'off',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export interface EmbeddedPostgresOptions {
  /** Port to listen on; by default one that is free. A restart asks for the same one, so that open pools find it again. */
  readonly port?: number;
  /** Database to offer, made when it is missing; `plantway` by default. */
  readonly database?: string;
  /** Further settings of the server, as for `postgres -c name=value`. Only tests may turn durability off. */
  readonly serverSettings?: Readonly<Record<string, string>>;
}

/** A PostgreSQL server that belongs to this process. */
export interface EmbeddedPostgres {
  readonly settings: DatabaseSettings;
  /** Folder that holds the cluster, its password and its log. */
  readonly home: string;
  readonly pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  readonly exited: Promise<void>;
  /** Ends it: connections are closed and their transactions rolled back; after 1 s without waiting for a clean shutdown. Nothing committed is lost. */
  stop(): Promise<void>;
  /** Ends it without waiting, as `stop` does in the end. */
  kill(): void;
}

interface Launched {
  readonly server: ChildProcess;
  readonly exited: Promise<void>;
}

/**
 * Starts the PostgreSQL that npm installed on the data in `folder` (or elsewhere, see `databaseHome`), on the loopback interface, with a generated
 * password. Stops a server that a killed gateway left behind, and waits until queries are answered.
 * @throws FolderInUseError when another living process holds the data
 * @throws Error with the server's own words when it does not come up within 30 s
 */
export async function startEmbeddedPostgres(folder: string, say: (line: string) => void = () => undefined, options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const { home, lock } = await takeHome(folder, say);
  try {
    const cluster = clusterFolder(home);
    const user = serverUser(cluster);
    const native = await serverBinaries(home, user);
    markAsBelonging(folder, home);
    const password = await ensureCluster(home, native, user, options.serverSettings?.['fsync'] !== 'off', say);
    await stopOrphanedServer(cluster, say);
    const port = options.port ?? (await freeLoopbackPort());
    const settings: DatabaseSettings = { ...embeddedSettings(port, () => password), ...(options.database === undefined ? {} : { database: options.database }) };
    const launch = (): Launched => launchServer(home, native, user, port, options.serverSettings ?? {});
    const { server, exited } = await untilReady(launch, settings, join(home, 'postgres.log'));
    await ensureDatabase(settings);
    return {
      settings,
      home,
      pid: server.pid!,
      exited,
      stop: async () => {
        server.kill('SIGINT');
        const impatience = setTimeout(() => server.kill('SIGQUIT'), CLEAN_STOP_WITHIN_MS);
        await exited;
        clearTimeout(impatience);
        lock.release();
      },
      kill: () => {
        server.kill('SIGQUIT');
        server.kill('SIGCONT'); // a frozen one hears it only now
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Locks the database's home. A database elsewhere that is not this folder's is set aside first. */
async function takeHome(folder: string, say: (line: string) => void): Promise<{ readonly home: string; readonly lock: FolderLock }> {
  const home = databaseHome(folder);
  const lock = lockFolder(home, 'database.lock');
  if (belongsTo(folder, home)) return { home, lock };
  await stopOrphanedServer(clusterFolder(home), say);
  lock.release();
  say(`beginning anew: the database of an earlier data folder is kept in ${setAside(home)}`);
  return takeHome(folder, say);
}

function launchServer(home: string, native: string, user: ServerUser | undefined, port: number, extra: Readonly<Record<string, string>>): Launched {
  const parameters = Object.entries({ ...SERVER_SETTINGS, ...extra }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(join(home, 'postgres.log'), 'w', 0o600);
  try {
    // A session of its own: Ctrl-C in the terminal must not reach it before the gateway has drained.
    const server = spawn(join(native, 'bin/postgres'), ['-D', clusterFolder(home), '-p', String(port), ...parameters], { ...programOptions(user), stdio: ['ignore', 'ignore', log], detached: true });
    const exited = new Promise<void>((resolve) => {
      server.once('error', () => resolve());
      server.once('exit', () => resolve());
    });
    return { server, exited };
  } finally {
    closeSync(log);
  }
}

async function untilReady(launch: () => Launched, settings: DatabaseSettings, logFile: string): Promise<Launched> {
  let launched = launch();
  for (const until = Date.now() + READY_WITHIN_MS; ;) {
    if (await answers(settings)) return launched;
    const ended = await Promise.race([launched.exited.then(() => true), sleepFor(20).then(() => false)]);
    const complaint = (): string => readFileSync(logFile, 'utf8').slice(-4_000).trim();
    if (Date.now() > until) {
      launched.server.kill('SIGQUIT');
      throw new Error(`PostgreSQL is not ready after ${READY_WITHIN_MS / 1_000} s: ${complaint()}`);
    }
    if (!ended) continue;
    if (!LINGERING.test(complaint())) throw new Error(`PostgreSQL did not start: ${complaint() || 'it said nothing'}`);
    await sleepFor(200);
    launched = launch();
  }
}

/** Whether the server takes our password and answers: an open port alone might be somebody else's. */
async function answers(settings: DatabaseSettings): Promise<boolean> {
  const client = new pg.Client({ ...settings, database: 'postgres', connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(settings: DatabaseSettings): Promise<void> {
  const client = new pg.Client({ ...settings, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [settings.database]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(settings.database)}`);
  } finally {
    await client.end();
  }
}
