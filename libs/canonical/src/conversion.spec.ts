import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert, isConvertible } from './conversion.js';
import { add, compare, sum } from './quantity.js';
import { DIMENSIONS, UNITS, isUnit } from './units.js';

const of = (unit: string) => (value: string) => ({ value, unit });
const [pieces, kilograms, feet, metres, pounds] = ['H87', 'KGM', 'FOT', 'MTR', 'LBR'].map(of) as [ReturnType<typeof of>, ReturnType<typeof of>, ReturnType<typeof of>, ReturnType<typeof of>, ReturnType<typeof of>];
const threePiecesAreAKilogram = [{ from: pieces('3'), to: kilograms('1') }];
const amount = fc.tuple(fc.stringMatching(/^[0-9]{1,9}$/), fc.stringMatching(/^[0-9]{0,6}$/)).map(([whole, decimals]) => (decimals === '' ? whole : `${whole}.${decimals}`));

describe('the unit registry', () => {
  it.each([...UNITS.values()].map((unit) => [unit.code, unit] as const))('%s has a dimension and either an exact factor or none', (code, unit) => {
    expect(code).toMatch(/^[A-Z0-9]{2,3}$/);
    expect(DIMENSIONS).toContain(unit.dimension);
    expect(unit.name).not.toBe('');
    for (const part of [unit.factor?.numerator ?? '1', unit.factor?.denominator ?? '1']) expect(part).toMatch(/^[1-9][0-9]*$/);
  });

  it('has every code once and one base unit in each dimension that converts', () => {
    const convertible = [...UNITS.values()].filter((unit) => unit.factor !== undefined);
    const bases = new Set(convertible.filter(({ factor }) => factor!.numerator === factor!.denominator).map((unit) => unit.dimension));

    expect(bases).toEqual(new Set(convertible.map((unit) => unit.dimension)));
    expect(UNITS.size).toBeGreaterThan(100);
  });

  it.each(['h87', 'PCE', 'ABCD', '', ' H87', 'constructor', '__proto__'])('does not know %j', (code) => {
    expect(isUnit(code)).toBe(false);
  });
});

