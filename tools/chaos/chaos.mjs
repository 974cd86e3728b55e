// npm run chaos: see options.mjs for what it does and takes.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SeededRandom } from '../../dist/libs/simulation/src/index.js';
import { AcceptanceLog } from './acceptance-log.mjs';
import { alarmedOrders } from './alarms.mjs';
import { Desk } from './desk.mjs';
import { GatewayCalls } from './gateway-calls.mjs';
import { grade } from './grade.mjs';
import { judge } from './judge.mjs';
import { Kills, LONG_PAUSES, SHORT_PAUSES } from './kills.mjs';
import { Load } from './load.mjs';
import { messagesBySender } from './messages-by-sender.mjs';
import { HELP, readOptions } from './options.mjs';
import { ordersFor } from './plant.mjs';
import { baseReports, laneStories } from './reports.mjs';
import { sabotage } from './sabotage.mjs';
import { ERP_FAULTS, LONG_PAUSE_MS, PAUSE_MS, SETTLE_SECONDS } from './settings.mjs';
import { stillOpen, untilAtMostOpen, untilSettled } from './settling.mjs';
import { SimulatedErpFace } from './simulated-erp.mjs';
import { startStand } from './stand.mjs';

const REPORTS_OF_ORDER = 50;
/** The MES rests while so many reports of each lane are not in the ERP. */
const BEHIND_PER_LANE = 8;
/** The books are looked at every 3 s, and what differs is told after two looks; a late send is looked for a settle window after the last one. */
const ALARM_WITHIN_MS = 20_000;

const options = optionsOf(process.argv.slice(2));
const began = Date.now();
const until = began + options.within * 1_000;
const secondsSince = (at) => Math.round((Date.now() - at) / 100) / 10;
const tell = (line) => process.stderr.write(`${secondsSince(began).toFixed(1).padStart(7)} s  ${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'plantway-chaos-'));
chmodSync(folder, 0o755); // as root the database runs as another user
let stand;
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().then(() => process.exit(130)));
let result;
try {
  result = await run();
} catch (error) {
  tell(`broken off: ${error.stack}`);
  result = { clean: false, error: error.message };
}
await end();
const { confirmations, kills, seed, guarantee, longPauses } = options;
console.log(JSON.stringify({ chaos: true, class: guarantee, confirmations, kills, seed, longPauses, settleSeconds: SETTLE_SECONDS, seconds: secondsSince(began), ...result }));
process.exit(result.clean ? 0 : result.error === undefined ? 1 : 2);

async function run() {
  const orders = ordersFor(Math.min(1_000, Math.max(4, Math.round(options.confirmations / REPORTS_OF_ORDER))));
  const lanes = laneStories({ orders, confirmations: options.confirmations, random: new SeededRandom(options.seed * 31 + 1) });
  tell(`starting: class ${options.guarantee}, seed ${options.seed}, ${options.confirmations} reports in ${lanes.length} lanes, ${options.kills} kills, settle ${SETTLE_SECONDS} s; data in ${folder}`);
  stand = await startStand({ folder, orders, seed: options.seed, guarantee: options.guarantee, isSilent: options.sabotage === 'silence' });
  tell('every process is ready');
  const erp = new SimulatedErpFace(stand.erp);
  const mes = new GatewayCalls({ apis: stand.apis, key: stand.keys.mes, connections: options.connections });
  const supervisor = new GatewayCalls({ apis: stand.apis, key: stand.keys.supervisor, connections: 4, answerWithinMs: 15_000 });
  const log = await AcceptanceLog.open(join(folder, 'accepted.ndjson'));

  let standing = 0;
  const load = new Load({
    calls: mes, log, connections: options.connections, times: { startedAt: new Date(began - 3_600_000).toISOString(), finishedAt: new Date(began - 60_000).toISOString() },
    mayGoOn: () => load.accepted - standing < lanes.length * BEHIND_PER_LANE,
  });
  await load.send(baseReports(orders).map((report) => ({ steps: [report] })));
  if (!(await untilAtMostOpen(supervisor, 0, until, tell))) throw new Error('the first reports of the orders were not posted in time');
  tell(`${orders.length} orders have begun; the ERP's faults begin`);

  await erp.switchOn(ERP_FAULTS);
  const desk = new Desk(supervisor);
  desk.begin();
  const steps = lanes.reduce((sum, lane) => sum + lane.steps.length, 0);
  const strikes = new Kills({
    stand, random: new SeededRandom(options.seed * 31 + 2), count: options.kills, shares: options.longPauses ? LONG_PAUSES : SHORT_PAUSES, pauseMs: options.longPauses ? LONG_PAUSE_MS : PAUSE_MS, tell, progress: () => (load.accepted + standing) / (2 * steps),
  });
  let told = 0;
  const watch = setInterval(() => void erp.count().then((count) => {
    standing = count;
    if (Date.now() - told > 5_000) tell(`${load.accepted} of ${steps + orders.length} accepted, ${standing} documents in the ERP, ${strikes.done} of ${options.kills} kills`);
    if (Date.now() - told > 5_000) told = Date.now();
  }, () => {}), 500);
  await inTime(Promise.all([load.send(lanes), strikes.run()]), 'the MES has not got all its answers');
  tell(`all ${load.accepted} are accepted and all ${strikes.done} kills are done`);
  await untilAtMostOpen(supervisor, lanes.length, until, tell); // the faults go on until hardly more than the lanes' heads is open
  const erpFaults = await erp.switchOff();
  const calmSince = Date.now();
  tell(`the faults stop; ${(await stillOpen(supervisor)).length} messages are open`);
  const settled = await untilSettled(supervisor, calmSince, Math.min(until, calmSince + 10 * SETTLE_SECONDS * 1_000));
  clearInterval(watch);
  await desk.end();
  tell(settled.seconds === undefined ? `${settled.open.length} messages are still open: ${settled.open.slice(0, 5).map(({ senderId, state }) => `${senderId} ${state}`).join(', ')}` : `everything is final or with a person after ${settled.seconds.toFixed(1)} s`);

  await log.close();
  const noted = await log.read();
  const accepted = options.sabotage === undefined ? noted : await sabotage(options.sabotage, { accepted: noted, erp });
  const verdict = judge({ accepted, ledger: await erp.ledger(), messages: await messagesBySender(supervisor) });
  for (const { kind, words } of verdict.findings.slice(0, 25)) tell(`${kind}: ${words}`);
  return { ...graded(verdict, settled, load, await alarmsOf(verdict, supervisor)), accepted: accepted.length, documents: verdict.documents, parked: verdict.parked, discarded: desk.discarded, erpFaults, met: strikes.met, ownEnds: ownEnds(), answers: mes.answers };
}

