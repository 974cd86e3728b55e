import { describe, expect, it } from '@jest/globals';
import { DEFAULT_CONFIRMATION_POLICY, MappingError, type ProductionConfirmation, type RunningTotalPolicy } from '@plantway/canonical';
import fc from 'fast-check';
import { confirmation, pieces } from '../../test/confirmation.fixture.js';
import { differenceReport, surplusInWords } from './difference-report.js';
import { YIELD, isAboveZero, scrapName, type ReportAmounts } from './report-amounts.js';
import { countTotals, type EarlierReport } from './running-totals.js';

const FROM_ZERO = DEFAULT_CONFIRMATION_POLICY.runningTotals;
const FROM_BASELINE: RunningTotalPolicy = { ...FROM_ZERO, firstReading: 'baseline' };
const minute = (at: number): string => new Date(Date.parse('2026-11-22T05:00:00.000Z') + at * 60_000).toISOString();
const reading = (total: string, at: number, more: Partial<ProductionConfirmation> = {}): ProductionConfirmation =>
  confirmation({ confirmationId: `mes-${at}`, cumulative: true, yield: pieces(total), scrap: [], finishedAt: minute(at), ...more });

/** What a line of readings posts one after the other, as the flow does it. */
function postAll(readings: readonly ProductionConfirmation[], policy: RunningTotalPolicy): readonly EarlierReport[] {
  return readings.reduce<readonly EarlierReport[]>((earlier, report) => [...earlier, { report, sent: sentFor(earlier, report, policy) }], []);
}

function sentFor(earlier: readonly EarlierReport[], report: ProductionConfirmation, policy: RunningTotalPolicy): readonly ProductionConfirmation[] {
  const counted = countTotals(earlier, report, policy);
  if (counted.outcome === 'older' || ![...counted.open.values()].some(isAboveZero)) return [];
  return [differenceReport(report, counted.open, earlier.flatMap(({ sent }) => sent))];
}

const yields = (reports: readonly EarlierReport[]): readonly string[] => reports.map(({ sent }) => sent[0]?.yield.value ?? '0');
const openYield = (open: ReportAmounts): string | undefined => open.get(YIELD)?.value;

