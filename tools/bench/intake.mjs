// npm run bench:intake -- [--rounds 3] [--seconds 5] [--connections 64]
// Durable intake of ~1 KB confirmations with distinct ids, four servers on one embedded PostgreSQL with real fsync, in rounds by turns. Prints a table, the
// ratios beside the goals of the design, and one line of JSON. It reports and never fails because of a figure; it fails when an answered row is not stored.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate, startEmbeddedPostgres } from '../../dist/libs/database/src/index.js';
import { databaseCpuMicros } from './database-cpu.mjs';

const { values: given } = parseArgs({ options: { rounds: { type: 'string', default: '3' }, seconds: { type: 'string', default: '5' }, connections: { type: 'string', default: '64' } } });
const [rounds, seconds, connections] = [given.rounds, given.seconds, given.connections].map(Number);
const WARM_UP_SECONDS = 2;
/** On a slow or busy machine the first seconds run code that is not compiled yet: so many requests come before anything is measured. */
const WARM_UP_REQUESTS = 6_000;

const CONTENDERS = [
  { name: 'group commit', about: 'bare node:http, shared INSERT: the limit', file: 'group-commit.mjs', table: 'bench.group_commit' },
  { name: 'single insert', about: 'bare node:http, one INSERT a request', file: 'single-insert.mjs', table: 'bench.single_insert' },
  { name: 'typical Nest', about: 'Nest + ValidationPipe + TypeORM save', file: 'typical-nest.mjs', table: 'bench.typical_nest' },
  { name: 'Plantway', about: 'process API: access, limits, validation, de-duplication, lineage, lane, event', file: 'plantway.mjs', table: 'messaging.message', path: '/process/v1/sites/BER1/production-confirmations' },
];
/** Plantway's requests/s over the other's. Its p99 must be at most 1.5 times the limit's. */
const GOALS = [{ over: 'group commit', atLeast: 0.65 }, { over: 'single insert', atLeast: 1.4 }, { over: 'typical Nest', atLeast: 7.5 }];
const P99_GOAL = { over: 'group commit', atMost: 1.5 };

const folder = mkdtempSync(join(tmpdir(), 'plantway-bench-'));
chmodSync(folder, 0o755); // as root the database runs as another user
const children = [];
let brokenOff = false;
let database;
let admin;
let postmaster;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, breakOff);
try {
  database = await startEmbeddedPostgres(folder, undefined, { database: 'bench' });
  await migrate(database.settings);
  admin = new pg.Client(database.settings);
  await admin.connect();
  await admin.query('create schema bench');
  const { rows: [{ folder: data }] } = await admin.query("select current_setting('data_directory') as folder");
  postmaster = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  const durability = await durabilityOf(admin);
  const loader = start('loader.mjs');
  for (const contender of CONTENDERS) await startContender(contender);
  console.log(`${rounds} rounds of ${seconds} s each by turns, ${connections} connections, ${availableParallelism()} × ${cpus()[0]?.model ?? 'cpu'}, ${durability}\n`);
  for (let round = 0; round < rounds; round++) {
    for (const contender of CONTENDERS) await measure(contender, round, loader, admin);
  }
  for (const contender of CONTENDERS) await requireStored(contender, admin);
  report();
} catch (error) {
  if (!brokenOff) throw error;
  process.exitCode = 130;
} finally {
  await Promise.all(children.map(end));
  await admin?.end().catch(() => {});
  await database?.stop();
  for (const path of new Set([database?.home, folder])) if (path) rmSync(path, { recursive: true, force: true });
}

/** Ends what is measured; whoever waits for it fails then, and everything is cleaned up, the database too, which would live on by itself. */
function breakOff() {
  brokenOff = true;
  for (const child of children) child.kill('SIGKILL');
}