/** Whether the run was clean, with what there was. */
function graded(verdict, settled, load, alarms) {
  const inTime = settled.seconds !== undefined && settled.seconds <= 2 * SETTLE_SECONDS;
  const { counts, isClean } = grade(verdict, alarms, options);
  for (const { id, status, code } of load.refused.slice(0, 10)) tell(`refused: ${id} with ${status} ${code}`);
  for (const [orderNo, words] of alarms) tell(`told of ${orderNo}: ${words}`);
  return { clean: isClean && inTime && load.refused.length === 0, ...counts, refused: load.refused.length, settledAfterSeconds: settled.seconds, settledInTime: inTime };
}

async function alarmsOf({ findings }, calls) {
  const orders = findings.flatMap(({ kind, orderNo }) => (kind === 'duplicates' && orderNo !== undefined ? [orderNo] : []));
  return orders.length === 0 ? new Map() : alarmedOrders(calls, orders, ALARM_WITHIN_MS);
}

function ownEnds() {
  const { apis, workers, systemErp } = stand;
  return Object.fromEntries([...apis, ...workers, systemErp].filter((each) => each.ownEnds > 0).map((each) => [each.name, each.ownEnds]));
}

async function inTime(work, otherwise) {
  const late = sleep(Math.max(0, until - Date.now()), 'late', { ref: false });
  if ((await Promise.race([work, late])) === 'late') throw new Error(`${otherwise} within ${options.within} s`);
}

async function end() {
  await stand?.stop();
  if (options.keep) return tell(`the data and logs stay in ${folder}`);
  for (const path of new Set([stand?.database.home, folder])) if (path !== undefined) rmSync(path, { recursive: true, force: true });
}

function optionsOf(words) {
  try {
    const read = readOptions(words);
    if (read !== 'help') return read;
    console.log(HELP);
    process.exit(0);
  } catch (error) {
    console.error(`${error.message}\n\n${HELP}`);
    process.exit(2);
  }
}
