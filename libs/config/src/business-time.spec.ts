import { describe, expect, it } from '@jest/globals';
import { businessClock, businessSpeed } from './business-time.js';
import { SettingsError } from './settings-error.js';

describe('business time', () => {
  it('is the technical clock at a real plant', () => {
    const now = new Date('2026-11-22T21:00:07.000Z');

    expect(businessClock({}, () => now)()).toBe(now);
  });

  it('runs as many times as fast as was said, from the instant at which it was set', () => {
    const clock = businessClock({ businessTime: '2026-11-22T06:00:00+01:00@2026-11-22T21:00:00Z*3600' }, () => new Date('2026-11-22T21:00:02.000Z'));

    expect(clock().toISOString()).toBe('2026-11-22T07:00:00.000Z');
  });

  it('tells how many times as fast it runs', () => {
    expect([businessSpeed({}), businessSpeed({ businessTime: '2026-11-22T06:00:00+01:00@2026-11-22T21:00:00Z*3600' })]).toEqual([1, 3_600]);
  });

  it.each(['now', '2026-11-22T06:00:00Z', '2026-11-22@2026-11-22T21:00:00Z*60', '2026-11-22T06:00:00@2026-11-22T21:00:00Z*60', '2026-11-22T06:00:00Z@2026-11-22T21:00:00Z*0', '2026-11-22T06:00:00Z@2026-11-22T21:00:00Z*1.5'])('refuses %s', (businessTime) => {
    expect(() => businessClock({ businessTime }, () => new Date())).toThrow(SettingsError);
  });
});
