import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { PlanningStand } from './planning-stand.js';

const DOWNTIME = 'WU-10-A@2026-11-22T08:10:00.000Z';
const REPLAN = 'LINE-1@2026-11-22T08:20:00.000Z';
const forLine = (customerOrderId: string) => ({ customerOrderId, customerOrderLineId: '10' });

/** From the machine's own words to the day that a customer is promised, with nothing told by hand in between. */
describe('a machine that fails while it works on an order', () => {
  let stand: PlanningStand;
  let affected: string;
  let other: string;
  const says = (eventId: string, occurredAt: string, content: object) => stand.post('equipment-events', { events: [{ eventId, equipmentId: 'WU-10-A', type: 'state', occurredAt, ...content }] }, 'edge');
  const promises = async (): Promise<readonly PromiseDate[]> => (await stand.read<{ items: readonly PromiseDate[] }>('promise-dates')).items;

  beforeAll(async () => {
    stand = await PlanningStand.open('automatic', {}, { maintenance: { backend: 'in-memory' } });
    affected = await stand.workOrderFor('PL-1', forLine('SO-1'));
    other = await stand.workOrderFor('PL-2', forLine('SO-2'));
    await stand.schedule(1, { [affected]: 8, [other]: 12 });
    await until(async () => (await promises()).length === 2);
  });
  afterAll(() => stand.close());

  it('stands as one downtime at its work center, with the order that ran', async () => {
    stand.pass(10 * 60);
    expect((await says('E-1', '2026-11-22T08:01:00Z', { state: 'running', workOrderId: affected, operationId: '0010' })).json()).toMatchObject({ results: [{ outcome: 'accepted' }] });
    await says('E-2', '2026-11-22T08:10:00Z', { state: 'down', reasonCode: 'E-MECH' });
    stand.pass(10 * 60);
    await until(async () => (await stand.read<{ items: readonly { alertedAt?: string }[] }>('downtimes')).items[0]?.alertedAt);

    expect((await stand.read<{ items: readonly object[] }>('downtimes')).items).toEqual([
      expect.objectContaining({ downtimeId: DOWNTIME, equipmentId: 'WU-10-A', workCenterId: 'WC-10', lineId: 'LINE-1', workOrderId: affected, operationId: '0010', reasonCode: 'MECHANICAL_FAILURE', kind: 'down', isMicroStop: false }),
    ]);
  });

  it('raises one alert, asks maintenance once, and planning once when the window is over', async () => {
    await stand.causes(1);
    stand.pass(300);
    await until(() => stand.planning.requests.length > 0 && stand.maintenance.asked.length > 0);
    await until(async () => (await stand.messagesOf('replanRequest'))[0].state === 'posted' && (await stand.messagesOf('maintenanceRequest'))[0].state === 'posted');

    expect(await stand.events('alert.raised.v1')).toEqual([expect.objectContaining({ downtimeId: DOWNTIME, workOrderId: affected, workCenterId: 'WC-10' })]);
    expect(stand.maintenance.asked).toEqual([expect.objectContaining({ maintenanceRequestId: DOWNTIME, equipmentId: 'WU-10-A', workOrderId: affected, priority: 'high' })]);
    expect(stand.planning.requests).toEqual([expect.objectContaining({
      replanRequestId: REPLAN, lineId: 'LINE-1', causeCount: 1, causes: [expect.objectContaining({ trigger: 'equipmentDown', objectId: DOWNTIME, equipmentId: 'WU-10-A', workCenterId: 'WC-10', workOrderId: affected })],
    })]);
    for (const kind of ['replanRequest', 'maintenanceRequest']) expect(await stand.messagesOf(kind)).toHaveLength(1);
  });

  it('moves the promise of that order by the schedule that answers the replan, and no other', async () => {
    const before = await promises();
    await stand.schedule(2, { [affected]: 32, [other]: 12 }, REPLAN);
    await until(async () => (await promises()).some(({ scheduleVersion }) => scheduleVersion === 2));

    expect(await stand.read('schedule')).toMatchObject({ version: 2, supersedes: 1, reason: 'replan', replanRequestIds: [REPLAN] });
    expect((await stand.events<{ replanRequestIds: unknown; affected: readonly { workOrderId: string }[] }>('schedule.published.v1')).at(-1)).toMatchObject({ replanRequestIds: [REPLAN], affected: [{ workOrderId: affected }] });
    expect(await promises()).toEqual([
      expect.objectContaining({ customerOrderId: 'SO-1', workOrderId: affected, scheduleVersion: 2, promisedOn: '2026-11-25', promisedBefore: '2026-11-24' }),
      before.find(({ customerOrderId }) => customerOrderId === 'SO-2'),
    ]);
    expect(stand.customers.updates.map(({ promiseUpdateId }) => promiseUpdateId).sort()).toEqual(['SO-1/10@1', 'SO-1/10@2', 'SO-2/10@1']);
  });
});

interface PromiseDate {
  readonly customerOrderId: string;
  readonly scheduleVersion: number;
  readonly promisedOn: string;
}
