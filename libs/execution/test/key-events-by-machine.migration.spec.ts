import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { QueryRunner } from 'typeorm';
import { KeyEventsByMachine20261123120000 } from '../../../migrations/20261123120000-key-events-by-machine.js';
import { MachineHall } from './machine-hall.js';

describe('the migration that keys events by their machine', () => {
  let hall: MachineHall;
  beforeEach(async () => { hall = await MachineHall.open(); });
  afterEach(() => hall.database.drop());
  const migration = new KeyEventsByMachine20261123120000();
  const runner = (): QueryRunner => ({ query: (text: string) => hall.database.pool.query(text) }) as unknown as QueryRunner;

  it('works on a filled database, which goes on knowing its events', async () => {
    await hall.says('08:00:00', 'running', { eventId: 'E-1' });
    await hall.shows('08:00:00', '5', { eventId: 'C-1' });
    await migration.down(runner());

    await migration.up(runner());

    expect(await hall.shows('08:00:00', '5', { eventId: 'C-1' })).toEqual([{ eventId: 'C-1', outcome: 'repeated' }]);
    expect(await hall.says('08:00:00', 'running', { eventId: 'E-1', equipmentId: 'WU-20-B' })).toEqual([{ eventId: 'E-1', outcome: 'accepted' }]);
  });

  it('is not taken back while two machines have said something under one id', async () => {
    for (const equipmentId of ['WU-20-A', 'WU-20-B']) await hall.says('08:00:00', 'running', { eventId: 'E-1', equipmentId });

    await expect(migration.down(runner())).rejects.toThrow(/could not create unique index "equipment_event_pkey"/);
  });
});
