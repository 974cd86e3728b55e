import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import pg from 'pg';
import { openPool, startEmbeddedPostgres, type DatabaseSettings, type EmbeddedPostgres } from '../src/index.js';

const isRoot = process.getuid?.() === 0;

describe('the embedded PostgreSQL', () => {
  let folder: string;
  const started: EmbeddedPostgres[] = [];
  const said: string[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plantway-postgres-'));
    chmodSync(folder, 0o755);
    said.length = 0;
  });
  afterEach(async () => {
    for (const server of started) await server.stop();
    for (const { home } of started.splice(0)) rmSync(home, { recursive: true, force: true });
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(data = folder): Promise<EmbeddedPostgres> {
    const server = await startEmbeddedPostgres(data, (line) => said.push(line), { serverSettings: { fsync: 'off' } });
    started.push(server);
    return server;
  }

  it('keeps what was committed over stops, and over a server that was killed', async () => {
    const first = await start();
    await run(first.settings, 'create table kept (n int)');
    await run(first.settings, 'insert into kept values (1)');
    await first.stop();

    const second = await start();
    await run(second.settings, 'insert into kept values (2)');
    process.kill(second.pid, 'SIGKILL');
    await second.exited;
    const third = await start();

    expect((await run(third.settings, 'select n from kept order by n')).rows).toEqual([{ n: 1 }, { n: 2 }]);
    expect(said).toEqual(['preparing the database (once)']);
  });

  it('waits for a session of a killed server that is still at work', async () => {
    const first = await start();
    const work = run(first.settings, 'select count(*) from generate_series(1, 6000000) as g where sqrt(g) < 0').catch((error: Error) => error);
    await until(async () => (await run(first.settings, "select 1 from pg_stat_activity where state = 'active' and query like '%generate_series%' and pid <> pg_backend_pid()")).rowCount);
    process.kill(first.pid, 'SIGKILL');
    await first.exited;

    const second = await start();

    expect((await run(second.settings, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
    await work;
  });

  it('stops the server that a killed gateway left behind', async () => {
    const orphan = await start();
    const pool = openPool(orphan.settings);
    await pool.query('select 1');

    const next = await start();

    await orphan.exited;
    expect(said).toContain('stopping the database that an earlier gateway left running');
    expect((await run(next.settings, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('serves open pools again when it comes back on its port', async () => {
    const first = await start();
    const pool = openPool(first.settings);
    await pool.query('select 1');
    process.kill(first.pid, 'SIGKILL');
    await first.exited;

    const second = await startEmbeddedPostgres(folder, undefined, { port: first.settings.port });
    started.push(second);

    expect((await until(() => pool.query('select 1 as one'))).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });

  it('asks every caller for its password and listens to this machine alone', async () => {
    const { settings, home } = await start();

    const guess = run({ ...settings, password: 'postgres' }, 'select 1');

    await expect(guess).rejects.toThrow(/password authentication failed/);
    expect((await run(settings, 'show listen_addresses')).rows).toEqual([{ listen_addresses: '127.0.0.1' }]);
    expect((await run(settings, 'select rolpassword from pg_authid where rolname = current_user')).rows[0].rolpassword).toMatch(/^SCRAM-SHA-256/);
    expect(readFileSync(join(home, 'postgres-password'), 'utf8')).toHaveLength(32);
    expect(statSync(join(home, 'postgres-password')).mode & 0o777).toBe(0o600);
    await expect(reach(settings.port, '127.0.0.2')).resolves.toBe(false);
  });

  it('begins again when its first preparation was cut off', async () => {
    const first = await start();
    await first.stop();
    // As a kill in the middle of initdb leaves it: a password, and a cluster that is not complete.
    execFileSync('mv', [join(first.home, 'pgdata'), join(first.home, 'pgdata-unfinished-1')]);

    const second = await start();

    expect((await run(second.settings, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect(existsSync(join(second.home, 'pgdata-unfinished-1'))).toBe(false);
  });

  if (isRoot) it('keeps its data under /var/lib/plantway when the folder is closed to its user, and finds them again', async () => {
    chmodSync(folder, 0o700);
    const data = join(folder, 'gate', '.plantway');
    mkdirSync(data, { recursive: true });

    const first = await start(data);
    await run(first.settings, 'create table kept (n int)');
    await first.stop();
    chmodSync(folder, 0o755); // opened later: the data stay where they are
    const second = await start(data);

    expect(first.home).toMatch(/^\/var\/lib\/plantway\/gate-[0-9a-f]{8}$/);
    expect(second.home).toBe(first.home);
    expect((await run(second.settings, 'select count(*)::int as n from kept')).rows).toEqual([{ n: 0 }]);
  });

  if (isRoot) it('begins anew when the data folder was deleted, and keeps the old database aside', async () => {
    chmodSync(folder, 0o700);
    const data = join(folder, 'gate', '.plantway');
    mkdirSync(data, { recursive: true });
    const first = await start(data);
    await run(first.settings, 'create table kept (n int)');
    await first.stop();
    rmSync(data, { recursive: true });
    mkdirSync(data);

    const second = await start(data);

    expect(second.home).toBe(first.home);
    expect((await run(second.settings, "select to_regclass('kept') as kept")).rows).toEqual([{ kept: null }]);
    const aside = readdirSync(dirname(first.home)).filter((name) => name.startsWith(`${basename(first.home)}.`));
    expect(aside).toHaveLength(1);
    rmSync(join(dirname(first.home), aside[0]!), { recursive: true });
  });
});

async function run(settings: DatabaseSettings, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ ...settings });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Whether something listens there. */
function reach(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host);
    socket.once('connect', () => { socket.destroy(); resolve(true); });
    socket.once('error', () => resolve(false));
  });
}
