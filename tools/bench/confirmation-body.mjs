// Production confirmations of about 1 KB for the intake bench: all differ in their id, and they spread over 50 work orders as in a plant of that size.
const ORDERS = 50;

/** Makes `number => body`: text of always the same length. `run` keeps the ids of one run apart from those of others. */
export function confirmationBodies(run) {
  const hour = 60 * 60 * 1_000;
  const [startedAt, finishedAt] = [2 * hour, hour].map((ago) => new Date(Date.now() - ago).toISOString());
  const template = JSON.stringify({
    confirmationId: '<id>', workOrderId: '<order>', operationId: '0010', kind: 'partial', yield: { value: '12.000', unit: 'H87' },
    scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }],
    producedLots: [{ lotId: 'L-2026-11-22-A', quantity: { value: '12.000', unit: 'H87' } }],
    consumptions: [{ itemId: 'RM-1', lotId: 'RM1-0815', quantity: { value: '9.75', unit: 'KGM' } }, { itemId: 'CP-2', quantity: { value: '26', unit: 'H87' } }],
    labor: ['CREW-EARLY-1', 'CREW-EARLY-2'].map((crewId) => ({ crewId, activityCode: 'ASSEMBLY', startedAt, finishedAt })),
    machineTimes: [{ equipmentId: 'WU-10-A', activityCode: 'run', startedAt, finishedAt }],
    startedAt, finishedAt, workCenterId: 'WC-10', equipmentId: 'WU-10-A', exceptionCodes: ['TOOL_CHANGED'],
  });
  const [head, middle, tail] = template.split(/<id>|<order>/);
  return (number) => `${head}${run}-${String(number).padStart(9, '0')}${middle}BENCH-${String(number % ORDERS).padStart(3, '0')}${tail}`;
}
