import { describe, expect, it } from '@jest/globals';
import { durationMs } from './duration.js';

describe('a duration', () => {
  it.each([['PT15M', 900_000], ['PT0S', 0], ['P1DT2H', 93_600_000], ['P2D', 172_800_000], ['PT1H30M5S', 5_405_000]])('%s is so many milliseconds', (duration, ms) => {
    expect(durationMs(duration)).toBe(ms);
  });

  it.each(['', 'P', 'PT', 'P1DT', '15M', 'PT1.5M', 'PT-5M', 'P1Y', 'PT15m'])('refuses %j', (duration) => {
    expect(() => durationMs(duration)).toThrow(expect.objectContaining({ code: 'INSTANT_INVALID' }));
  });
});
