import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EquipmentEvent } from '@plantway/canonical';
import { MachineHall, at } from './machine-hall.js';

describe('the book of machines', () => {
  let hall: MachineHall;
  beforeEach(async () => { hall = await MachineHall.open(); });
  afterEach(() => hall.database.drop());

  const state = (eventId: string, equipmentId = 'WU-20-A'): EquipmentEvent => ({ type: 'state', eventId, siteId: 'BER1', equipmentId, occurredAt: at('08:00:00'), state: 'running' });
  const kept = async (): Promise<number> => Number((await hall.database.pool.query<{ count: string }>('select count(*) from execution.equipment_event')).rows[0]?.count);

  it('keeps each event once, also within one batch, and answers each in its place', async () => {
    await hall.book.take('BER1', 'edge', [state('E-1')]);

    expect(await hall.book.take('BER1', 'edge', [state('E-2'), state('E-1'), state('E-2'), state('E-3', 'WU-99')])).toEqual([
      { eventId: 'E-2', outcome: 'accepted' }, { eventId: 'E-1', outcome: 'repeated' }, { eventId: 'E-2', outcome: 'repeated' },
      { eventId: 'E-3', outcome: 'refused', code: 'EQUIPMENT_UNKNOWN', reason: expect.stringContaining('WU-99') },
    ]);
    expect(await kept()).toBe(2);
  });

  it('takes the same id of another source for another event', async () => {
    await hall.book.take('BER1', 'edge', [state('E-1')]);

    expect(await hall.book.take('BER1', 'equipment-mqtt', [state('E-1')])).toEqual([{ eventId: 'E-1', outcome: 'accepted' }]);
  });

  it('takes the same id of another machine for another event, of the same source and in one batch too', async () => {
    await hall.says('08:00:00', 'running', { eventId: 'E-1' });
    await hall.shows('08:00:00', '5', { eventId: 'C-1' });

    expect(await hall.says('08:01:00', 'down', { eventId: 'E-1', equipmentId: 'WU-20-B' })).toEqual([{ eventId: 'E-1', outcome: 'accepted' }]);
    expect(await hall.shows('08:01:00', '7', { eventId: 'C-1', equipmentId: 'WU-20-B' })).toEqual([{ eventId: 'C-1', outcome: 'accepted' }]);
    expect(await hall.book.take('BER1', 'edge', [state('E-2'), state('E-2', 'WU-20-B'), state('E-2'), state('E-1', 'WU-20-B')])).toEqual([
      { eventId: 'E-2', outcome: 'accepted' }, { eventId: 'E-2', outcome: 'accepted' }, { eventId: 'E-2', outcome: 'repeated' }, { eventId: 'E-1', outcome: 'repeated' },
    ]);
    expect((await hall.downtimes.list({ siteId: 'BER1', limit: 9 })).items).toMatchObject([{ equipmentId: 'WU-20-B', startedAt: at('08:01:00') }]);
    expect(await hall.reader.removeEventsBefore(new Date('2026-11-22T08:00:00.001Z'))).toBe(6);
  });

  it('refuses what a machine says whose clock is ahead, and hears it on as soon as the clock is right', async () => {
    hall.businessNow = new Date(at('08:00:00'));
    const refused = [{ outcome: 'refused', code: 'CLOCK_AHEAD', reason: expect.stringContaining('Set the clock of the machine') }];
    expect(await hall.says('08:05:00', 'running')).toMatchObject([{ outcome: 'accepted' }]);
    expect(await hall.says('08:05:00', 'running', { occurredAt: '2036-11-22T08:00:00.000Z' })).toMatchObject(refused);
    expect(await hall.shows('08:00:00', '5', { occurredAt: '2026-11-22T09:05:00.001+01:00' })).toMatchObject(refused);
    expect(await hall.alarms('08:05:01', 'E-4711')).toMatchObject(refused);

    hall.businessNow = new Date(at('08:06:00'));
    expect(await hall.says('08:06:00', 'down')).toMatchObject([{ outcome: 'accepted' }]);
    expect(await hall.shows('08:06:00', '7')).toMatchObject([{ outcome: 'accepted' }]);
    expect((await hall.downtimes.list({ siteId: 'BER1', limit: 9 })).items).toMatchObject([{ startedAt: at('08:06:00') }]);
    expect(await hall.reader.counters('BER1', 'WU-20-A')).toMatchObject([{ reading: { value: '7' }, takenAt: at('08:06:00') }]);
    expect(await kept()).toBe(3);
  });

  it('knows of no site that has no file', async () => {
    await expect(hall.book.take('MUC1', 'edge', [])).rejects.toMatchObject({ code: 'SITE_NOT_FOUND' });
  });

  it('adds up a counter across a reset and a correction, and a repeated reading once', async () => {
    for (const [second, value] of ['100', '130', '130', '12', '40', '35'].entries()) await hall.shows(`08:00:0${second}`, value, { eventId: `C-${second}` });
    await hall.shows('08:00:04', '40', { eventId: 'C-4' });
    await hall.shows('08:00:01', '130');

    expect(await hall.reader.counters('BER1', 'WU-20-A')).toEqual([{ counterId: 'produced', reading: { value: '35', unit: 'H87' }, takenAt: at('08:00:05'), total: { value: '65', unit: 'H87' }, resets: 1 }]);
  });

  it('goes on over the top of a machine\'s counter, and takes a machine that begins anew at its word', async () => {
    for (const [second, value] of ['65530', '4', '20'].entries()) await hall.shows(`08:00:0${second}`, value);
    await hall.shows('08:00:05', '0', { isReset: true });
    await hall.shows('08:00:06', '7');

    expect(await hall.reader.counters('BER1', 'WU-20-A')).toMatchObject([{ reading: { value: '7' }, total: { value: '33', unit: 'H87' }, resets: 1 }]); // 10 over the top, 16, 7
    expect(await hall.shows('08:00:07', '65536')).toMatchObject([{ outcome: 'refused', code: 'VALIDATION_FAILED', reason: expect.stringContaining('equipmentPolicy.counters') }]);
  });

  it('tells what was counted in a period: after its beginning, up to its end', async () => {
    for (const [minute, value] of ['100', '130', '145', '5', '9'].entries()) await hall.shows(`08:0${minute}:00`, value);
    await hall.shows('08:01:00', '3', { counterId: 'scrap' });
    const counted = async (period: object) => (await hall.reader.counters('BER1', 'WU-20-A', period)).map(({ counterId, counted: amount }) => [counterId, amount?.value]);

    expect(await counted({ from: at('08:01:00'), to: at('08:03:00') })).toEqual([['produced', '20'], ['scrap', '0']]); // 15, and 5 after the reset
    expect(await counted({ from: at('08:03:00') })).toEqual([['produced', '4'], ['scrap', '0']]);
    expect(await counted({ to: at('08:01:00') })).toEqual([['produced', '30'], ['scrap', '0']]);
    expect(await counted({})).toEqual([['produced', undefined], ['scrap', undefined]]);
  });

  it('counts in a period only what was counted in the unit of now', async () => {
    await hall.shows('08:00:00', '100');
    await hall.shows('08:01:00', '130');
    await hall.shows('08:02:00', '1', { reading: { value: '1', unit: 'KGM' } });
    await hall.shows('08:03:00', '3.50', { reading: { value: '3.50', unit: 'KGM' } });

    expect(await hall.reader.counters('BER1', 'WU-20-A', { from: at('08:00:00') })).toMatchObject([{ counted: { value: '2.5', unit: 'KGM' } }]);
  });

  it('loses nothing when many tell of the same machines at once', async () => {
    const events = Array.from({ length: 40 }, (_unused, index): EquipmentEvent => ({
      type: 'counter', eventId: `C-${index}`, siteId: 'BER1', equipmentId: index % 2 === 0 ? 'WU-20-A' : 'WU-20-B', counterId: 'produced', occurredAt: at('08:00:00'), reading: { value: '10', unit: 'H87' },
    }));
    await Promise.all(events.map((event, index) => hall.book.take('BER1', 'edge', index % 3 === 0 ? [event, events[(index + 1) % 40]!] : [event])));

    expect(await kept()).toBe(40);
  });

  it('forgets events after the retention, and never what they meant', async () => {
    await hall.shows('08:00:00', '100');
    await hall.shows('08:01:00', '130');
    await hall.says('08:02:00', 'down');

    expect(await hall.reader.removeEventsBefore(new Date('2026-11-22T08:00:00Z'))).toBe(0);
    expect(await hall.reader.removeEventsBefore(new Date('2026-11-22T08:00:00.001Z'))).toBe(3);

    expect(await kept()).toBe(0);
    expect(await hall.reader.counters('BER1', 'WU-20-A')).toMatchObject([{ total: { value: '30' } }]);
    expect((await hall.downtimes.list({ siteId: 'BER1', limit: 1 })).items).toHaveLength(1);
  });
});
