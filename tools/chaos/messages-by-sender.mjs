const FINISHED = ['posted', 'annulled', 'discarded'];

/** What the gateway says of every report and every wish to take one back, by kind and sender id. One that is held by a message of its operation that is with a person says so. */
export async function messagesBySender(calls) {
  const rows = [...(await calls.rows('/messages?kind=productionConfirmation')), ...(await calls.rows('/messages?kind=confirmationReversal'))];
  const laneOf = ({ workOrderId, operationId }) => `${workOrderId} ${operationId}`;
  const stopped = new Set(rows.filter(({ state }) => state === 'parked').map(laneOf));
  return new Map(rows.map((row) => [`${row.kind}:${row.senderId}`, { ...row, isHeld: stopped.has(laneOf(row)) && !FINISHED.includes(row.state) }]));
}
