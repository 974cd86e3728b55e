import { failures } from './evidence.mjs';
import { Faults } from './faults.mjs';
import { until } from './http.mjs';
import { plannedOrders } from './orders.mjs';

const SITES = ['BER1', 'CHI1'];
const OPEN_STATES = ['accepted', 'posting', 'retrying', 'waiting', 'inDoubt', 'parked', 'awaitingApproval', 'postedWithFollowUp'];
/** Longer than a MES waits before it tries again. */
const QUIET_FOR_MS = 12_000;

/** The pilot from the first order to the grade. `tell` says each step as a person would. Answers the result, clean or not. */
export async function playStory(plants, { seed, orders: count, calm, sabotage, within }, tell) {
  const endsAt = Date.now() + within * 1_000;
  const left = () => Math.max(1_000, endsAt - Date.now());
  const businessNow = new Date((await plants.mesBook(SITES[0])).businessTime);
  const products = Object.fromEntries(await Promise.all(SITES.map(async (siteId) => [siteId, await productsOf(plants, siteId)])));
  const planned = plannedOrders({ seed, count, products, startAt: businessNow });

  await createOrders(plants, planned, products, tell);
  await showRefusals(plants, planned[0], tell);
  const faults = calm ? undefined : new Faults(plants, SITES, tell);
  await (calm ? releaseOrders(plants, planned, tell) : withFaults(plants, planned, faults, left, tell));
  await watch(plants, planned, left, tell);
  await becomeQuiet(plants, left, tell);
  if (sabotage) await reverseUnseen(plants, planned[0], tell);
  await tellOf(plants, planned, tell);
  return judge(plants, planned, faults, left, tell);
}

/** Three waves of releases: the first runs under lost answers, the second meets a MES outage, the third an ERP in maintenance and an order that somebody has open. */
async function withFaults(plants, planned, faults, left, tell) {
  const [second, third] = [Math.floor(planned.length * 0.6), Math.floor(planned.length * 0.85)];
  const waves = [planned.slice(0, second), planned.slice(second, third), planned.slice(third)];
  const pushed = (wave) => wave.find(({ siteId }) => siteId === 'BER1') ?? wave[0];
  const answersAgain = await faults.loseAnswers();
  await releaseOrders(plants, waves[0], tell);
  await followFirst(plants, planned[0], left, tell);
  await faults.mesOutage(async () => {
    await releaseOrders(plants, waves[1], tell);
    return pushed(waves[1]);
  });
  await faults.maintenance(() => releaseOrders(plants, waves[2], tell));
  await faults.orderLock(waves[2].at(-1));
  await watch(plants, planned, left, tell);
  await answersAgain();
}

/** What a plant makes: items with a routing. */
async function productsOf(plants, siteId) {
  const products = [];
  for await (const item of plants.systemErpRows('planner', `/sites/${siteId}/items`)) if (item.procurement === 'made') products.push(item);
  return products;
}

async function createOrders(plants, planned, products, tell) {
  for (const { siteId, order } of planned) await plants.erpCommand(siteId, { type: 'createOrder', order });
  for (const siteId of SITES) {
    const own = planned.filter((row) => row.siteId === siteId);
    if (own.length > 0) tell(`${siteId}: ${own.length} work orders were created in the ERP, ${own[0].order.workOrderId} to ${own.at(-1).order.workOrderId}, over ${products[siteId].length} products`);
  }
}

