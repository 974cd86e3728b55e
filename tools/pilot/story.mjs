import { Faults } from './faults.mjs';
import { until } from './http.mjs';
import { plannedOrders } from './orders.mjs';

const SITES = ['BER1', 'CHI1'];
const OPEN_STATES = ['accepted', 'posting', 'retrying', 'waiting', 'inDoubt', 'parked', 'awaitingApproval', 'postedWithFollowUp'];
const QUIET_FOR_MS = 6_000;

/** The pilot from the first order to the grade. `tell` says each step as a person would. @returns the result, clean or not */
export async function playStory(plants, { seed, orders: count, calm, within }, tell) {
  const endsAt = Date.now() + within * 1_000;
  const left = () => Math.max(1_000, endsAt - Date.now());
  const businessNow = new Date((await plants.mesBook(SITES[0])).businessTime);
  const products = Object.fromEntries(await Promise.all(SITES.map(async (siteId) => [siteId, await productsOf(plants, siteId)])));
  const planned = plannedOrders({ seed, count, products, startAt: businessNow });

  await createOrders(plants, planned, products, tell);
  await showRefusal(plants, planned[0], tell);
  const faults = new Faults(plants, SITES, tell);
  if (!calm) await faults.loseAnswers();
  await releaseOrders(plants, planned, tell);
  await followFirst(plants, planned[0], left, tell);
  await watch(plants, planned, { left, tell, disturbances: calm ? [] : faults.onTheWay() });
  await faults.end();
  await becomeQuiet(plants, left, tell);
  await tellOf(plants, planned, tell);
  const result = await grade(plants, left, tell);
  const unproven = calm ? [] : faults.unproven();
  for (const name of unproven) tell(`the run proves nothing about ${name}: no request met it; take more orders`);
  return { ...result, clean: result.clean && unproven.length === 0, ...(calm ? {} : { faults: faults.struck }) };
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

/** An order that nobody can make: more than any store holds, and due before it starts. */
async function showRefusal(plants, { siteId, order }, tell) {
  const workOrderId = 'PILOT-BAD';
  await plants.erpCommand(siteId, { type: 'createOrder', order: { ...order, workOrderId, quantity: { ...order.quantity, value: '9000000' }, dueAt: new Date(Date.parse(order.startAt) - 3_600_000).toISOString() } });
  const { body } = await plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${workOrderId}/release`, { expected: [422] });
  tell(`${siteId}: the release of ${workOrderId} was refused with every violated rule: ${body.findings.map(({ code, path }) => code ?? path).join(', ')}; nothing was stored`);
  const { body: dry } = await plants.process('planner', 'POST', `/sites/${siteId}/work-orders/${order.workOrderId}/release?dryRun=true`);
  tell(`${siteId}: a dry run for ${order.workOrderId} says ${dry.releasable ? 'it can be released' : 'it cannot be released'}, without any effect`);
  await plants.erpCommand(siteId, { type: 'cancelOrder', workOrderId });
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

/** Waits for the last confirmation, with a maintenance window and a MES outage on the way. */
async function watch(plants, planned, { left, tell, disturbances }) {
  let told = -1;
  await until('the last confirmation of the last order', async () => {
    const done = await completed(plants, planned);
    const share = done / planned.length;
    if (Math.floor(share * 4) > told) {
      told = Math.floor(share * 4);
      tell(`${done} of ${planned.length} work orders are completed in the ERP`);
    }
    if (disturbances.length > 0 && share >= disturbances[0].from) await disturbances.shift().begin();
    return done === planned.length ? true : undefined;
  }, { withinMs: left(), everyMs: 1_000 });
}

async function completed(plants, planned) {
  const ids = new Set(planned.map(({ order }) => order.workOrderId));
  let done = 0;
  try {
    for (const siteId of SITES) {
      for (const status of ['completed', 'closed']) {
        for await (const { workOrderId } of plants.systemErpRows('planner', `/sites/${siteId}/work-orders?status=${status}`)) if (ids.has(workOrderId)) done += 1;
      }
    }
    return done;
  } catch {
    return 0; // in maintenance nobody can say
  }
}

/** Nothing is open and nothing new comes, for a while. */
async function becomeQuiet(plants, left, tell) {
  let open = [];
  let quietSince;
  await until('quiet: no open message', async () => {
    open = await openMessages(plants);
    quietSince = open.length === 0 ? (quietSince ?? Date.now()) : undefined;
    return quietSince !== undefined && Date.now() - quietSince >= QUIET_FOR_MS ? true : undefined;
  }, { withinMs: Math.min(left(), 240_000), everyMs: 1_000 }).catch(() => undefined);
  if (open.length === 0) return tell('no message is open any more');
  for (const { siteId, kind, senderId, state, error } of open.slice(0, 10)) tell(`open: ${siteId} ${kind} ${senderId} is ${state}: ${error?.code ?? ''} ${error?.reason ?? ''}`);
  tell(`${open.length} messages are still open`);
}

async function openMessages(plants) {
  const open = [];
  for (const siteId of SITES) for (const state of OPEN_STATES) for await (const message of plants.processRows('supervisor', `/sites/${siteId}/messages?state=${state}`)) open.push(message);
  return open;
}

/** What became of all messages, and the whole life of the order with most turns, with the ids that a person would look for. */
async function tellOf(plants, planned, tell) {
  const messages = [];
  for (const siteId of SITES) for await (const message of plants.processRows('supervisor', `/sites/${siteId}/messages`)) messages.push(message);
  const count = (fits) => messages.filter(fits).length;
  tell(`${messages.length} messages: ${count(({ kind }) => kind === 'productionConfirmation')} confirmations, ${count(({ kind }) => kind === 'confirmationReversal')} reversals, ${count(({ state }) => state === 'annulled')} annulled, `
    + `${count(({ note }) => /recovered/.test(note ?? ''))} recovered after a lost answer, ${count(({ failures }) => failures > 0)} tried more than once`);
  const rank = ({ order }) => messages.reduce((sum, { workOrderId, kind, note, state }) => sum + (workOrderId !== order.workOrderId ? 0 : kind === 'confirmationReversal' || state === 'annulled' ? 3 : /recovered/.test(note ?? '') ? 2 : 0), 0);
  const { siteId, order: { workOrderId } } = planned.reduce((one, other) => (rank(other) > rank(one) ? other : one));
  tell(`the life of ${workOrderId} at ${siteId}:`);
  for (const { kind, senderId, state, operationId, erp, note } of messages.filter((message) => message.workOrderId === workOrderId)) {
    const documents = (erp?.documents ?? []).map(({ type, number }) => `${type} ${number}`).join(', ');
    tell(`  ${kind} ${senderId}${operationId ? ` at ${operationId}` : ''}: ${state}${documents ? `, ${documents}` : ''}${note ? ` (${note})` : ''}`);
  }
}

/** The ledger must be clean and have heard of every document that the ERP has. */
async function grade(plants, left, tell) {
  const open = await openMessages(plants);
  let grade;
  let documents;
  await until('a clean grade', async () => {
    documents = 0;
    for (const siteId of SITES) documents += await plants.erpDocuments(siteId);
    grade = await plants.grade();
    return grade.clean && grade.documents === documents ? grade : undefined;
  }, { withinMs: Math.min(left(), 20_000), everyMs: 1_000 }).catch(() => undefined);
  tell(`the truth ledger heard of ${grade.reports} reports and ${grade.documents} of ${documents} ERP documents: ${grade.clean ? 'clean' : `${grade.findings.length} findings`}`);
  for (const finding of grade.findings.slice(0, 20)) tell(`  ${JSON.stringify(finding)}`);
  const clean = grade.clean && grade.reports > 0 && grade.documents === documents && open.length === 0;
  return { clean, openMessages: open.length, erpDocuments: documents, grade };
}
