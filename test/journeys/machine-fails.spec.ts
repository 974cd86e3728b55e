import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { EquipmentStand } from './equipment-stand.js';
import { MAINTENANCE_SAYS_AT } from './maintenance-in-memory.js';

const FAILED = 'WU-20-A@2026-11-22T08:10:00.000Z';
const down = { eventId: 'F-1', type: 'state', state: 'down', reasonCode: 'E-4711', workOrderId: 'WO-1001', operationId: '0020', occurredAt: '2026-11-22T09:10:00+01:00' };
const overHttp = (event: object): object => ({ events: [{ equipmentId: 'WU-20-A', ...event }] });

describe('a machine that fails', () => {
  let stand: EquipmentStand;
  beforeAll(async () => { stand = await EquipmentStand.open(); });
  afterAll(() => stand.close());

  it('makes one downtime, one alert and one request to maintenance, though it is told three times and over HTTP and MQTT', async () => {
    stand.pass(11 * 60);
    await stand.publish('state', down);
    await stand.publish('state', down);
    expect((await stand.request('edge', 'POST', 'equipment-events', overHttp(down))).json()).toEqual({ results: [{ eventId: 'F-1', outcome: 'accepted' }] });
    expect((await stand.request('edge', 'POST', 'equipment-events', overHttp(down))).json()).toEqual({ results: [{ eventId: 'F-1', outcome: 'repeated' }] });
    await stand.publish('state', { ...down, eventId: 'F-2', occurredAt: '2026-11-22T08:11:00Z' });
    stand.pass(60);
    await until(async () => (await stand.downtimes())[0]?.maintenanceRequestId);

    expect(await stand.downtimes()).toEqual([{
      downtimeId: FAILED, siteId: 'BER1', equipmentId: 'WU-20-A', startedAt: '2026-11-22T08:10:00.000Z', kind: 'down', isMicroStop: false, reasonCode: 'MECHANICAL', reasonFrom: 'machine',
      workCenterId: 'WC-20', lineId: 'LINE-1', workOrderId: 'WO-1001', operationId: '0020', alertedAt: '2026-11-22T08:12:00.000Z', maintenanceRequestId: FAILED,
    }]);
    expect(stand.maintenance.asked).toEqual([expect.objectContaining({ maintenanceRequestId: FAILED, equipmentId: 'WU-20-A', workOrderId: 'WO-1001', reasonCode: 'MECHANICAL', priority: 'high' })]);
    expect(await stand.messages('maintenanceRequest')).toEqual([expect.objectContaining({ senderId: FAILED, state: 'posted' })]);
  });

  it('is shown with how far maintenance is, as the maintenance system says now', async () => {
    const read = async () => (await stand.request('planner', 'GET', `downtimes/${encodeURIComponent(FAILED)}`)).json<{ maintenance: unknown }>();

    expect(await read()).toEqual({ ...(await stand.downtimes())[0], maintenance: { number: 'MR-1', status: 'requested', asOf: MAINTENANCE_SAYS_AT } });
    stand.maintenance.progress = 'assigned';
    expect((await read()).maintenance).toEqual({ number: 'MR-1', status: 'assigned', asOf: MAINTENANCE_SAYS_AT });
    stand.maintenance.progress = 'silent';
    expect((await read()).maintenance).toEqual({ number: 'MR-1', status: 'unavailable', asOf: expect.any(String) });
    stand.maintenance.progress = 'done';
    expect((await read()).maintenance).toEqual({ number: 'MR-1', status: 'done', doneAt: MAINTENANCE_SAYS_AT, asOf: MAINTENANCE_SAYS_AT });
    expect((await stand.request('planner', 'GET', 'downtimes/WU-20-A@never')).json()).toMatchObject({ status: 404, code: 'DOWNTIME_NOT_FOUND' });
  });

  it('is shown as it stands, with its order', async () => {
    const { items } = (await stand.request('planner', 'GET', 'equipment')).json<{ items: readonly object[] }>();

    expect(items).toContainEqual({
      equipmentId: 'WU-20-A', level: 'workUnit', description: 'Cell A', parentId: 'WC-20',
      standing: { state: 'down', since: '2026-11-22T08:10:00.000Z', saidAt: '2026-11-22T08:11:00.000Z', workOrderId: 'WO-1001', operationId: '0020', downtimeId: FAILED },
    });
  });

  it('gets a reason from whoever stands beside it, of the tree only, and the audit keeps who said so', async () => {
    const give = (role: 'supervisor' | 'planner', reasonCode: string, downtimeId = FAILED) => stand.request(role, 'POST', `downtimes/${encodeURIComponent(downtimeId)}/reason`, { reasonCode });

    expect((await give('supervisor', 'MECHANICAL')).json()).toMatchObject({ reasonCode: 'MECHANICAL', reasonFrom: 'operator' });
    expect([(await give('supervisor', 'BAD-LUCK')).statusCode, (await give('supervisor', 'MECHANICAL', 'WU-20-A@never')).statusCode, (await give('planner', 'MECHANICAL')).statusCode]).toEqual([422, 404, 403]);
    expect(await stand.audited(FAILED)).toEqual([expect.objectContaining({ action: 'downtime.reason-given', actorRole: 'supervisor', details: { reasonCode: 'MECHANICAL', reasonBefore: 'MECHANICAL' } })]);
  });

  it('is heard on as soon as its clock is right, and what it said ahead of time is refused, over HTTP and MQTT, and told of once each', async () => {
    const ahead = (eventId: string) => ({ eventId, type: 'state', state: 'running', occurredAt: '2036-11-22T08:00:00Z' });
    for (const eventId of ['A-1', 'A-2']) await stand.publish('state', ahead(eventId));
    await stand.publish('counter', { eventId: 'A-3', counterId: 'cycles', reading: { value: '5', unit: 'H87' }, occurredAt: '2026-11-22T08:18:00Z' });
    for (const eventId of ['A-4', 'A-5']) {
      expect((await stand.request('edge', 'POST', 'equipment-events', overHttp(ahead(eventId)))).json()).toMatchObject({ results: [{ eventId, outcome: 'refused', code: 'CLOCK_AHEAD' }] });
    }

    expect(await stand.downtimes()).toMatchObject([{ downtimeId: FAILED }]);
    expect((await stand.downtimes())[0]).not.toHaveProperty('endedAt');
    expect(await stand.heardStates()).toEqual([['WU-20-A', 'down']]);
    expect((await stand.request('planner', 'GET', 'equipment/WU-20-A/counters')).json()).toMatchObject({ items: [] });
    expect(stand.log.filter((line) => line.includes('CLOCK_AHEAD'))).toEqual([expect.stringContaining('plantway/BER1/equipment/WU-20-A/state'), expect.stringContaining('from edge')]);

    await stand.publish('counter', { eventId: 'A-6', counterId: 'cycles', reading: { value: '5', unit: 'H87' }, occurredAt: '2026-11-22T08:12:00Z' });
    await stand.publish('state', ahead('A-7'));
    expect(stand.log.filter((line) => line.includes('CLOCK_AHEAD'))).toHaveLength(3);
    expect((await stand.request('planner', 'GET', 'equipment/WU-20-A/counters')).json()).toMatchObject({ items: [{ counterId: 'cycles' }] });
  });

  it('tells of an event that is not as it should be, and keeps the others', async () => {
    stand.pass(40 * 60);
    const events = [
      { eventId: 'E-1', equipmentId: 'WU-99', type: 'state', state: 'idle', occurredAt: '2026-11-22T08:40:00Z' },
      { eventId: 'E-2', equipmentId: 'WU-20-A', type: 'state', occurredAt: '2026-11-22T08:40:00Z' },
      { eventId: 'E-3', equipmentId: 'WU-20-A', type: 'counter', counterId: 'produced', reading: { value: '12', unit: 'H87' }, state: 'idle', occurredAt: '2026-11-22T08:40:00Z' },
      { eventId: 'E-4', equipmentId: 'WU-20-A', type: 'counter', counterId: 'produced', reading: { value: '12', unit: 'H87' }, occurredAt: '2026-11-22T08:40:00Z' },
    ];
    const answer = await stand.request('edge', 'POST', 'equipment-events', { events });

    expect(answer.json<{ results: readonly { readonly outcome: string; readonly code?: string }[] }>().results.map(({ outcome, code }) => [outcome, code])).toEqual([
      ['refused', 'EQUIPMENT_UNKNOWN'], ['refused', 'VALIDATION_FAILED'], ['refused', 'VALIDATION_FAILED'], ['accepted', undefined],
    ]);
    expect((await stand.request('planner', 'GET', 'equipment/WU-20-A/counters')).json()).toMatchObject({ items: [{ counterId: 'cycles' }, { counterId: 'produced', reading: { value: '12', unit: 'H87' }, total: { value: '0', unit: 'H87' }, resets: 0 }] });
    await stand.request('edge', 'POST', 'equipment-events', { events: [{ eventId: 'E-5', equipmentId: 'WU-20-A', type: 'counter', counterId: 'produced', reading: { value: '19', unit: 'H87' }, occurredAt: '2026-11-22T08:50:00Z' }] });
    const counted = async (period: string) => (await stand.request('planner', 'GET', `equipment/WU-20-A/counters?${period}`)).json<{ items: unknown }>().items;
    expect(await counted('from=2026-11-22T09:40:00%2B01:00&to=2026-11-22T08:50:00Z')).toMatchObject([{ counterId: 'cycles' }, { counted: { value: '7', unit: 'H87' } }]);
    expect(await counted('from=2026-11-22T08:50:00Z')).toMatchObject([{ counterId: 'cycles' }, { counted: { value: '0', unit: 'H87' } }]);
  });
});

describe('a site whose machines only an edge gateway reports', () => {
  it('refuses what a MES says of them', async () => {
    const stand = await EquipmentStand.open({ equipmentEvent: ['edge'] });

    expect((await stand.request('mes', 'POST', 'equipment-events', overHttp(down))).json()).toMatchObject({ status: 403, code: 'NOT_OWNER', owners: ['edge'] });
    await stand.close();
  });
});
