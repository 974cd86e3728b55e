import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareInstants, isInstant, toUtc } from './instant.js';
import { isPlantDate } from './plant-date.js';

describe('an instant', () => {
  it.each([
    ['2026-11-22T06:00:00+01:00', '2026-11-22T05:00:00.000Z'],
    ['2026-11-22T05:00:00Z', '2026-11-22T05:00:00.000Z'],
    ['2026-11-22T00:30:00.5+05:45', '2026-11-21T18:45:00.500Z'],
    ['2026-11-22T05:00:00.123456789Z', '2026-11-22T05:00:00.123456789Z'],
    ['2026-11-22T05:00:00.120000000Z', '2026-11-22T05:00:00.120Z'],
    ['2026-12-31T23:59:59.999-12:00', '2027-01-01T11:59:59.999Z'],
    ['2028-02-29T12:00:00-00:00', '2028-02-29T12:00:00.000Z'],
  ])('%s is %s', (text, utc) => {
    expect(toUtc(text)).toBe(utc);
  });

  it.each([
    '2026-11-22T06:00:00', '2026-11-22', '2026-02-30T06:00:00Z', '2027-02-29T06:00:00Z', '2026-11-31T00:00:00Z', '2026-13-01T00:00:00Z', '2026-00-01T00:00:00Z', '2026-11-00T00:00:00Z',
    '2026-11-22T24:00:00Z', '2026-11-22T06:60:00Z', '2026-11-22T23:59:60Z', '2026-11-22T06:00:00+24:00', '2026-11-22T06:00:00+0100', '2026-11-22T06:00:00+01', '2026-11-22 06:00:00Z',
    '2026-11-22t06:00:00z', '2026-11-22T06:00Z', '2026-11-22T06:00:00.Z', '2026-11-22T06:00:00.1234567890Z', '2026-11-22T06:00:00Z\n', ' 2026-11-22T06:00:00Z', '0001-01-01T00:00:00Z',
    '1970-01-01T00:00:00Z', '1971-01-01T00:00:00+00:01', '9998-12-31T23:59:59-00:01', '0071-06-01T00:00:00Z', '20261122T060000Z', '+002026-11-22T06:00:00Z', '', 1795327200000, null, undefined, ['2026-11-22T06:00:00Z'],
  ])('%j is refused', (value) => {
    expect(isInstant(value)).toBe(false);
  });

  it('says which text it could not read', () => {
    expect(() => toUtc('yesterday')).toThrow(expect.objectContaining({ code: 'INSTANT_INVALID', message: expect.stringContaining('yesterday') }));
  });

  it('is the same point in time at every offset', () => {
    const offset = fc.tuple(fc.constantFrom('+', '-'), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }));
    fc.assert(fc.property(fc.date({ min: new Date('1971-01-01T00:00:00Z'), max: new Date('9998-12-31T23:59:59.999Z'), noInvalidDate: true }), offset, (date, [sign, hours, minutes]) => {
      const shifted = new Date(date.getTime() + (sign === '+' ? 1 : -1) * (hours * 60 + minutes) * 60_000).toISOString().replace('Z', '');
      const text = `${shifted}${sign}${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;

      expect(toUtc(text)).toBe(date.toISOString());
      expect(toUtc(toUtc(text))).toBe(toUtc(text));
      expect(compareInstants(text, date.toISOString())).toBe(0);
    }));
  });
});

describe('a plant date', () => {
  it.each(['2026-11-22', '2028-02-29', '1970-01-01', '9999-12-31'])('%s is a day', (text) => {
    expect(isPlantDate(text)).toBe(true);
  });

  it.each(['2026-02-30', '2026-11-31', '2027-02-29', '2100-02-29', '2026-1-1', '2026-11-22T00:00:00Z', '26-11-22', '2026-11-22 ', '1969-12-31', '0099-01-01', 20261122, null])('%j is none', (value) => {
    expect(isPlantDate(value)).toBe(false);
  });
});
