// npm run bench:startup: how long until `ready`, and how much memory, beside a bare Fastify in the same run. Prints a table and one line of JSON.
import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, loadavg, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const LATER_STARTS = 5;
const LIMITS = { firstReadyMs: 30_000, laterReadyMs: 6_000, gatewayMb: 250 };
const root = dirname(dirname(import.meta.dirname));
const fastify = pathToFileURL(createRequire(join(root, 'package.json')).resolve('fastify')).href;
const BARE_FASTIFY = `
  const { fastify } = (await import(${JSON.stringify(fastify)})).default;
  const server = fastify();
  server.get('/', async () => ({ hello: 'world' }));
  console.log('ready', await server.listen({ port: 0, host: '127.0.0.1' }));`;

const folder = mkdtempSync(join(tmpdir(), 'plantway-bench-'));
chmodSync(folder, 0o755);
const data = join(folder, 'data');
let home;
try {
  const gatewayWords = ['--max-semi-space-size=8', join(root, 'dist/apps/plantway/src/main.js'), '--data', data, '--port', '0', '--idle'];
  const bare = [];
  const later = [];
  const first = await measure(gatewayWords, memoryOfGateway);
  for (let round = 0; round < LATER_STARTS; round += 1) {
    bare.push(await measure(['--input-type=module', '--eval', BARE_FASTIFY], (pid) => ({ gateway: megabytes(pid, 'Rss') })));
    later.push(await measure(gatewayWords, memoryOfGateway));
  }
  report(first, later, bare);
} finally {
  for (const path of [folder, home].filter(Boolean)) rmSync(path, { recursive: true, force: true });
}

/** Starts a program, waits for its line `ready`, looks at its memory, and stops it. */
async function measure(words, memoryOf) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const readyMs = await new Promise((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      if (/^ready /m.test(said)) resolve(performance.now() - startedAt);
    });
    child.once('exit', (code) => reject(new Error(`the program ended with ${code} before it was ready:\n${said}`)));
  });
  const memory = memoryOf(child.pid);
  child.kill('SIGTERM');
  await ended;
  return { readyMs: Math.round(readyMs), memory };
}

function memoryOfGateway(pid) {
  const { estate, database } = JSON.parse(readFileSync(join(data, 'runtime.json'), 'utf8'));
  home = database.home;
  // PostgreSQL's processes share most of their pages: each is counted with its part of them.
  const postgres = [database.pid, ...childrenOf(database.pid)].reduce((sum, server) => sum + megabytes(server, 'Pss'), 0);
  return { gateway: megabytes(pid, 'Rss'), estate: megabytes(estate.pid, 'Rss'), postgres };
}

function childrenOf(parent) {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ')[1]) === parent;
    } catch {
      return false; // ended meanwhile
    }
  });
}

/** Megabytes (1,000,000 bytes) of one process, as the kernel counts its `Rss` or `Pss`. */
function megabytes(pid, kind) {
  const [, kilobytes] = new RegExp(`^${kind}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
  return Math.round(Number(kilobytes) * 1_024 / 1_000_000);
}

function median(values) {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)];
}

function report(first, later, bare) {
  const memory = (part) => median(later.map((start) => start.memory[part]));
  const result = {
    bench: 'startup',
    node: process.version,
    cores: cpus().length,
    load: Number(loadavg()[0].toFixed(2)),
    firstReadyMs: first.readyMs,
    laterReadyMs: median(later.map(({ readyMs }) => readyMs)),
    laterReadyRangeMs: [Math.min(...later.map(({ readyMs }) => readyMs)), Math.max(...later.map(({ readyMs }) => readyMs))],
    gatewayMb: memory('gateway'),
    firstGatewayMb: first.memory.gateway,
    estateMb: memory('estate'),
    postgresMb: memory('postgres'),
    bareFastifyReadyMs: median(bare.map(({ readyMs }) => readyMs)),
    bareFastifyMb: median(bare.map((start) => start.memory.gateway)),
    limits: LIMITS,
  };
  const times = (value, base) => `${(value / base).toFixed(1)} x`;
  const verdict = (value, limit) => (value <= limit ? `within ${limit.toLocaleString('en')}` : `ABOVE ${limit.toLocaleString('en')}`);
  console.table({
    'first ready, empty data (ms)': { measured: result.firstReadyMs, 'bare Fastify': result.bareFastifyReadyMs, ratio: times(result.firstReadyMs, result.bareFastifyReadyMs), limit: verdict(result.firstReadyMs, LIMITS.firstReadyMs) },
    [`later ready, median of ${LATER_STARTS} (ms)`]: { measured: result.laterReadyMs, 'bare Fastify': result.bareFastifyReadyMs, ratio: times(result.laterReadyMs, result.bareFastifyReadyMs), limit: verdict(result.laterReadyMs, LIMITS.laterReadyMs) },
    'gateway, resident (MB)': { measured: result.gatewayMb, 'bare Fastify': result.bareFastifyMb, ratio: times(result.gatewayMb, result.bareFastifyMb), limit: verdict(result.gatewayMb, LIMITS.gatewayMb) },
    'gateway after the first start, resident (MB)': { measured: result.firstGatewayMb, 'bare Fastify': result.bareFastifyMb, ratio: times(result.firstGatewayMb, result.bareFastifyMb), limit: verdict(result.firstGatewayMb, LIMITS.gatewayMb) },
    'estate simulator, resident (MB)': { measured: result.estateMb },
    'PostgreSQL, proportional (MB)': { measured: result.postgresMb },
  });
  console.log(JSON.stringify(result));
}
