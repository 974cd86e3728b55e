import { failures } from './evidence.mjs';
import { Faults } from './faults.mjs';
import { until } from './http.mjs';
import { OrderChanges } from './order-changes.mjs';
import { plannedOrders } from './orders.mjs';
import { Planner } from './planner.mjs';
import { allMessages, tellWorkflow } from './workflow.mjs';

const OPEN_STATES = ['accepted', 'posting', 'retrying', 'waiting', 'inDoubt', 'parked', 'awaitingApproval', 'postedWithFollowUp'];
/** Longer than a MES waits before it tries again. */
const QUIET_FOR_MS = 12_000;
const HOUR_MS = 3_600_000;
const CHANGE_EVERY_MS = 4_000;

/** The pilot from the first order to the grade. `tell` says each step as a person would. Answers the result, clean or not. */
export async function playStory(plants, { siteIds, seed, hours, speed, orders: count, calm, sabotage, within }, tell) {
  const endsAt = Date.now() + within * 1_000;
  const left = () => Math.max(1_000, endsAt - Date.now());
  const businessNow = new Date((await plants.mesBook(siteIds[0])).businessTime);
  const worksUntil = Date.now() + (hours * HOUR_MS) / speed;
  const products = Object.fromEntries(await Promise.all(siteIds.map(async (siteId) => [siteId, await productsOf(plants, siteId)])));
  const planned = plannedOrders({ seed, count, products, startAt: businessNow, hours });
  const own = new Set(planned.map(({ siteId, order: { workOrderId } }) => `${siteId} ${workOrderId}`));

  await createOrders(plants, siteIds, planned, products, tell);
  await showRefusals(plants, planned[0], tell);
  const planner = new Planner(plants, siteIds, (siteId, workOrderId) => own.has(`${siteId} ${workOrderId}`), tell);
  planner.start();
  const changes = calm ? undefined : new OrderChanges(plants, siteIds, seed, tell);
  const changing = changes && changeUntil(changes, worksUntil);
  changing?.catch(() => undefined); // met below, unless the story is broken off before
  const faults = calm ? undefined : new Faults(plants, siteIds, { maintenanceMs: HOUR_MS / speed }, tell);
  await (calm ? releaseOrders(plants, planned, tell) : withFaults(plants, planned, faults, { hours, speed, worksUntil, left }, tell));
  await changing;
  await passed(worksUntil);
  for (const siteId of siteIds) await plants.restSystems(siteId);
  tell(`the plants have worked for ${hours} hours; machines, planning and customers begin nothing new`);
  await watch(plants, siteIds, left, tell);
  await becomeQuiet(plants, siteIds, left, tell);
  await planner.stop();
  if (sabotage) await reverseUnseen(plants, planned[0], tell);
  await tellOf(plants, siteIds, planned, tell);
  const workflow = await tellWorkflow(plants, siteIds, tell);
  tell(`the planner agreed to ${planner.done.approved} conversions, released ${planner.done.released} orders of planning and gave up ${planner.done.discarded} changes${changes ? `; ${changes.done.gateway} changes were asked for, ${changes.done.screen} made on ERP screens` : ''}`);
  return judge(plants, siteIds, planned, { faults, changes, workflow, late: planner.late, calm }, left, tell);
}

const passed = (instant) => new Promise((resolve) => setTimeout(resolve, Math.max(0, instant - Date.now())));

async function changeUntil(changes, instant) {
  for (; Date.now() + CHANGE_EVERY_MS < instant; await passed(Date.now() + CHANGE_EVERY_MS)) await changes.round();
  await changes.end();
}

/** Three waves of releases: the first runs under lost answers, the second meets a MES outage, the third, in the middle of the time, an ERP in maintenance and an order that somebody has open. */
async function withFaults(plants, planned, faults, { hours, speed, worksUntil, left }, tell) {
  const [second, third] = [Math.floor(planned.length * 0.6), Math.floor(planned.length * 0.85)];
  const waves = [planned.slice(0, second), planned.slice(second, third), planned.slice(third)];
  const pushed = (wave) => wave.find(({ siteId }) => siteId.startsWith('BER')) ?? wave[0];
  const before = (share) => passed(worksUntil - (hours * HOUR_MS * share) / speed);
  const answersAgain = await faults.loseAnswers();
  await releaseOrders(plants, waves[0], tell);
  await followFirst(plants, planned[0], left, tell);
  await before(0.75);
  await faults.mesOutage(async () => {
    await releaseOrders(plants, waves[1], tell);
    return pushed(waves[1]);
  });
  await before(0.5);
  await faults.maintenance(() => releaseOrders(plants, waves[2], tell));
  await faults.orderLock(waves[2].at(-1));
  await passed(worksUntil);
  await answersAgain();
}

/** What a plant makes: items with a routing. */
async function productsOf(plants, siteId) {
  const products = [];
  for await (const item of plants.systemErpRows('planner', `/sites/${siteId}/items`)) if (item.procurement === 'made') products.push(item);
  return products;
}

async function createOrders(plants, siteIds, planned, products, tell) {
  for (const { siteId, order } of planned) await plants.erpCommand(siteId, { type: 'createOrder', order });
  for (const siteId of siteIds) {
    const own = planned.filter((row) => row.siteId === siteId);
    if (own.length > 0) tell(`${siteId}: ${own.length} work orders were created in the ERP, ${own[0].order.workOrderId} to ${own.at(-1).order.workOrderId}, over ${products[siteId].length} products`);
  }
}