describe('running totals', () => {
  /** Worked example 6: the deltas are 0, +30, 0, +12, +28 and −5; together 65. */
  it('posts what was added: baseline 100, then 130, 130, 12, 40; and what 35 takes back waits for the next one', () => {
    const posted = postAll(['100', '130', '130', '12', '40', '35'].map((total, at) => reading(total, at)), FROM_BASELINE);

    expect(yields(posted)).toEqual(['0', '30', '0', '12', '28', '0']);
    const next = countTotals(posted, reading('45', 6), FROM_BASELINE); // 10 more than 35: 75 in all, of which 70 stand
    expect(next).toMatchObject({ outcome: 'counted' });
    expect(next.outcome === 'counted' && openYield(next.open)).toBe('5');
  });

  it('takes the first reading as made since zero where the site says so', () => {
    expect(yields(postAll([reading('100', 0), reading('130', 1)], FROM_ZERO))).toEqual(['100', '30']);
  });

  it('knows the roll-over of a counter of 16 bits: 65,530 and then 4 are 10', () => {
    const policy = { ...FROM_BASELINE, rollOver: { at: '65536', largestStep: '1000' } };

    expect(yields(postAll([reading('65530', 0), reading('4', 1)], policy))).toEqual(['0', '10']);
  });

  it('keeps an older reading as evidence and names the one that it is older than', () => {
    const posted = postAll([reading('100', 5)], FROM_ZERO);

    expect(countTotals(posted, reading('90', 4), FROM_ZERO)).toEqual({ outcome: 'older', than: minute(5) });
    expect(yields(postAll([reading('100', 5), reading('90', 4), reading('110', 6)], FROM_ZERO))).toEqual(['100', '0', '10']);
  });

  it('posts the whole of it again when the first one was reversed, and its share when it was discarded', () => {
    const [first, second] = postAll([reading('100', 0), reading('130', 1)], FROM_ZERO);
    expect(second.sent[0].yield).toEqual(pieces('30'));

    const afterReversal = countTotals([second], reading('150', 2), FROM_ZERO); // the 100 are not in the ERP any more
    const afterDiscard = countTotals([], second.report, FROM_ZERO);

    expect(first.sent[0].yield).toEqual(pieces('100'));
    expect(afterReversal.outcome === 'counted' && openYield(afterReversal.open)).toBe('120');
    expect(afterDiscard.outcome === 'counted' && openYield(afterDiscard.open)).toBe('130');
  });

  it('counts every thing by itself: rework, scrap by reason, material by item and lot, lots and other output', () => {
    const total = (factor: number, at: number): ProductionConfirmation => reading(String(10 * factor), at, {
      rework: pieces(String(factor)),
      scrap: [{ quantity: pieces(String(2 * factor)), reasonCode: 'BURR' }, { quantity: pieces(String(3 * factor)), reasonCode: 'SCRATCH' }],
      producedLots: [{ lotId: 'L-1', quantity: pieces(String(4 * factor)) }],
      consumptions: [
        { itemId: 'RM-1', lotId: 'A', quantity: { value: `${factor}.5`, unit: 'KGM' }, serialNumbers: [], backflush: false },
        { itemId: 'RM-1', lotId: 'A', quantity: { value: `${factor}.5`, unit: 'KGM' }, serialNumbers: [], backflush: false },
        { itemId: 'RM-1', lotId: 'B', quantity: { value: String(factor), unit: 'KGM' }, serialNumbers: [], backflush: false },
        { itemId: 'CP-2', serialNumbers: [], backflush: true },
      ],
      otherOutputs: [{ itemId: 'BP-1', type: 'byProduct', quantity: { value: `0.${factor}`, unit: 'KGM' } }],
    });

    const [, { sent: [difference] }] = postAll([total(1, 0), total(3, 1)], FROM_ZERO);

    expect(difference).toMatchObject({
      cumulative: false, yield: pieces('20'), rework: pieces('2'),
      scrap: [{ quantity: pieces('4'), reasonCode: 'BURR' }, { quantity: pieces('6'), reasonCode: 'SCRATCH' }],
      producedLots: [{ lotId: 'L-1', quantity: pieces('8') }],
      consumptions: [
        { itemId: 'RM-1', lotId: 'A', quantity: { value: '4', unit: 'KGM' } }, { itemId: 'RM-1', lotId: 'B', quantity: { value: '2', unit: 'KGM' } }, { itemId: 'CP-2', backflush: true },
      ],
      otherOutputs: [{ itemId: 'BP-1', type: 'byProduct', quantity: { value: '0.2', unit: 'KGM' } }],
    });
  });

  it('takes a thing that is not mentioned as not read, and one that comes up later as made since the first report', () => {
    const scrapped = (value: string) => ({ scrap: [{ quantity: pieces(value), reasonCode: 'BURR' }] });
    const posted = postAll([reading('100', 0), reading('110', 1, scrapped('3')), reading('120', 2), reading('130', 3, scrapped('4'))], FROM_BASELINE);

    expect(posted.map(({ sent }) => sent[0]?.scrap.map(({ quantity }) => quantity.value))).toEqual([undefined, ['3'], [], ['1']]);
  });

  it('posts only the serial numbers and the genealogy that were not sent before', () => {
    const units = (...serialNumbers: readonly string[]) => ({ serialNumbers, genealogy: serialNumbers.map((serialNumber) => ({ serialNumber, componentSerialNumbers: [`P-${serialNumber}`] })) });
    const posted = postAll([reading('1', 0, units('S-1')), reading('3', 1, units('S-1', 'S-2', 'S-3'))], FROM_ZERO);

    expect(posted[1].sent[0]).toMatchObject(units('S-2', 'S-3'));
  });

  it('counts reports of the same source that are no totals as part of its totals, unless they came before the baseline', () => {
    const plain = { report: confirmation({ yield: pieces('10'), scrap: [] }), sent: [confirmation({ yield: pieces('10'), scrap: [] })] };

    const fromZero = countTotals([plain], reading('30', 1), FROM_ZERO);
    const fromBaseline = countTotals([plain], reading('30', 1), FROM_BASELINE);

    expect(fromZero.outcome === 'counted' && openYield(fromZero.open)).toBe('20');
    expect(fromBaseline.outcome === 'counted' && openYield(fromBaseline.open)).toBe('0');
  });

  it('leaves plainly reported scrap alone that no total speaks of', () => {
    const plain = confirmation({ yield: pieces('10'), scrap: [{ quantity: pieces('2'), reasonCode: 'POROSITY' }] });

    const counted = countTotals([{ report: plain, sent: [plain] }], reading('30', 1), FROM_ZERO);

    expect(counted.outcome === 'counted' && counted.open.get(scrapName('POROSITY'))).toEqual(pieces('0'));
  });

  it('names what stands beyond the totals', () => {
    expect(surplusInWords(new Map([[YIELD, pieces('-5')], [scrapName('BURR'), pieces('-1')], [scrapName('SCRATCH'), pieces('2')]]))).toBe('yield 5 H87, scrap BURR 1 H87');
  });

  it('compares no reading with one in another unit', () => {
    expect(() => postAll([reading('100', 0), reading('130', 1, { yield: { value: '130', unit: 'KGM' } })], FROM_ZERO)).toThrow(MappingError);
  });
});

