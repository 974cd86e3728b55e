import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { ReleaseStand } from './release-stand.js';

const pieces = (value: string) => ({ value, unit: 'H87' });
const times = { startedAt: '2026-11-22T07:00:00+01:00', finishedAt: '2026-11-22T08:00:00+01:00' };
const pathOf = (itemId: string, lotId: string) => `/process/v1/sites/BER1/items/${itemId}/lots/${lotId}/genealogy`;

/** Rotors are turned of steel and balanced; an actuator is built around one. */
describe('the genealogy of a lot, as somebody asks for it who has to recall one', () => {
  let stand: ReleaseStand;
  beforeAll(async () => {
    stand = await ReleaseStand.open({ isPatient: true });
    for (const [workOrderId, itemId] of [['WO-ROTOR', 'SA-20'], ['WO-ACTUATOR', 'FG-400']]) {
      const order = { workOrderId, itemId, quantity: pieces('20'), overDeliveryTolerancePercent: '5', released: true, startAt: '2026-11-22T05:00:00.000Z', dueAt: '2026-11-25T05:00:00.000Z' };
      await stand.simulation.apply({ type: 'createOrder', order });
    }
    await stand.startWorker();
    await until(async () => (await stand.execution('WO-ACTUATOR')).status === 'released' && (await stand.execution('WO-ROTOR')).status === 'released');
    await reported('turned', 'WO-ROTOR', '0010', { consumptions: [{ itemId: 'RM-1', lotId: 'RM1-A', backflush: true }] });
    await stand.message(await stand.consume({ consumptionId: 'shim', workOrderId: 'WO-ROTOR', operationId: '0010', itemId: 'RM-2', lotId: 'RM2-A', quantity: { value: '1.5', unit: 'KGM' }, consumedAt: times.finishedAt }), 'posted');
    await reported('balanced', 'WO-ROTOR', '0020', { producedLots: [{ lotId: 'ROTOR-7', quantity: pieces('5') }] });
    await reported('built', 'WO-ACTUATOR', '0010', { consumptions: [{ itemId: 'SA-20', lotId: 'ROTOR-7', backflush: true }] });
  });
  afterAll(() => stand.close());

  const reported = async (confirmationId: string, workOrderId: string, operationId: string, more: object): Promise<unknown> =>
    stand.message(await stand.confirm(workOrderId, operationId, '5', { confirmationId, ...times, ...more }), 'posted');

  it('goes one step each way, and every step says where to read on', async () => {
    const rotor = await stand.read<Genealogy>(pathOf('SA-20', 'ROTOR-7'));

    expect(rotor).toEqual({
      siteId: 'BER1', itemId: 'SA-20', lotId: 'ROTOR-7',
      madeBy: [{ workOrderId: 'WO-ROTOR', operationId: '0020', quantity: pieces('5') }],
      madeOf: [
        { workOrderId: 'WO-ROTOR', operationId: '0010', itemId: 'RM-1', lotId: 'RM1-A', serialNumbers: [], genealogy: pathOf('RM-1', 'RM1-A') },
        { workOrderId: 'WO-ROTOR', operationId: '0010', itemId: 'RM-2', lotId: 'RM2-A', quantity: { value: '1.5', unit: 'KGM' }, serialNumbers: [], genealogy: pathOf('RM-2', 'RM2-A') },
      ],
      usedBy: [{ workOrderId: 'WO-ACTUATOR', operationId: '0010', itemId: 'FG-400', serialNumbers: [], lots: [] }],
    });
    expect(await stand.read(rotor.madeOf[0].genealogy)).toMatchObject({
      itemId: 'RM-1', lotId: 'RM1-A', madeBy: [], madeOf: [],
      usedBy: [{ workOrderId: 'WO-ROTOR', operationId: '0010', itemId: 'SA-20', lots: [{ itemId: 'SA-20', lotId: 'ROTOR-7', genealogy: pathOf('SA-20', 'ROTOR-7') }] }],
    });
  });

  it('knows no use of it any more that was taken back', async () => {
    await stand.request({ role: 'mes', method: 'POST', url: '/process/v1/sites/BER1/production-confirmations/built/reversal' });

    await until(async () => (await stand.read<Genealogy>(pathOf('SA-20', 'ROTOR-7'))).usedBy.length === 0);
  });

  it('is not there for a lot that no report of the site names', async () => {
    const answer = await stand.request({ method: 'GET', url: pathOf('RM-1', 'ROTOR-7') }); // that number belongs to a rotor

    expect([answer.statusCode, answer.json()]).toEqual([404, expect.objectContaining({ code: 'NOT_FOUND', findings: [expect.objectContaining({ path: '/path/lotId' })] })]);
  });
});

interface Genealogy {
  readonly madeOf: readonly { readonly genealogy: string }[];
  readonly usedBy: readonly object[];
}
