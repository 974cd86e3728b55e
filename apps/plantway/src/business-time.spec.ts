import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BusinessTime } from './business-time.js';

describe('the plant\'s business time', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('runs as many times as fast as the estate said, from where it stood', () => {
    const time = new BusinessTime('2026-11-22T06:00:00.000Z', 60);
    jest.advanceTimersByTime(1_000);

    expect(time.now().toISOString()).toBe('2026-11-22T06:01:00.000Z');
  });
});
