// npm run bench:delivery -- [--rounds 3] [--messages 6000] [--concurrency 64] [--claims] [--drain MINUTES]
// Delivery to an ERP that answers in 2 ms: confirmations of ~1 KB over many lanes, some of them hot, waiting in one embedded PostgreSQL with real fsync; contenders by turns. Prints a table, the ratios beside
// the goals of the design, and one line of JSON. It reports and never fails because of a figure; it fails when a confirmation arrives twice, not at all or, from Plantway, out of its order.
// `--claims` measures only how long it takes to lease 200 lanes with 10,000 and with 1,000,000 messages waiting; `--drain` only the memory of a long drain.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { migrate, startEmbeddedPostgres } from '../../dist/libs/database/src/index.js';
import { BenchProcesses, ask, cpuOf, cpuOfServer, median } from './bench-processes.mjs';
import { measureClaims } from './delivery-claims.mjs';
import { measureDrain } from './delivery-drain.mjs';

const { values: given } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' }, messages: { type: 'string', default: '6000' }, concurrency: { type: 'string', default: '64' },
    claims: { type: 'boolean', default: false }, drain: { type: 'string' },
  },
});
const [rounds, messages, concurrency] = [given.rounds, given.messages, given.concurrency].map(Number);

const CONTENDERS = [
  { name: 'bare loop', about: 'node:http, nothing else: the limit', file: 'delivery-http.mjs' },
  { name: 'client loop', about: "the gateway's client of a system API, nothing else", file: 'delivery-http.mjs', client: 'gateway' },
  { name: 'pg-boss', about: 'node:http; no order, no intent', file: 'delivery-pg-boss.mjs' },
  { name: 'Plantway', about: 'node:http; order, intent, fence, lineage, event', file: 'delivery-plantway.mjs', keepsOrder: true },
  { name: 'Plantway, its client', about: "the same by the gateway's client", file: 'delivery-plantway.mjs', client: 'gateway', keepsOrder: true },
];
const GOALS = [
  { of: 'Plantway', over: 'bare loop', atLeast: 0.75 }, { of: 'Plantway', over: 'pg-boss', atLeast: 1.3 }, { of: 'Plantway, its client', over: 'client loop' },
];

const folder = mkdtempSync(join(tmpdir(), 'plantway-bench-'));
chmodSync(folder, 0o755); // as root the database runs as another user
const processes = new BenchProcesses();
let database;
let admin;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => {
  processes.breakOff();
  database?.kill(); // whoever waits for it fails then
});
try {
  database = await startEmbeddedPostgres(folder, undefined, { database: 'bench' });
  await migrate(database.settings);
  admin = new pg.Client(database.settings);
  await admin.connect();
  console.log(`${availableParallelism()} × ${cpus()[0]?.model ?? 'cpu'}, load ${loadavg()[0].toFixed(1)}, ${await durabilityOf(admin)}\n`);
  if (given.claims) await measureClaims(database.settings, admin);
  else {
    const erp = processes.start('peers/answering-erp.mjs');
    const { port } = await ask(erp);
    const environment = { BENCH_DATABASE: JSON.stringify(database.settings), BENCH_ERP_PORT: String(port), BENCH_CONCURRENCY: String(concurrency), NODE_ENV: 'production' };
    if (given.drain) await measureDrain({ processes, erp, environment, minutes: Number(given.drain) });
    else await compare(erp, environment);
  }
} catch (error) {
  if (!processes.isBrokenOff) throw error;
  process.exitCode = 130;
} finally {
  await processes.end();
  await admin?.end().catch(() => {});
  await database?.stop();
  for (const path of new Set([database?.home, folder])) if (path) rmSync(path, { recursive: true, force: true });
}

async function compare(erp, environment) {
  console.log(`${rounds} rounds of ${messages} messages by turns, ${concurrency} at a time\n`);
  for (const contender of CONTENDERS) {
    contender.process = processes.start(join('peers', contender.file), { ...environment, BENCH_CLIENT: contender.client ?? 'bare' });
    contender.results = [];
    await ask(contender.process);
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const contender of CONTENDERS) await measure(contender, round, erp);
  }
  report();
}

/** Round 0 warms up: a quarter of the messages, and no figure is kept. */
async function measure(contender, round, erp) {
  const count = round === 0 ? Math.ceil(messages / 4) : messages;
  await ask(contender.process, { run: `${contender.name}-${round}`.replaceAll(/\W+/g, '-'), count });
  await admin.query('vacuum analyze');
  await admin.query('checkpoint'); // nobody pays for the pages that another one wrote
  await ask(erp, 'begin');
  const before = { own: await cpuOf(contender.process), server: cpuOfServer(database.pid) };
  const { seconds } = await ask(contender.process, 'deliver');
  const cpu = { own: (await cpuOf(contender.process)) - before.own, server: cpuOfServer(database.pid) - before.server };
  const verdict = await ask(erp, 'verdict');
  if (verdict.received !== count || verdict.twice > 0) throw new Error(`${contender.name} delivered ${verdict.received} of ${count}, ${verdict.twice} of them twice`);
  if (contender.keepsOrder && verdict.outOfOrder > 0) throw new Error(`${contender.name} delivered ${verdict.outOfOrder} out of their order`);
  console.log(`round ${round}  ${contender.name.padEnd(22)} ${Math.round(count / seconds)} messages/s, ${verdict.outOfOrder} out of order`);
  if (round > 0) contender.results.push({ perSecond: count / seconds, cpu: cpu.own / count, databaseCpu: cpu.server / count, outOfOrder: verdict.outOfOrder });
}

async function durabilityOf(client) {
  const { rows } = await client.query("select string_agg(name || '=' || setting, ' ' order by name) as text from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')");
  return rows[0].text;
}

function report() {
  const figures = Object.fromEntries(CONTENDERS.map(({ name, results }) => [name, Object.fromEntries(['perSecond', 'cpu', 'databaseCpu', 'outOfOrder'].map((key) => [key, median(results.map((result) => result[key]))]))]));
  console.log('\nmedians                  messages/s   CPU µs/message   of PostgreSQL   out of order');
  for (const { name, about } of CONTENDERS) {
    const { perSecond, cpu, databaseCpu, outOfOrder } = figures[name];
    console.log(`${name.padEnd(23)}${perSecond.toFixed(0).padStart(12)}${cpu.toFixed(0).padStart(17)}${databaseCpu.toFixed(0).padStart(16)}${String(outOfOrder).padStart(15)}   ${about}`);
  }
  const verdicts = GOALS.map(({ of, over, atLeast }) => {
    const ratio = figures[of].perSecond / figures[over].perSecond;
    return { what: `${of} over ${over}`, ratio, ...(atLeast && { goal: atLeast, reached: ratio >= atLeast }) };
  });
  console.log('\nmessages/s');
  for (const { what, ratio, goal, reached } of verdicts) console.log(`${what.padEnd(38)}${ratio.toFixed(2).padStart(7)}${goal ? `   goal at least ${goal}: ${reached ? 'reached' : 'not reached'}` : ''}`);
  console.log(`\n${JSON.stringify({ bench: 'delivery', rounds, messages, concurrency, cores: availableParallelism(), figures, verdicts })}`);
}
