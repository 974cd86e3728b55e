import { describe, expect, it } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

const outcomeOf = (write: (value: unknown) => unknown, value: unknown): unknown => {
  try {
    return write(value);
  } catch {
    return 'refused';
  }
};

describe('canonical JSON', () => {
  it('is that of the library, for whatever came from JSON', () => {
    fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      expect(canonicalJson(value)).toBe(canonicalize(value));
    }), { numRuns: 500 });
  });

  it('is that of the library for anything else, or refused as there', () => {
    fc.assert(fc.property(fc.anything({ withDate: true, withBoxedValues: true, withSparseArray: true, withNullPrototype: true, withBigInt: true, withObjectString: true }), (value) => {
      expect(outcomeOf(canonicalJson, value)).toEqual(outcomeOf(canonicalize, value));
    }), { numRuns: 1_000 });
  });

  it.each<[string, unknown]>([
    ['keys beyond ASCII', { '\u{1f600}': 1, 'é': 2, '\ufb33': 3, 'a"b': 4, 'a\\b': 5, '': 6 }],
    ['keys that look like numbers', { 10: 1, 9: 2, a: 3, '-1': 4 }],
    ['control characters', { text: '\u0000\u001f\u007f\u2028\n' }],
    ['half of a character', { text: 'a\ud800' }],
    ['half of a character in a key', { 'a\ud800': 1 }],
    ['what is left out', { a: undefined, b: () => 1, c: Symbol('c'), d: [undefined, () => 1, Symbol('c')] }],
    ['numbers', [0, -0, 1e21, 1.5e-7, 333333333.33333329, Number.MAX_SAFE_INTEGER]],
    ['no numbers', [Number.NaN]],
    ['dates', { at: new Date(0), none: [new Date(Number.NaN)] }],
    ['nothing', undefined],
    ['deep nesting', Array.from({ length: 200 }).reduce<unknown>((below) => ({ below: [below] }), 1)],
  ])('%s', (_name, value) => {
    expect(outcomeOf(canonicalJson, value)).toEqual(outcomeOf(canonicalize, value));
  });

  it('a circle is refused', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;

    expect(() => canonicalJson(circle)).toThrow();
  });
});