/** An order that nobody can make, a dry run, and a report of an order that nobody knows, which a supervisor discards. */
async function showRefusals(plants, { siteId, order }, tell) {
  const workOrderId = 'PILOT-BAD';
  await plants.erpCommand(siteId, { type: 'createOrder', order: { ...order, workOrderId, quantity: { ...order.quantity, value: '9000000' }, dueAt: new Date(Date.parse(order.startAt) - 3_600_000).toISOString() } });
  const { body } = await plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${workOrderId}/release`, { expected: [422] });
  tell(`${siteId}: the release of ${workOrderId} was refused with every violated rule: ${body.findings.map(({ code, path }) => code ?? path).join(', ')}; nothing was stored`);
  await plants.erpCommand(siteId, { type: 'cancelOrder', workOrderId });
  const { body: dry } = await plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${order.workOrderId}/release?dryRun=true`);
  tell(`${siteId}: a dry run for ${order.workOrderId} says it can${dry.releasable ? '' : 'not'} be released, without any effect`);

  const at = order.startAt;
  const report = { confirmationId: 'by-hand-1', workOrderId: 'PILOT-NONE', operationId: '0010', kind: 'partial', yield: order.quantity, startedAt: at, finishedAt: at };
  const { body: { messageId } } = await plants.process('admin', 'POST', `/sites/${siteId}/production-confirmations`, { body: report });
  const parked = await until('the parked report', async () => {
    const { body: message } = await plants.process('supervisor', 'GET', `/sites/${siteId}/messages/${messageId}`);
    return message.state === 'parked' ? message : undefined;
  }, { withinMs: 30_000 });
  await plants.process('supervisor', 'POST', `/sites/${siteId}/messages/${messageId}/discard`, { body: { reason: 'typed by mistake' } });
  tell(`${siteId}: a report by hand was taken and parked (${parked.error.code}: ${parked.error.reason}); the supervisor discarded it`);
}

