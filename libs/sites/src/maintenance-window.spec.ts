import { describe, expect, it } from '@jest/globals';
import { maintenanceAt } from './maintenance-window.js';
import type { MaintenanceWindow } from './site-configuration.js';

const at = (windows: readonly MaintenanceWindow[], instant: string): object => JSON.parse(JSON.stringify(maintenanceAt(windows, 'Europe/Berlin', new Date(instant)))) as object;
const SUNDAYS: MaintenanceWindow = { days: [7], startsAt: '22:00', endsAt: '04:00' };

describe('a maintenance window', () => {
  it('is open by the clock of the plant, over midnight, and its end belongs to what follows', () => {
    expect(at([SUNDAYS], '2026-11-22T20:59:59Z')).toEqual({});
    expect(at([SUNDAYS], '2026-11-22T21:00:00Z')).toEqual({ until: '2026-11-23T03:00:00.000Z' });
    expect(at([SUNDAYS], '2026-11-23T02:59:59Z')).toEqual({ until: '2026-11-23T03:00:00.000Z' });
    expect(at([SUNDAYS], '2026-11-23T03:00:00Z')).toEqual({ endedAt: '2026-11-23T03:00:00.000Z' });
  });

  it('is an hour longer, or shorter, in the night in which the clock is changed', () => {
    const nightly: MaintenanceWindow = { startsAt: '01:00', endsAt: '04:00' };

    expect(at([nightly], '2026-10-24T23:00:00Z')).toMatchObject({ until: '2026-10-25T03:00:00.000Z' }); // 01:00 summer time to 04:00 winter time: 4 hours
    expect(at([nightly], '2026-03-29T00:00:00Z')).toMatchObject({ until: '2026-03-29T02:00:00.000Z' }); // 2 hours
  });

  it('may be meant for one day', () => {
    const once: MaintenanceWindow = { date: '2026-12-24', startsAt: '18:00', endsAt: '23:00' };

    expect(at([once], '2026-12-24T18:00:00Z')).toEqual({ until: '2026-12-24T22:00:00.000Z' });
    expect(at([once], '2026-12-23T18:00:00Z')).toEqual({});
  });

  it('lasts until the end of the last one that is open', () => {
    expect(at([SUNDAYS, { startsAt: '23:00', endsAt: '05:00' }], '2026-11-22T22:30:00Z')).toMatchObject({ until: '2026-11-23T04:00:00.000Z' });
  });
});
