import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';
import { MESSAGING_DEFAULTS } from './messaging.config.js';

const settings = { ...MESSAGING_DEFAULTS, backoffBaseMs: 1_000, backoffCapMs: 60_000, retryAfterCapMs: 3_600_000 };

describe('the backoff', () => {
  it('doubles up to its cap', () => {
    expect([1, 2, 3, 7, 8, 10_000].map((failures) => backoffMs(failures, settings, () => 0))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000, 60_000]);
  });

  it('is spread over its upper half', () => {
    expect(backoffMs(3, settings, () => 0.5)).toBe(3_000);
    expect(backoffMs(3, settings, () => 0.999_999)).toBe(2_000);
  });

  it('keeps to what the ERP asked for, to half a second, and to an hour at most', () => {
    expect(backoffMs(5, settings, () => 0, 3_000)).toBe(3_000);
    expect(backoffMs(5, settings, () => 1, 3_000)).toBe(3_500);
    expect(backoffMs(5, settings, () => 0, 1e12)).toBe(3_600_000);
    expect(backoffMs(5, settings, () => 0, -5)).toBe(0);
  });
});
