import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { until } from '@plantway/testing';
import { PlanningStand } from './planning-stand.js';

describe('what makes the running schedule wrong', () => {
  let stand: PlanningStand;
  beforeEach(async () => { stand = await PlanningStand.open('manual'); });
  afterEach(() => stand.close());

  const now = () => stand.businessNow.toISOString();
  const downtime = (downtimeId: string) => ({ downtimeId, equipmentId: 'WU-10-A', startedAt: now(), alertedAt: now(), kind: 'down', isMicroStop: false, workCenterId: 'WC-10', lineId: 'LINE-1' });
  const fails = (downtimeId: string) => stand.tell('equipment.downtime-alerted.v1', 'WU-10-A', downtime(downtimeId));
  const requested = () => until(async () => { const events = await stand.events<{ replanRequestId: string }>('replan.requested.v1'); return events.length > 0 && events; });

  it('fifty stops in a minute make one replan', async () => {
    for (let stop = 0; stop < 50; stop++) {
      await fails(`DT-${stop}`);
      stand.pass(1.2);
    }
    await stand.causes(50);
    stand.pass(300);
    await requested();

    expect(stand.planning.requests).toEqual([expect.objectContaining({ lineId: 'LINE-1', causeCount: 50 })]);
    expect(await stand.messagesOf('replanRequest')).toEqual([expect.objectContaining({ state: 'posted', senderId: 'LINE-1@2026-11-22T08:00:00.000Z' })]);
  });

  it('a failure and its end are two causes, a stop that alarmed nobody is none', async () => {
    await fails('DT-1');
    await stand.tell('equipment.downtime-ended.v1', 'WU-10-A', { ...downtime('DT-1'), endedAt: now() });
    const { alertedAt, ...micro } = downtime('DT-2');
    await stand.tell('equipment.downtime-ended.v1', 'WU-10-A', { ...micro, endedAt: alertedAt, isMicroStop: true });
    await fails('DT-3');
    await stand.causes(3);
    stand.pass(300);
    await requested();

    expect(stand.planning.requests[0].causes.map(({ trigger, objectId }) => `${trigger} ${objectId}`).sort()).toEqual(['equipmentDown DT-1', 'equipmentDown DT-3', 'equipmentUp DT-1']);
  });

  it('a held machine stops its line, a held order the line that works on it next, a held lot none', async () => {
    await stand.schedule(1, { 'WO-1001': 8 });
    const hold = (holdId: string, scope: object) => stand.tell('quality.hold-placed.v1', holdId, { holdId, scope, placedAt: now(), reason: 'crack' });
    await hold('H-1', { type: 'lot', itemId: 'FG-100', lotId: 'L-1' });
    await hold('H-2', { type: 'workOrder', workOrderId: 'WO-9999' }); // not scheduled
    await hold('H-3', { type: 'workOrder', workOrderId: 'WO-1001' });
    await hold('H-4', { type: 'equipment', equipmentId: 'WC-20' });
    await stand.causes(2);
    stand.pass(300);
    await until(() => stand.planning.requests.length === 2);

    expect(stand.planning.requests.map(({ lineId, causes }) => [lineId, causes.map(({ objectId }) => objectId)]).sort()).toEqual([['LINE-1', ['H-3']], ['LINE-2', ['H-4']]]);
  });

  it('an order that is changed does, one that is released or confirmed does not', async () => {
    await stand.schedule(1, { 'WO-1001': 8 });
    const changed = (what: string) => stand.tell('work-order.changed.v1', 'WO-1001', { workOrderId: 'WO-1001', what, changedAt: now(), revision: '8' });
    for (const what of ['released', 'confirmed', 'closed', 'quantityChanged']) await changed(what);
    await stand.causes(1);
    stand.pass(300);
    await requested();

    expect(stand.planning.requests).toEqual([expect.objectContaining({ causes: [expect.objectContaining({ trigger: 'orderChanged', workOrderId: 'WO-1001' })] })]);
  });

  it('makes another replan for what comes after the first is sent', async () => {
    await fails('DT-1');
    await stand.causes(1);
    stand.pass(300);
    await requested();
    await fails('DT-2');
    await stand.causes(2);
    stand.pass(300);
    await until(() => stand.planning.requests.length === 2);

    expect(stand.planning.requests.map(({ causes }) => causes.map(({ objectId }) => objectId))).toEqual([['DT-1'], ['DT-2']]);
  });
});
