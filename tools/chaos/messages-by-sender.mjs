import { behindParked } from './behind-parked.mjs';

const FINISHED = ['posted', 'annulled', 'discarded'];

/** What the gateway says of every report and every wish to take one back, by kind and sender id. One that is held by an earlier message of its operation that is with a person says so. */
export async function messagesBySender(calls) {
  const rows = [...(await calls.rows('/messages?kind=productionConfirmation')), ...(await calls.rows('/messages?kind=confirmationReversal'))];
  const isBehind = behindParked(rows.filter(({ state }) => state === 'parked'));
  return new Map(rows.map((row) => [`${row.kind}:${row.senderId}`, { ...row, isHeld: isBehind(row) && !FINISHED.includes(row.state) }]));
}
