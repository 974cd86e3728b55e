const FEED_TYPES = ['replan.requested.v1', 'schedule.published.v1', 'promise-date.changed.v1', 'quality.hold-released.v1', 'quality.lot-disposed.v1', 'production.confirmation-reversed.v1', 'job-order.acknowledged.v1'];

/**
 * The reference workflow as the gateway's own readers see it: planned order → work order → execution with machine events → downtime → alert, one maintenance request, one replan → a new
 * schedule → a promise date that moved. Told with the ids that a person would look for; what did not happen is a failure in words.
 */
export async function tellWorkflow(plants, siteIds, tell) {
  const found = [];
  const met = { plannedOrders: 0, schedules: 0, downtimesWithOrder: 0, maintenanceRequests: 0, replans: 0, promiseDates: 0, holdsEnded: 0, replansAnswered: 0, promisesMoved: 0, reversals: 0, negotiatedChanges: 0 };
  let toldOf;
  for (const siteId of siteIds) {
    const messages = await allMessages(plants, siteId);
    const posted = (kind) => messages.filter((message) => message.kind === kind && message.state === 'posted');
    met.plannedOrders += posted('plannedOrderConversion').length;
    met.schedules += posted('scheduleVersion').length;
    met.replans += posted('replanRequest').length;
    met.promiseDates += posted('promiseDate').length;
    const downtimes = [];
    for await (const downtime of plants.processRows('supervisor', `/sites/${siteId}/downtimes`)) downtimes.push(downtime);
    const failures = downtimes.filter(({ kind, isMicroStop, alertedAt }) => kind === 'down' && !isMicroStop && alertedAt !== undefined);
    const requests = posted('maintenanceRequest');
    met.downtimesWithOrder += failures.filter(({ workOrderId }) => workOrderId !== undefined).length;
    met.maintenanceRequests += requests.length;
    const asked = new Set(requests.map(({ senderId }) => senderId));
    for (const { downtimeId } of failures) if (!asked.has(downtimeId)) found.push(`${siteId}: nobody asked maintenance about the failure ${downtimeId}`);
    if (asked.size !== requests.length || requests.length > failures.length) found.push(`${siteId}: ${failures.length} failures and ${requests.length} requests to maintenance`);
    found.push(...(await followFeed(plants, siteId, failures, met)));
    toldOf ??= await oneFailure(plants, siteId, failures, tell);
  }
  tell(`${met.plannedOrders} planned orders became work orders, ${met.schedules} schedules, ${met.downtimesWithOrder} failures with a running order, ${met.maintenanceRequests} requests to maintenance, ${met.replans} replans, ${met.replansAnswered} of them answered by a schedule, ${met.promiseDates} promise dates of which ${met.promisesMoved} moved, ${met.holdsEnded} holds that ended, ${met.reversals} reversals, ${met.negotiatedChanges} changes that the MES agreed to`);
  return { found, met };
}

/** What the feed of the site tells from its first event on: whether what was begun came to its end. Every alerted failure is a cause of one replan, and every replan has a schedule that names it. */
async function followFeed(plants, siteId, failures, met) {
  const events = await plants.consumerFeed('supervisor', siteId, FEED_TYPES);
  const of = (type) => events.filter((event) => event.type === type).map(({ data }) => data);
  const replans = of('replan.requested.v1');
  const answered = new Set(of('schedule.published.v1').flatMap(({ replanRequestIds }) => replanRequestIds));
  met.replansAnswered += replans.filter(({ replanRequestId }) => answered.has(replanRequestId)).length;
  met.promisesMoved += of('promise-date.changed.v1').filter(({ promisedBefore }) => promisedBefore !== undefined).length;
  met.holdsEnded += of('quality.hold-released.v1').length + of('quality.lot-disposed.v1').length;
  met.reversals += of('production.confirmation-reversed.v1').length;
  met.negotiatedChanges += of('job-order.acknowledged.v1').filter(({ proposalFor, answer }) => proposalFor !== undefined && answer !== 'refused').length;
  const found = replans.filter(({ replanRequestId }) => !answered.has(replanRequestId)).map(({ replanRequestId }) => `${siteId}: no schedule answers the replan ${replanRequestId}`);
  const downs = replans.flatMap(({ causes }) => causes).filter(({ trigger }) => trigger === 'equipmentDown').map(({ objectId }) => objectId);
  for (const { downtimeId } of failures) {
    const times = downs.filter((objectId) => objectId === downtimeId).length;
    if (times !== 1) found.push(`${siteId}: the failure ${downtimeId} is a cause of ${times} replans`);
  }
  return found;
}

/** From the machine that stood still to the customer, for one failure that stopped an order. */
async function oneFailure(plants, siteId, failures, tell) {
  const failure = failures.find(({ workOrderId, endedAt }) => workOrderId !== undefined && endedAt !== undefined);
  if (failure === undefined) return undefined;
  const { downtimeId, equipmentId, workCenterId, workOrderId, operationId, reasonCode, startedAt, endedAt } = failure;
  tell(`${siteId}: ${equipmentId} of ${workCenterId} stood still from ${startedAt} to ${endedAt} (${reasonCode ?? 'no reason given'}) under ${workOrderId} ${operationId ?? ''}; downtime ${downtimeId}`);
  const { body } = await plants.consumer('supervisor', 'GET', `/sites/${siteId}/work-orders/${workOrderId}/timeline?limit=1000`);
  tell(`  the life of ${workOrderId} across all systems, ${body.items.length} steps:`);
  for (const { at, system, title } of body.items.slice(0, 60)) tell(`    ${at}  ${system}: ${title}`);
  return failure;
}

export async function allMessages(plants, siteId) {
  const messages = [];
  for await (const message of plants.processRows('supervisor', `/sites/${siteId}/messages`)) messages.push(message);
  return messages;
}
