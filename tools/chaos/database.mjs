// npm run chaos:database -- [--seed S] [--confirmations N] [--only NAME] [--keep]
// The database is stopped hard, its sessions are ended, its connections are cut between a commit and its answer, its disk is full, its syncs fail, each while a MES reports. No 202 may be lost, and
// the gateway goes on by itself: none of its processes is restarted. The judge is the ERP's ledger, as in chaos.mjs. One JSON line at the end; exit code 1 on any fault.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { SeededRandom } from '../../dist/libs/simulation/src/index.js';
import { AcceptanceLog } from './acceptance-log.mjs';
import { DatabaseProxy } from './database-proxy.mjs';
import { cutDuringCommit, diskFull, sessionsEnded, stoppedHard, syncFails } from './database-scenarios.mjs';
import { Desk } from './desk.mjs';
import { GatewayCalls } from './gateway-calls.mjs';
import { judge } from './judge.mjs';
import { Load } from './load.mjs';
import { messagesBySender } from './messages-by-sender.mjs';
import { ordersFor } from './plant.mjs';
import { baseReports, laneStories } from './reports.mjs';
import { SETTLE_SECONDS } from './settings.mjs';
import { untilAtMostOpen, untilSettled } from './settling.mjs';
import { SimulatedErpFace } from './simulated-erp.mjs';
import { SmallDisk } from './small-disk.mjs';
import { startStand, urlOf } from './stand.mjs';

const WITHIN_MS = 180_000;
const HONEST = new Set(['202', '429', '503', '507', 'none']);
const isRoot = process.getuid?.() === 0;

const { values: options } = parseArgs({ options: { seed: { type: 'string', default: '1' }, confirmations: { type: 'string', default: '1500' }, only: { type: 'string' }, keep: { type: 'boolean', default: false } } });
const SCENARIOS = [
  { name: 'stopped hard', run: stoppedHard, times: 10 },
  { name: 'sessions ended', run: sessionsEnded, times: 10 },
  { name: 'cut during commit', run: cutDuringCommit, times: 30 },
  { name: 'fsync fails', run: syncFails, times: 2, missing: options.only === undefined || options.only === 'fsync fails' ? whyNoFailingSyncs() : undefined },
  { name: 'disk full', run: diskFull, times: 3, onSmallDisk: true, missing: isRoot && process.platform === 'linux' ? undefined : 'only root may mount a disk of its own' },
];

const began = Date.now();
const secondsSince = (at) => Math.round((Date.now() - at) / 100) / 10;
const tell = (line) => process.stderr.write(`${secondsSince(began).toFixed(1).padStart(7)} s  ${line}\n`);
const chosen = SCENARIOS.filter(({ name }) => options.only === undefined || name === options.only);
if (chosen.length === 0) throw new Error(`--only is one of: ${SCENARIOS.map(({ name }) => name).join(', ')}`);

let current;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void (current?.end() ?? Promise.resolve()).then(() => process.exit(130)));
const outcomes = [];
for (const scenario of chosen.filter(({ missing }) => missing !== undefined)) {
  tell(`NOT RUN, ${scenario.name}: ${scenario.missing}`);
  outcomes.push({ scenario: scenario.name, notRun: scenario.missing });
}
for (const onSmallDisk of [false, true]) {
  const scenarios = chosen.filter((each) => each.missing === undefined && (each.onSmallDisk ?? false) === onSmallDisk);
  if (scenarios.length > 0) outcomes.push(...(await play(scenarios, onSmallDisk)));
}
const clean = outcomes.every(({ notRun, clean: isClean }) => notRun !== undefined || isClean);
console.log(JSON.stringify({ chaos: 'database', seed: Number(options.seed), seconds: secondsSince(began), clean, outcomes }));
process.exit(clean ? 0 : 1);

/** Why syncs cannot be made to fail on this machine; undefined when they can. Installs strace where it can. */
function whyNoFailingSyncs() {
  if (!isRoot) return 'only root may watch the calls of another user\'s process';
  if (process.platform !== 'linux') return 'strace is there for Linux only';
  const { status, error, stderr } = spawnSync(join(import.meta.dirname, '..', 'install-strace.sh'), { encoding: 'utf8' });
  if (status === 0) return undefined;
  return `strace cannot be installed on this machine: ${(stderr || error?.message || `exit code ${status}`).trim().split('\n').at(-1)}`;
}

