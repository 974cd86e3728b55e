import { describe, expect, it } from '@jest/globals';
import { HARD_END_EARLIER_MS, STOP_TIMES, STOP_WITHIN_MS } from './stop-times.js';

describe('an orderly stop', () => {
  it('ends before the hard end even when every part needs all of its time', () => {
    const longestMs = Object.values(STOP_TIMES).reduce((total, ms) => total + ms, 0);

    expect(longestMs).toBeLessThan(STOP_WITHIN_MS - HARD_END_EARLIER_MS);
  });
});
