import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MachineHall, at } from './machine-hall.js';

describe('alarms of machines', () => {
  let hall: MachineHall;
  beforeEach(async () => { hall = await MachineHall.open(); });
  afterEach(() => hall.database.drop());

  const alerts = async () => (await hall.told()).filter(({ type }) => type.startsWith('alert.')).map(({ type, data }) => [type, data['equipmentId'] ?? data['alertId'], data['alarmCode'] ?? data['clearedAt']]);

  it('raise one alert for each machine and code, with its place and the order that it stops, until the machine runs again', async () => {
    await hall.says('08:00:00', 'running', { workOrderId: 'WO-1', operationId: '0020' });
    await hall.alarms('08:10:00', 'E-4711', { eventId: 'A-1', text: 'Spindle too hot' });
    await hall.alarms('08:10:05', 'E-4711');
    await hall.says('08:10:06', 'down');
    await hall.says('08:30:00', 'idle');
    await hall.alarms('08:31:00', 'E-4711');
    await hall.says('08:32:30', 'running', { workOrderId: 'WO-1', operationId: '0020' });

    const told = (await hall.told()).filter(({ data }) => data['kind'] === 'equipmentAlarm');
    expect(told.map(({ type, subject }) => [type, subject])).toEqual([['alert.raised.v1', 'equipmentAlarm:WU-20-A:A-1'], ['alert.cleared.v1', 'equipmentAlarm:WU-20-A:A-1']]);
    expect(told[0]?.data).toEqual({
      alertId: 'equipmentAlarm:WU-20-A:A-1', kind: 'equipmentAlarm', severity: 'alarm', siteId: 'BER1', title: 'WU-20-A says E-4711: Spindle too hot', raisedAt: at('08:10:00'),
      alarmCode: 'E-4711', equipmentId: 'WU-20-A', workCenterId: 'WC-20', lineId: 'LINE-1', workOrderId: 'WO-1', operationId: '0020',
    });
    expect(told[1]?.data).toEqual({ alertId: 'equipmentAlarm:WU-20-A:A-1', kind: 'equipmentAlarm', siteId: 'BER1', clearedAt: at('08:32:30') });
  });

  it('hold for each code and machine apart', async () => {
    await hall.alarms('08:10:00', 'E-4711', { eventId: 'A-1' });
    await hall.alarms('08:10:00', 'E-9', { eventId: 'A-2' });
    await hall.alarms('08:10:00', 'E-9', { eventId: 'B-1', equipmentId: 'WU-20-B' });
    await hall.says('08:12:00', 'running');
    await hall.alarms('08:13:00', 'E-9', { eventId: 'A-3' });

    expect(await alerts()).toEqual([
      ['alert.raised.v1', 'WU-20-A', 'E-4711'], ['alert.raised.v1', 'WU-20-A', 'E-9'], ['alert.raised.v1', 'WU-20-B', 'E-9'],
      ['alert.cleared.v1', 'equipmentAlarm:WU-20-A:A-1', at('08:12:00')], ['alert.cleared.v1', 'equipmentAlarm:WU-20-A:A-2', at('08:12:00')],
      ['alert.raised.v1', 'WU-20-A', 'E-9'],
    ]);
  });

  it('raise nothing when they come twice, late, or are none', async () => {
    await hall.alarms('08:10:00', 'DOOR', { severity: 'warning' });
    await hall.alarms('08:10:00', 'E-4711', { eventId: 'A-1' });
    await hall.alarms('08:10:00', 'E-4711', { eventId: 'A-1' });
    await hall.says('08:20:00', 'running');
    await hall.alarms('08:19:00', 'E-9');
    await hall.alarms('08:10:00', 'E-4711', { eventId: 'A-1' });

    expect((await alerts()).map(([type]) => type)).toEqual(['alert.raised.v1', 'alert.cleared.v1']);
  });
});
