import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { convert } from './conversion.js';
import { nextPosting } from './next-posting.js';
import type { Quantity } from './quantity-types.js';
import { add, compare, sum } from './quantity.js';

const pieces = (value: string): Quantity => ({ value, unit: 'H87' });
const kilograms = (value: string): Quantity => ({ value, unit: 'KGM' });
const threePiecesAreAKilogram = [{ from: pieces('3'), to: kilograms('1') }];

/** Posts report after report, each from the exact total of all reports so far. */
function postAll(reports: readonly Quantity[], decimals: number): readonly Quantity[] {
  const postings: Quantity[] = [];
  let cumulative = pieces('0');
  for (const report of reports) {
    cumulative = add(cumulative, report);
    postings.push(nextPosting(cumulative, sum(postings, 'KGM'), decimals, threePiecesAreAKilogram));
  }
  return postings;
}

describe('the next posting', () => {
  it('rounds the total of seven pieces instead of each piece', () => {
    // Totals 1/3, 2/3, 1, 4/3, 5/3, 2, 7/3 kg round to 0.333 0.667 1 1.333 1.667 2 2.333; the postings are their steps.
    const postings = postAll(Array.from({ length: 7 }, () => pieces('1')), 3);

    expect(postings.map(({ value }) => value)).toEqual(['0.333', '0.334', '0.333', '0.333', '0.334', '0.333', '0.333']);
    // Seven times the rounded single piece would be 2.331 and lose two grams.
    expect(sum(postings, 'KGM')).toEqual(kilograms('2.333'));
  });

  it('takes back what a correction takes away', () => {
    expect(nextPosting(pieces('2'), kilograms('1'), 3, threePiecesAreAKilogram)).toEqual(kilograms('-0.333'));
  });

  it('posts nothing when nothing came on top', () => {
    expect(nextPosting(pieces('1'), kilograms('0.333'), 3, threePiecesAreAKilogram)).toEqual(kilograms('0'));
  });

  it('never drifts, whatever was reported and in however many reports', () => {
    const report = fc.tuple(fc.integer({ min: 0, max: 100_000 }), fc.integer({ min: 0, max: 999 })).map(([whole, thousandths]) => pieces(`${whole}.${String(thousandths).padStart(3, '0')}`));
    fc.assert(fc.property(fc.array(report, { maxLength: 40 }), fc.integer({ min: 0, max: 6 }), (reports, decimals) => {
      const postings = postAll(reports, decimals);

      expect(sum(postings, 'KGM')).toEqual(convert(sum(reports, 'H87'), 'KGM', threePiecesAreAKilogram, decimals));
      for (const posting of postings) expect(compare(posting, kilograms('0'))).toBeGreaterThanOrEqual(0);
    }), { numRuns: 200 });
  });
});
