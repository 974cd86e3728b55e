import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openPool } from '../../dist/libs/database/src/index.js';

/** What a worker asks when it writes down what became of a message, and what intake asks when it stores one. */
const INTAKE = /accept-messages/;
const WORKER = /messaging\.(message|lane)/;

/** `pg_ctl stop -m immediate` under load, or the postmaster gone without a word. */
export async function stoppedHard({ database, times, tell }) {
  for (let at = 1; at <= times; at++) {
    await sleep(1_500);
    tell(`database ${at % 2 === 0 ? 'killed' : 'stopped immediately'} (${at} of ${times})`);
    if (at % 2 === 0) database.kill();
    else database.stopImmediately();
  }
}

/** Every session of the gateway is ended at once. */
export async function sessionsEnded({ database, times, tell }) {
  const pool = openPool({ ...database.settings, maxConnections: 1 });
  for (let at = 1; at <= times; at++) {
    await sleep(700);
    const { rowCount } = await pool.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = current_user');
    tell(`${rowCount} sessions ended (${at} of ${times})`);
  }
  await pool.end();
}

/** The connection is cut after a statement that commits has left, so that its answer is never heard. */
export async function cutDuringCommit({ proxy, times, tell }) {
  const before = proxy.cut;
  for (let at = 0; at < times; at++) {
    proxy.arm(at % 3 === 2 ? WORKER : INTAKE);
    await sleep(150);
  }
  await sleep(1_000);
  proxy.disarm();
  tell(`${proxy.cut - before} connections cut between a commit and its answer`);
  if (proxy.cut === before) throw new Error('no connection was cut: the proxy met no commit');
}

/** The disk of the database is full for some seconds. */
export async function diskFull({ disk, times, tell }) {
  for (let at = 1; at <= times; at++) {
    await sleep(1_000);
    disk.fill();
    tell(`the disk is full (${at} of ${times})`);
    await sleep(4_000);
    disk.free();
    tell('the disk has room again');
  }
}

/**
 * Every sync of every session and helper that lives fails for a moment; not of the postmaster, which syncs nothing and must stay whole to start them anew. PostgreSQL must not go on as if it had been
 * written.
 */
export async function syncFails({ database, times, tell }) {
  for (let at = 1; at <= times; at++) {
    await sleep(4_000);
    const tracer = spawn('strace', ['-qq', '-o', '/dev/null', ...database.pids.slice(1).flatMap((pid) => ['-p', `${pid}`]), '-e', 'trace=fsync,fdatasync', '-e', 'inject=fsync,fdatasync:error=EIO'], { stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    tracer.stderr.on('data', (chunk) => void (complaint += chunk));
    const ended = once(tracer, 'exit');
    tell(`fsync fails (${at} of ${times})`);
    await Promise.race([sleep(2_000), ended]);
    tracer.kill('SIGINT');
    await ended;
    if (complaint.includes('not permitted')) throw new Error(`strace may not look into the server: ${complaint.slice(0, 300)}`);
  }  const panics = readFileSync(join(database.home, 'postgres.log'), 'utf8').split('\n').filter((line) => /PANIC: .*sync/.test(line)).length;
  tell(`PostgreSQL gave up and recovered ${panics} times`);
  if (panics === 0) throw new Error('no sync failed: the proof proves nothing');
}