/** A source that reads, and a person who takes back what was reported. A reading that is discarded was never posted and is not among those that stand: as if it had not been. */
type Deed = { readonly deed: 'read'; readonly total: number; readonly late: boolean } | { readonly deed: 'reverse'; readonly which: number };

const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ deed: fc.constant('read' as const), total: fc.nat(1_000), late: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ deed: fc.constant('reverse' as const), which: fc.nat(30) }) },
);

/** What readings come to, by another way than the flow's: whole numbers and the rule of the site in words. */
function cameTo(readings: readonly { readonly total: number; readonly at: string }[], { firstReading }: RunningTotalPolicy): number {
  let [sum, last]: [number, { total: number; at: string } | undefined] = [0, undefined];
  for (const now of readings) {
    if (last !== undefined && now.at < last.at) continue;
    if (last === undefined) sum = firstReading === 'baseline' ? 0 : now.total;
    else if (now.total >= last.total || last.total - now.total <= last.total / 2) sum += now.total - last.total;
    else sum += now.total;
    last = now;
  }
  return sum;
}

it('makes the ERP\'s sum equal what the standing readings come to, whatever is reversed and discarded in between', () => {
  fc.assert(fc.property(fc.array(deeds, { maxLength: 25 }), fc.constantFrom(FROM_ZERO, FROM_BASELINE), (story, policy) => {
    let standing: readonly EarlierReport[] = [];
    const inErp = (): number => standing.flatMap(({ sent }) => sent).reduce((sum, { yield: { value } }) => sum + Number(value), 0);
    const read = (report: ProductionConfirmation): void => void (standing = [...standing, { report, sent: sentFor(standing, report, policy) }]);

    for (const [at, deed] of story.entries()) {
      if (deed.deed === 'reverse') standing = standing.filter((_, index) => index !== deed.which);
      else read(reading(String(deed.total), deed.late ? at - 3 : at));
    }
    const before = inErp();
    read(reading('500', 100));

    const expected = cameTo(standing.map(({ report }) => ({ total: Number(report.yield.value), at: report.finishedAt })), policy);
    // Too much in the ERP is netted by what comes next, never posted as output below zero.
    expect(inErp()).toBe(Math.max(expected, before));
  }), { numRuns: 500 });
});
