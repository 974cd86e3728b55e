import { setTimeout as sleep } from 'node:timers/promises';

/** What the gateway itself tells of an ERP in which something stands that should not: messages in a doubt that a person ends, messages that stand twice, and drifts of its books. Waits until each of `orders` is told of, or the time is over. */
export async function alarmedOrders(calls, orders, withinMs) {
  const told = new Map();
  for (const until = Date.now() + withinMs; ;) {
    for (const { workOrderId, error } of await calls.rows('/messages?state=parked')) if (error?.code.startsWith('DOUBT_')) told.set(workOrderId, `parked ${error?.code}`);
    for (const { workOrderId, error } of await calls.rows('/messages?state=postedWithFollowUp')) if (error?.code === 'STANDS_TWICE') told.set(workOrderId, `follow-up ${error.code}`);
    for (const { workOrderId, explanations } of await calls.rows('/conservation/drifts?open=true')) told.set(workOrderId, `drift ${explanations.map(({ kind }) => kind).join(' ')}`);
    if (orders.every((order) => told.has(order)) || Date.now() > until) return told;
    await sleep(1_000);
  }
}