/** An order that nobody can make, a dry run, and a report of an order that nobody knows, which a supervisor discards. */
async function showRefusals(plants, { siteId, order }, tell) {
  const workOrderId = 'PILOT-BAD';
  await plants.erpCommand(siteId, { type: 'createOrder', order: { ...order, workOrderId, quantity: { ...order.quantity, value: '9000000' }, dueAt: new Date(Date.parse(order.startAt) - 3_600_000).toISOString() } });
  const { body } = await until('an ERP that answers in time', async () => {
    const { status, body: answer } = await plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${workOrderId}/release?dryRun=true`, { expected: [422, 503] });
    return status === 422 ? { body: answer } : undefined;
  }, { withinMs: 30_000 });
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

/** Waits until every order that was released is completed, closed or cancelled in the ERP, whoever asked for it. */
async function watch(plants, siteIds, left, tell) {
  let told = -1;
  await until('the last confirmation of the last order', async () => {
    const { done, open } = await standings(plants, siteIds);
    const quarter = Math.floor((done / (done + open)) * 4);
    if (quarter > told) {
      told = quarter;
      tell(`${done} of ${done + open} work orders are completed or cancelled in the ERP`);
    }
    return open === 0 ? true : undefined;
  }, { withinMs: left(), everyMs: 1_000 });
}

async function standings(plants, siteIds) {
  const count = { done: 0, open: 0 };
  for (const siteId of siteIds) {
    for (const status of ['created', 'released', 'inProgress', 'held']) for await (const { workOrderId } of plants.systemErpRows('planner', `/sites/${siteId}/work-orders?status=${status}`)) count.open += workOrderId === 'PILOT-BAD' ? 0 : 1;
    for (const status of ['completed', 'closed', 'cancelled']) for await (const { workOrderId } of plants.systemErpRows('planner', `/sites/${siteId}/work-orders?status=${status}`)) count.done += workOrderId === 'PILOT-BAD' ? 0 : 1;
  }
  return count;
}

/** No message is open and no system has anything to do or to say, for a while. */
async function becomeQuiet(plants, siteIds, left, tell) {
  let open = [];
  let systems = [];
  let quietSince;
  const quiet = await until('quiet', async () => {
    open = await openMessages(plants, siteIds);
    const books = await Promise.all(siteIds.map((siteId) => plants.mesBook(siteId)));
    systems = await Promise.all(siteIds.map((siteId) => plants.systemsBook(siteId)));
    const isQuiet = open.length === 0 && books.every((book) => book.isQuiet && book.unanswered === 0) && systems.every((book) => book.isQuiet);
    quietSince = isQuiet ? (quietSince ?? Date.now()) : undefined;
    return quietSince !== undefined && Date.now() - quietSince >= QUIET_FOR_MS ? true : undefined;
  }, { withinMs: Math.min(left(), 240_000), everyMs: 1_000 }).catch(() => false);
  if (quiet) return tell('no message is open and no system has anything to say any more');
  for (const { siteId, kind, senderId, state, error } of open.slice(0, 10)) tell(`open: ${siteId} ${kind} ${senderId} is ${state}: ${error?.code ?? ''} ${error?.reason ?? ''}`);
  for (const book of systems.filter(({ isQuiet }) => !isQuiet)) tell(`not quiet: ${JSON.stringify(book)}`);
  tell(`it does not become quiet: ${open.length} messages are open`);
}

async function openMessages(plants, siteIds) {
  const open = [];
  for (const siteId of siteIds) for (const state of OPEN_STATES) for await (const message of plants.processRows('supervisor', `/sites/${siteId}/messages?state=${state}`)) open.push(message);
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
async function tellOf(plants, siteIds, planned, tell) {
  const messages = [];
  for (const siteId of siteIds) messages.push(...(await allMessages(plants, siteId)));
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

/** Clean is only what every system, the ledger and the messages all say; the ledger may take a moment to hear the last. */
async function judge(plants, siteIds, planned, { faults, changes, workflow, late, calm }, left, tell) {
  const open = await openMessages(plants, siteIds);
  let verdict = { found: [], grade: undefined };
  await until('a clean verdict', async () => {
    verdict = await failures(plants, siteIds, planned, { faults, late });
    return verdict.found.length === 0 ? true : undefined;
  }, { withinMs: Math.min(left(), 20_000), everyMs: 2_000 }).catch(() => undefined);
  const { found, grade } = verdict;
  found.push(...workflow.found);
  if (!calm) for (const [name, times] of Object.entries({ ...workflow.met, changesThroughTheGateway: changes.done.gateway, changesOnScreens: changes.done.screen })) if (times === 0) found.push(`there was none of ${name}: the run proves nothing about it, take more hours`);
  if (open.length > 0) found.push(`${open.length} messages are open`);
  tell(`the truth ledger heard of ${grade.reports} reports, ${grade.reversals} reversals and ${grade.documents} ERP documents: ${grade.clean ? 'clean' : `${grade.findings.length} findings`}`);
  for (const finding of grade.findings.slice(0, 20)) tell(`  ${JSON.stringify(finding)}`);
  for (const failure of found) tell(`not clean: ${failure}`);
  return { clean: found.length === 0, failures: found, faults: faults?.met, workflow: workflow.met, changes: changes?.done, grade };
}