async function releaseOrders(plants, planned, tell) {
  let first;
  for (const { siteId, order } of planned) {
    const { body } = await plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${order.workOrderId}/release`);
    first ??= body;
  }
  tell(`the planner released ${planned.length} work orders; message ${first.messageId} carries ${planned[0].order.workOrderId}`);
}

async function followFirst(plants, { siteId, order: { workOrderId } }, left, tell) {
  const execution = await until(`job orders of ${workOrderId} at the MES`, async () => {
    const { status, body } = await plants.process('planner', 'GET', `/sites/${siteId}/execution/${workOrderId}`, { expected: [200, 404] });
    return status === 200 && ['accepted', 'partly', 'refused'].includes(body.dispatch?.state) ? body : undefined;
  }, { withinMs: Math.min(left(), 120_000) });
  tell(`${siteId}: the MES has ${execution.dispatch.state} ${execution.jobOrders.map(({ jobOrderId }) => jobOrderId).join(' and ')}`);
}

/** Waits for the last confirmation of the last order. */
async function watch(plants, planned, left, tell) {
  let told = -1;
  await until('the last confirmation of the last order', async () => {
    const done = await completed(plants, planned);
    const quarter = Math.floor((done / planned.length) * 4);
    if (quarter > told) {
      told = quarter;
      tell(`${done} of ${planned.length} work orders are completed in the ERP`);
    }
    return done === planned.length ? true : undefined;
  }, { withinMs: left(), everyMs: 1_000 });
}

async function completed(plants, planned) {
  const ids = new Set(planned.map(({ order }) => order.workOrderId));
  let done = 0;
  for (const siteId of SITES) {
    for (const status of ['completed', 'closed']) {
      for await (const { workOrderId } of plants.systemErpRows('planner', `/sites/${siteId}/work-orders?status=${status}`)) if (ids.has(workOrderId)) done += 1;
    }
  }
  return done;
}

/** No message is open and no MES has anything to do or to say, for a while. */
async function becomeQuiet(plants, left, tell) {
  let open = [];
  let quietSince;
  const quiet = await until('quiet', async () => {
    open = await openMessages(plants);
    const books = await Promise.all(SITES.map((siteId) => plants.mesBook(siteId)));
    const isQuiet = open.length === 0 && books.every((book) => book.isQuiet && book.unanswered === 0);
    quietSince = isQuiet ? (quietSince ?? Date.now()) : undefined;
    return quietSince !== undefined && Date.now() - quietSince >= QUIET_FOR_MS ? true : undefined;
  }, { withinMs: Math.min(left(), 240_000), everyMs: 1_000 }).catch(() => false);
  if (quiet) return tell('no message is open and no MES has anything to say any more');
  for (const { siteId, kind, senderId, state, error } of open.slice(0, 10)) tell(`open: ${siteId} ${kind} ${senderId} is ${state}: ${error?.code ?? ''} ${error?.reason ?? ''}`);
  tell(`it does not become quiet: ${open.length} messages are open`);
}

async function openMessages(plants) {
  const open = [];
  for (const siteId of SITES) for (const state of OPEN_STATES) for await (const message of plants.processRows('supervisor', `/sites/${siteId}/messages?state=${state}`)) open.push(message);
  return open;
}

/** Somebody takes a confirmation back on an ERP screen and tells nobody: the ledger must name it. */
async function reverseUnseen(plants, { siteId }, tell) {
  const { feedbacks } = await plants.erpLedger(siteId);
  const { fbNo, bookDate } = feedbacks.findLast(({ cancels, cancelledBy }) => cancels === '' && cancelledBy === '');
  const postingDate = bookDate.replace(/^(....)(..)(..)$/, '$1-$2-$3');
  await plants.erpCommand(siteId, { type: 'reverse', reference: 'sabotage', confirmationNumber: fbNo, postingDate });
  tell(`sabotage: confirmation ${fbNo} was taken back on a screen of the ERP, and nobody was told`);
}

/** What became of all messages, and the whole life of the order with most turns, with the ids that a person would look for. */
async function tellOf(plants, planned, tell) {
  const messages = [];
  for (const siteId of SITES) for await (const message of plants.processRows('supervisor', `/sites/${siteId}/messages`)) messages.push(message);
  const count = (fits) => messages.filter(fits).length;
  const recovered = ({ note }) => /recovered/.test(note ?? '');
  tell(`${messages.length} messages: ${count(({ kind }) => kind === 'productionConfirmation')} confirmations, ${count(({ kind }) => kind === 'confirmationReversal')} reversals, ${count(({ state }) => state === 'annulled')} annulled, `
    + `${count(recovered)} recovered after a lost answer, ${count(({ failures }) => failures > 0)} tried more than once`);
  const turns = (message) => (message.kind === 'confirmationReversal' || message.state === 'annulled' ? 3 : recovered(message) ? 2 : 0);
  const rank = ({ order }) => messages.filter(({ workOrderId }) => workOrderId === order.workOrderId).reduce((sum, message) => sum + turns(message), 0);
  const { siteId, order: { workOrderId } } = planned.reduce((one, other) => (rank(other) > rank(one) ? other : one));
  tell(`the life of ${workOrderId} at ${siteId}:`);
  for (const { kind, senderId, state, operationId, erp, note } of messages.filter((message) => message.workOrderId === workOrderId)) {
    const documents = (erp?.documents ?? []).map(({ type, number }) => `${type} ${number}`).join(', ');
    tell(`  ${kind} ${senderId}${operationId ? ` at ${operationId}` : ''}: ${state}${documents ? `, ${documents}` : ''}${note ? ` (${note})` : ''}`);
  }
}

/** Clean is only what MES, ERP, ledger and messages all say; the ledger may take a moment to hear the last. */
async function judge(plants, planned, faults, left, tell) {
  const open = await openMessages(plants);
  let verdict = { found: [], grade: undefined };
  await until('a clean verdict', async () => {
    verdict = await failures(plants, SITES, planned, faults);
    return verdict.found.length === 0 ? true : undefined;
  }, { withinMs: Math.min(left(), 20_000), everyMs: 2_000 }).catch(() => undefined);
  const { found, grade } = verdict;
  if (open.length > 0) found.push(`${open.length} messages are open`);
  tell(`the truth ledger heard of ${grade.reports} reports, ${grade.reversals} reversals and ${grade.documents} ERP documents: ${grade.clean ? 'clean' : `${grade.findings.length} findings`}`);
  for (const finding of grade.findings.slice(0, 20)) tell(`  ${JSON.stringify(finding)}`);
  for (const failure of found) tell(`not clean: ${failure}`);
  return { clean: found.length === 0, failures: found, faults: faults?.met, grade };
}
