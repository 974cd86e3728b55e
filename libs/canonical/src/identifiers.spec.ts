import { describe, expect, it } from '@jest/globals';
import { BUSINESS_KEY, TRACE_KEY } from './identifiers.js';

const LONGEST = 'x'.repeat(64);

describe('a business key', () => {
  it.each(['mes-000123', '0020', 'WO/1001', 'a', 'order 7 b', '{}', '...', LONGEST])('may be %j', (key) => {
    expect(BUSINESS_KEY.test(key)).toBe(true);
  });

  it.each(['', ' a', 'a ', ' ', '.', '..', `${LONGEST}x`, 'a\n', 'a\tb', 'a\u0000b', 'Größe', 'a\u200bb'])('may not be %j', (key) => {
    expect(BUSINESS_KEY.test(key)).toBe(false);
  });
});

describe('a lot or serial number', () => {
  it.each(['L-2026-11-22-A', 'Charge 7 / Süd', '批次-9', 'Ø12+½', 'e\u0301', LONGEST])('may be %j', (key) => {
    expect(TRACE_KEY.test(key)).toBe(true);
  });

  it.each(['', ' a', 'a ', '.', '..', `${LONGEST}x`, 'a\nb', 'a\u0000', 'a\u200bb', 'a\u202eb', 'a\u00a0b', '\ud800'])('may not be %j', (key) => {
    expect(TRACE_KEY.test(key)).toBe(false);
  });
});