describe('conversion within a dimension', () => {
  // By definition: 1 ft = 0.3048 m, 1 lb = 0.45359237 kg, 1 US gal = 231 in³ of 2.54³ cm³, 1 kWh = 3.6 MJ.
  it.each([
    ['10', 'FOT', '3.048', 'MTR'], ['1', 'LBR', '0.45359237', 'KGM'], ['16', 'ONZ', '1', 'LBR'], ['1', 'TNE', '1000', 'KGM'], ['1', 'GLL', '3.785411784', 'LTR'],
    ['231', 'INQ', '1', 'GLL'], ['1', 'MTQ', '1000', 'LTR'], ['1', 'KWH', '3.6', '3B'], ['90', 'MIN', '1.5', 'HUR'], ['1', 'YRD', '3', 'FOT'], ['1', 'FTK', '144', 'INK'],
    ['2', 'DZN', '24', 'H87'], ['5', 'EA', '5', 'H87'], ['1', 'BLL', '42', 'GLL'], ['128', 'OZA', '1', 'GLL'], ['2', 'PTL', '1', 'QTL'], ['4', 'QTL', '1', 'GLL'], ['27', 'FTQ', '1', 'YDQ'],
    ['7000', 'GRN', '1', 'LBR'], ['20', 'CWA', '1', 'STN'], ['2240', 'LBR', '1', 'LTN'], ['5280', 'FOT', '1', 'SMI'], ['1', 'BAR', '100', 'KPA'],
  ])('%s %s are exactly %s %s', (value, unit, result, target) => {
    expect(convert({ value, unit }, target)).toEqual({ value: result, unit: target });
    expect(convert({ value: result, unit: target }, unit)).toEqual({ value, unit });
  });

  it('adds three lengths of 10 ft to 9.144 m', () => {
    const total = sum([feet('10'), feet('10'), feet('10')].map((length) => convert(length, 'MTR')), 'MTR');

    expect(total).toEqual(metres('9.144'));
  });

  it('rounds once, half even, where a fraction does not end', () => {
    // 1 m = 1/0.3048 ft = 3.28083989501312… ft
    expect(convert(metres('1'), 'FOT')).toEqual(feet('3.280839895013'));
    expect(convert(metres('1'), 'FOT', [], 3)).toEqual(feet('3.281'));
    expect(convert({ value: '25', unit: 'KGM' }, 'TNE', [], 2)).toEqual({ value: '0.02', unit: 'TNE' });
    expect(convert({ value: '35', unit: 'KGM' }, 'TNE', [], 2)).toEqual({ value: '0.04', unit: 'TNE' });
  });

  it.each([['CEL', 'FAH'], ['CEL', 'KEL'], ['XBX', 'XPX'], ['KGM', 'LTR'], ['H87', 'KGM'], ['H87', 'NOPE'], ['SET', 'H87']])('finds no way from %s to %s', (from, to) => {
    expect(isConvertible(from, to)).toBe(false);
    expect(() => convert({ value: '1', unit: from }, to)).toThrow(expect.objectContaining({ code: 'UNIT_NOT_CONVERTIBLE', details: { table: 'unit conversions', missing: `${from} to ${to}` } }));
  });

  it('comes back from every unit of the dimension', () => {
    const pairs = [...UNITS.values()].filter((unit) => unit.factor !== undefined)
      .flatMap((from, _index, all) => all.filter((to) => to.dimension === from.dimension).map((to) => [from.code, to.code] as const));
    fc.assert(fc.property(fc.constantFrom(...pairs), amount, ([from, to], value) => {
      const there = convert({ value, unit: from }, to, [], 60);

      expect(convert(there, from, [], 6)).toEqual(convert({ value, unit: from }, from, [], 6));
    }), { numRuns: 500 });
  });

  it('keeps the order of amounts', () => {
    fc.assert(fc.property(amount, amount, (a, b) => {
      expect(compare(convert(pounds(a), 'KGM'), convert(pounds(b), 'KGM'))).toBe(compare(pounds(a), pounds(b)));
    }));
  });
});

describe("conversion by the item's own amounts", () => {
  it('converts both ways: three pieces weigh one kilogram', () => {
    expect(convert(pieces('7'), 'KGM', threePiecesAreAKilogram, 3)).toEqual(kilograms('2.333'));
    expect(convert(kilograms('2'), 'H87', threePiecesAreAKilogram)).toEqual(pieces('6'));
  });

  it('goes on within the dimension: pounds to pieces by way of kilograms', () => {
    // 10 lb = 4.5359237 kg = 13.6077711 pieces
    expect(convert(pounds('10'), 'H87', threePiecesAreAKilogram)).toEqual(pieces('13.6077711'));
    expect(convert({ value: '1', unit: 'DZN' }, 'GRM', threePiecesAreAKilogram)).toEqual({ value: '4000', unit: 'GRM' });
  });

  it('goes over several amounts: a pallet is 40 boxes of 12 pieces', () => {
    const packing = [{ from: of('XPX')('1'), to: of('XBX')('40') }, { from: of('XBX')('1'), to: pieces('12') }, ...threePiecesAreAKilogram];

    expect(convert(of('XPX')('2'), 'H87', packing)).toEqual(pieces('960'));
    expect(convert(of('XPX')('2'), 'TNE', packing)).toEqual(of('TNE')('0.32'));
    expect(convert(of('TNE')('0.32'), 'XPX', packing)).toEqual(of('XPX')('2'));
  });

  it('makes thirds whole again, since nothing is rounded on the way', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_000_000 }), (count) => {
      expect(convert(pieces(String(count * 3)), 'KGM', threePiecesAreAKilogram)).toEqual(kilograms(String(count)));
      expect(add(convert(kilograms(String(count)), 'H87', threePiecesAreAKilogram), pieces('0'))).toEqual(pieces(String(count * 3)));
    }));
  });

  it('refuses an amount of nothing', () => {
    expect(() => convert(pieces('1'), 'KGM', [{ from: pieces('0'), to: kilograms('1') }])).toThrow(expect.objectContaining({ code: 'QUANTITY_INVALID' }));
  });
});
