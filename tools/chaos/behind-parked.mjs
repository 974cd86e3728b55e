/** Tells of a message whether it was accepted after one of its operation that is with a person: it keeps its place, and is not the gateway's to finish. */
export function behindParked(parked) {
  const laneOf = ({ workOrderId, operationId }) => `${workOrderId} ${operationId}`;
  const firstOf = new Map();
  for (const { acceptedAt, ...message } of parked) {
    const key = laneOf(message);
    if (!(firstOf.get(key) <= acceptedAt)) firstOf.set(key, acceptedAt);
  }
  return (message) => firstOf.get(laneOf(message)) <= message.acceptedAt;
}
