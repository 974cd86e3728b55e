import { describe, expect, it } from '@jest/globals';
import { Exact } from './exact.js';
import { inBaseUnit } from './units.js';

describe('exact numbers', () => {
  it('read and write decimal text', () => {
    expect(['0', '-0.50', '007', '12.345', '-3'].map((text) => Exact.of(text).text())).toEqual(['0', '-0.5', '7', '12.345', '-3']);
    for (const text of ['', '1e3', '+1', '.5', '1.', 'x']) expect(() => Exact.of(text)).toThrow(RangeError);
  });

  it('never lose anything before they are rounded once, half to even', () => {
    const third = Exact.of('1').dividedBy(Exact.of('3'));

    expect(Exact.sum([third, third, third]).equals(Exact.of('1'))).toBe(true);
    expect(third.text()).toBe('0.333333333333…');
    expect(['0.125', '0.135', '-0.125', '2.5', '-2.675'].map((text) => Exact.of(text).rounded(2).text())).toEqual(['0.12', '0.14', '-0.12', '2.5', '-2.68']);
    expect(Exact.of('2.5').rounded(0).text()).toBe('2');
    expect(Exact.of('-6').dividedBy(Exact.of('-4')).text()).toBe('1.5');
    expect(Exact.of('-0.001').compare(Exact.ZERO)).toBe(-1);
  });
});

describe('units', () => {
  const item = { baseUnit: 'KGM', conversions: [{ from: { value: '3', unit: 'H87' }, to: { value: '1', unit: 'KGM' } }] };

  it('convert by the item and by what holds for every item, in as many steps as it takes', () => {
    expect(inBaseUnit(item, { value: '1', unit: 'H87' })?.rounded(3).text()).toBe('0.333');
    expect(inBaseUnit(item, { value: '250', unit: 'GRM' })?.text()).toBe('0.25');
    expect(inBaseUnit({ baseUnit: 'MTR', conversions: [] }, { value: '30', unit: 'FOT' })?.text()).toBe('9.144');
    expect(inBaseUnit({ baseUnit: 'GRM', conversions: item.conversions }, { value: '3', unit: 'H87' })?.text()).toBe('1000');
  });

  it('answer nothing where no way leads', () => {
    expect(inBaseUnit(item, { value: '1', unit: 'LTR' })).toBeUndefined();
  });
});
