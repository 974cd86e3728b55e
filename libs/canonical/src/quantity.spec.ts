import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DECIMAL_TEXT } from './decimal-text.js';
import { normalDecimal, roundHalfEven } from './decimal.js';
import { add, compare, isZero, normalQuantity, subtract, sum } from './quantity.js';

const pieces = (value: string) => ({ value, unit: 'H87' });

/** Decimal text of any shape that an edge lets through, leading and trailing zeros included. */
const amount = fc.tuple(fc.stringMatching(/^[0-9]{1,15}$/), fc.option(fc.stringMatching(/^[0-9]{1,12}$/), { nil: undefined }))
  .map(([whole, decimals]) => (decimals === undefined ? whole : `${whole}.${decimals}`));

/** The same number as an integer count of 10^-12, reckoned without the code under test. */
const picos = (text: string): bigint => {
  const [whole = '0', decimals = ''] = text.replace('-', '').split('.');
  return (text.startsWith('-') ? -1n : 1n) * BigInt(whole + decimals.padEnd(12, '0'));
};

describe('decimal text', () => {
  it.each(['0', '12', '12.5', '0.000000000001', '999999999999999.999999999999', '007'])('%s is taken', (text) => {
    expect(DECIMAL_TEXT.test(text)).toBe(true);
  });

  it.each(['', '-1', '+1', '.5', '1.', '1e3', '1,5', ' 1', '1\n', '1.1234567890123', '1234567890123456', 'NaN', 'Infinity', '0x10', '١٢'])('%j is refused', (text) => {
    expect(DECIMAL_TEXT.test(text)).toBe(false);
  });

  it.each([['12.50', '12.5'], ['012', '12'], ['0.000', '0'], ['-0', '0'], ['0.000000000001', '0.000000000001'], ['100000000000000', '100000000000000']])('%s is written %s', (text, normal) => {
    expect(normalDecimal(text)).toBe(normal);
  });

  it.each([['0.125', 2, '0.12'], ['0.135', 2, '0.14'], ['2.5', 0, '2'], ['3.5', 0, '4'], ['-2.5', 0, '-2'], ['-0.4', 0, '0'], ['2.5000000000001', 0, '3'], ['1.25', 5, '1.25']])(
    '%s at %i decimals is rounded half even to %s', (text, decimals, rounded) => {
      expect(roundHalfEven(text, decimals)).toBe(rounded);
    });

  it.each(['1e9999999', '1e5', 'abc', '', `${'9'.repeat(61)}`])('refuses to calculate with %j', (text) => {
    expect(() => normalDecimal(text)).toThrow(expect.objectContaining({ code: 'QUANTITY_INVALID' }));
  });

  it('has one normal form for equal numbers and another for different ones', () => {
    fc.assert(fc.property(amount, amount, (left, right) => {
      expect(normalDecimal(left) === normalDecimal(right)).toBe(picos(left) === picos(right));
      expect(picos(normalDecimal(left))).toBe(picos(left));
      expect(normalDecimal(normalDecimal(left))).toBe(normalDecimal(left));
    }));
  });
});

describe('quantities of one unit', () => {
  it('add to the exact sum, where floats would say 0.30000000000000004', () => {
    expect(add(pieces('0.1'), pieces('0.2'))).toEqual(pieces('0.3'));
  });

  it('add up exactly, in any order', () => {
    fc.assert(fc.property(amount, amount, amount, (a, b, c) => {
      const [x, y, z] = [pieces(a), pieces(b), pieces(c)];

      expect(picos(add(x, y).value)).toBe(picos(a) + picos(b));
      expect(add(x, y)).toEqual(add(y, x));
      expect(add(add(x, y), z)).toEqual(add(x, add(y, z)));
      expect(sum([z, x, y], 'H87')).toEqual(sum([x, y, z], 'H87'));
    }));
  });

  it('come back after adding and subtracting the same', () => {
    fc.assert(fc.property(amount, amount, (a, b) => {
      expect(subtract(add(pieces(a), pieces(b)), pieces(b))).toEqual(normalQuantity(pieces(a)));
      expect(picos(subtract(pieces(a), pieces(b)).value)).toBe(picos(a) - picos(b));
    }));
  });

  it('are in one total order', () => {
    const sign = (n: bigint) => (n < 0n ? -1 : n > 0n ? 1 : 0);
    fc.assert(fc.property(amount, amount, amount, (a, b, c) => {
      expect(compare(pieces(a), pieces(b))).toBe(sign(picos(a) - picos(b)));
      expect(compare(pieces(a), pieces(b)) + compare(pieces(b), pieces(a))).toBe(0);
      const sorted = [a, b, c].map(pieces).sort(compare);
      expect(compare(sorted[0], sorted[2])).toBeLessThanOrEqual(0);
    }));
  });

  it('give nothing of the unit when none are summed', () => {
    const nothing = sum([], 'KGM');

    expect(nothing).toEqual({ value: '0', unit: 'KGM' });
    expect(isZero(nothing)).toBe(true);
  });

  it('are never mixed with another unit by accident', () => {
    const kilogram = { value: '1', unit: 'KGM' };

    for (const mix of [() => add(pieces('1'), kilogram), () => subtract(pieces('1'), kilogram), () => compare(pieces('1'), kilogram), () => sum([kilogram], 'H87')]) {
      expect(mix).toThrow(expect.objectContaining({ code: 'UNIT_NOT_CONVERTIBLE', kind: 'mapping' }));
    }
  });
});
