/** Bodies to start from, shown in the document and at /docs. */
export const EXAMPLE_CONFIRMATIONS = {
  smallest: {
    summary: 'What every report has',
    value: {
      confirmationId: 'mes-000123', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial',
      yield: { value: '12', unit: 'H87' }, scrap: [{ quantity: { value: '1', unit: 'H87' }, reasonCode: 'BURR' }],
      startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00', workCenterId: 'WC-10',
    },
  },
  traced: {
    summary: 'With lots, material and time',
    value: {
      confirmationId: 'mes-000124', workOrderId: 'WO-1001', operationId: '0010', kind: 'final',
      yield: { value: '12', unit: 'H87' }, producedLots: [{ lotId: 'L-2026-11-22-A', quantity: { value: '12', unit: 'H87' } }],
      consumptions: [{ itemId: 'RM-1', lotId: 'RM1-0815', quantity: { value: '9', unit: 'KGM' } }],
      labor: [{ crewId: 'CREW-EARLY-1', activityCode: 'ASSEMBLY', startedAt: '2026-11-22T06:40:00+01:00', finishedAt: '2026-11-22T07:20:00+01:00' }],
      machineTimes: [{ equipmentId: 'WU-10-A', activityCode: 'run', startedAt: '2026-11-22T06:42:00+01:00', finishedAt: '2026-11-22T07:18:00+01:00' }],
      startedAt: '2026-11-22T06:40:00+01:00', finishedAt: '2026-11-22T07:20:00+01:00', workCenterId: 'WC-10',
    },
  },
};