async function play(scenarios, onSmallDisk) {
  const folder = mkdtempSync(join(tmpdir(), 'plantway-chaos-'));
  chmodSync(folder, 0o755);
  const databaseFolder = join(folder, 'database');
  const disk = onSmallDisk ? new SmallDisk(databaseFolder) : undefined;
  const random = new SeededRandom(Number(options.seed));
  const orders = ordersFor(12 * scenarios.length);
  let proxy;
  let stand;
  const end = async () => {
    current = undefined;
    disk?.free();
    await stand?.stop();
    proxy?.close();
    disk?.remove();
    if (options.keep) tell(`the data and logs stay in ${folder}`);
    else for (const path of new Set([stand?.database.home, folder])) if (path !== undefined) rmSync(path, { recursive: true, force: true });
  };
  current = { end };
  try {
    const databaseUrlOf = async (settings) => {
      proxy = await DatabaseProxy.start(settings);
      return urlOf({ ...settings, host: '127.0.0.1', port: proxy.port });
    };
    stand = await startStand({ folder, orders, seed: Number(options.seed), guarantee: 'R', databaseFolder, databaseUrlOf });
    tell('every process is ready');
    const supervisor = new GatewayCalls({ apis: stand.apis, key: stand.keys.supervisor, connections: 4, answerWithinMs: 15_000 });
    const results = [];
    for (const [at, scenario] of scenarios.entries()) results.push(await playOne(scenario, { folder, stand, proxy, disk, supervisor, random, orders: orders.slice(12 * at, 12 * at + 12) }));
    return results;
  } catch (error) {
    tell(`broken off: ${error.stack}`);
    return [{ scenario: 'broken off', clean: false, error: error.message }];
  } finally {
    await end();
  }
}

async function playOne({ name, run, times }, { folder, stand, proxy, disk, supervisor, random, orders }) {
  const mes = new GatewayCalls({ apis: stand.apis, key: stand.keys.mes, connections: 64 });
  const log = await AcceptanceLog.open(join(folder, `accepted-${name.replaceAll(' ', '-')}.ndjson`));
  let isOver = false;
  const pace = { last: Date.now() };
  const load = new Load({ calls: mes, log, connections: 24, times: { startedAt: new Date(began - 3_600_000).toISOString(), finishedAt: new Date(began - 60_000).toISOString() }, mayGoOn: () => isOver || spread(pace) });
  await load.send(baseReports(orders).map((report) => ({ steps: [report] })));
  if (!(await untilAtMostOpen(supervisor, 0, Date.now() + 60_000, tell))) throw new Error('the first reports of the orders were not posted in time');
  const desk = new Desk(supervisor);
  desk.begin();
  const startsBefore = stand.apis.concat(stand.workers).map(({ starts }) => starts);
  tell(`${name}: begins`);
  const faults = run({ database: stand.database, proxy, disk, times, tell }).finally(() => (isOver = true));
  await Promise.race([Promise.all([load.send(laneStories({ orders, confirmations: Number(options.confirmations), random })), faults]), tooLate(name)]);
  tell(`${name}: ${load.accepted} accepted, the faults are over; answers ${JSON.stringify(mes.answers)}`);
  const over = Date.now();
  await untilAtMostOpen(supervisor, 2 * orders.length, over + WITHIN_MS, tell); // what piled up drains at the speed of the machine
  const drainedAfterSeconds = secondsSince(over);
  const settled = await untilSettled(supervisor, Date.now(), Date.now() + 10 * SETTLE_SECONDS * 1_000);
  await desk.end();
  await log.close();
  const { counts, findings } = judge({ accepted: await log.read(), ledger: await ledgerOf(orders, stand), messages: await messagesBySender(supervisor) });
  for (const { kind, words } of findings.slice(0, 10)) tell(`${kind}: ${words}`);
  const restarts = stand.apis.concat(stand.workers).reduce((sum, { starts }, at) => sum + starts - startsBefore[at], 0);
  const dishonest = Object.keys(mes.answers).filter((status) => !HONEST.has(status));
  const clean = settled.seconds !== undefined && settled.seconds <= 2 * SETTLE_SECONDS && restarts === 0 && dishonest.length === 0 && load.refused.length === 0 && Object.values(counts).every((count) => count === 0);
  tell(`${name}: ${clean ? 'clean' : 'NOT clean'}, drained after ${drainedAfterSeconds} s, everything final after ${settled.seconds ?? 'too many'} s more, ${restarts} restarts of its processes`);
  return { scenario: name, times, clean, ...counts, accepted: load.accepted, answers: mes.answers, restartsOfOurProcesses: restarts, drainedAfterSeconds, settledAfterSeconds: settled.seconds };
}

async function tooLate(name) {
  await sleep(WITHIN_MS, undefined, { ref: false });
  throw new Error(`${name}: the MES has not got all its answers within ${WITHIN_MS / 1_000} s`);
}

/** One request each 12 ms while the fault is there, so that there is always load under it. */
function spread(pace) {
  if (Date.now() - pace.last < 12) return false;
  pace.last = Date.now();
  return true;
}

/** What stands of these orders. */
async function ledgerOf(orders, { erp }) {
  const { feedbacks, stockDocs } = await new SimulatedErpFace(erp).ledger();
  const names = new Set(orders.map(({ workOrderId }) => workOrderId));
  return { feedbacks: feedbacks.filter(({ orderNo }) => names.has(orderNo)), stockDocs };
}