function start(file, env = {}) {
  if (brokenOff) throw new Error('broken off');
  const child = fork(join(import.meta.dirname, file), [], { execArgv: ['--import', join(import.meta.dirname, 'cpu-meter.mjs')], env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  child.on('error', () => {}); // a message to a process that has ended: its end is noticed by whoever waits for it
  children.push(child);
  return child;
}

async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The next thing that a child says. @throws when it ends instead */
async function answerOf(child) {
  const heard = new AbortController();
  const ended = once(child, 'exit', heard).then(([code]) => { throw new Error(`a process of the bench ended with code ${code}`); });
  ended.catch(() => {});
  try {
    const [message] = await Promise.race([once(child, 'message', heard), ended]);
    if (message.error) throw new Error(message.error);
    return message;
  } finally {
    heard.abort();
  }
}

async function startContender(contender) {
  contender.server = start(join('peers', contender.file), { BENCH_DATABASE: JSON.stringify(database.settings), NODE_ENV: 'production' });
  const { port, apiKey } = await answerOf(contender.server);
  Object.assign(contender, {
    port, path: contender.path ?? '/production-confirmations', headers: apiKey ? { Authorization: `Bearer ${apiKey}` } : {}, next: 0, acknowledged: 0, results: [],
  });
}

async function measure(contender, round, loader, admin) {
  do await load(contender, loader, WARM_UP_SECONDS);
  while (contender.acknowledged < WARM_UP_REQUESTS);
  await admin.query('checkpoint'); // nobody pays for the pages that another one wrote
  const [before, databaseBefore] = [await cpuOf(contender), databaseCpuMicros(postmaster)];
  const result = await load(contender, loader, seconds);
  const [cpuMicros, databaseMicros] = [(await cpuOf(contender)) - before, databaseCpuMicros(postmaster) - databaseBefore];
  if (Object.keys(result.failures).length > 0) throw new Error(`${contender.name} refused requests: ${JSON.stringify(result.failures)}`);
  contender.results.push({ perSecond: result.requests / result.seconds, p50: result.p50, p99: result.p99, cpu: cpuMicros / result.requests, databaseCpu: databaseMicros / result.requests });
  console.log(`round ${round + 1}  ${contender.name.padEnd(14)} ${Math.round(result.requests / result.seconds)} requests/s`);
}

async function load(contender, loader, forSeconds) {
  const { port, path, headers, next: first } = contender;
  loader.send({ port, path, headers, connections, seconds: forSeconds, run: 'bench', first });
  const result = await answerOf(loader);
  contender.next = result.next;
  contender.acknowledged += result.requests;
  return result;
}

async function cpuOf({ server }) {
  server.send('cpu');
  const { cpu } = await answerOf(server);
  return cpu.user + cpu.system;
}

async function durabilityOf(admin) {
  const { rows } = await admin.query("select string_agg(name || '=' || setting, ' ' order by name) as text from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')");
  return rows[0].text;
}

/** A rate counts only when every acknowledged row is there. */
async function requireStored({ name, table, acknowledged }, admin) {
  const { rows } = await admin.query(`select count(*) as stored from ${table}`);
  if (Number(rows[0].stored) !== acknowledged) throw new Error(`${name} acknowledged ${acknowledged} confirmations and stored ${rows[0].stored}`);
}

function report() {
  const figures = Object.fromEntries(CONTENDERS.map(({ name, results }) => [name, Object.fromEntries(['perSecond', 'p50', 'p99', 'cpu', 'databaseCpu'].map((key) => [key, median(results.map((result) => result[key]))]))]));
  console.log('\nmedians           requests/s   p50 ms   p99 ms   CPU µs/request of the server, of PostgreSQL');
  for (const { name, about } of CONTENDERS) {
    const { perSecond, p50, p99, cpu, databaseCpu } = figures[name];
    console.log(`${name.padEnd(16)}${perSecond.toFixed(0).padStart(12)}${p50.toFixed(1).padStart(9)}${p99.toFixed(1).padStart(9)}${cpu.toFixed(0).padStart(9)}${databaseCpu.toFixed(0).padStart(9)}   ${about}`);
  }
  const plantway = figures['Plantway'];
  const verdicts = [
    ...GOALS.map(({ over, atLeast }) => ({ what: `requests/s over ${over}`, ratio: plantway.perSecond / figures[over].perSecond, goal: `at least ${atLeast}`, reached: plantway.perSecond >= atLeast * figures[over].perSecond })),
    { what: `p99 over ${P99_GOAL.over}`, ratio: plantway.p99 / figures[P99_GOAL.over].p99, goal: `at most ${P99_GOAL.atMost}`, reached: plantway.p99 <= P99_GOAL.atMost * figures[P99_GOAL.over].p99 },
    ...GOALS.map(({ over }) => ({ what: `CPU per request over ${over}`, ratio: plantway.cpu / figures[over].cpu })),
    { what: `PostgreSQL's over ${P99_GOAL.over}`, ratio: plantway.databaseCpu / figures[P99_GOAL.over].databaseCpu },
  ];
  console.log("\nPlantway's ratios");
  for (const { what, ratio, goal, reached } of verdicts) console.log(`${what.padEnd(34)}${ratio.toFixed(2).padStart(7)}${goal ? `   goal ${goal}: ${reached ? 'reached' : 'not reached'}` : ''}`);
  console.log(`\n${JSON.stringify({ bench: 'intake', rounds, seconds, connections, cores: availableParallelism(), figures, verdicts })}`);
}

function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}
