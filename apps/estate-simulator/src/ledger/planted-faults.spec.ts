import { beforeEach, describe, expect, it } from '@jest/globals';
import { expectedReference, grade } from '@plantway/truth-ledger';
import type { ConfirmationFact, CostEntryFact, Fact, Finding, Observation, StockDocumentFact } from '@plantway/truth-ledger';
import { pieces, SeededRun, SPARE_ORDER } from './test/seeded-run.js';
import type { Report } from './test/seeded-run.js';

/** Faults are planted in the spare order of a plant that has otherwise worked without one. */
describe('a planted fault is found and named', () => {
  let run: SeededRun;
  let first: Report;
  let second: Report;
  beforeEach(() => {
    run = new SeededRun(11).work(60);
    run.engine.apply({ type: 'receiveGoods', at: run.engine.view.lastAt, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '500', unit: 'KGM' }, postingDate: '2026-11-22' });
    first = run.spareReport('0010', 20);
    second = run.spareReport('0010', 10, { scrap: [{ quantity: pieces(1), reasonCode: 'BURR' }] });
  });

  function posted(...reports: readonly Report[]): string[] {
    return reports.map((report) => {
      run.takeOn(report);
      return run.post(report)!;
    });
  }

  function findings(observations: readonly Observation[] = run.observations()): readonly Finding[] {
    return grade(observations).findings;
  }

  /** The observations with the facts of one type changed. */
  function tampered<T extends Fact['type']>(type: T, change: (fact: Extract<Fact, { type: T }>) => Fact): Observation[] {
    return run.observations().map((observation) => (observation.fact.type === type ? { ...observation, fact: change(observation.fact as Extract<Fact, { type: T }>) } : observation));
  }

  const referenceOf = ({ confirmationId }: Report): string => expectedReference({ siteId: 'BER1', sourceSystem: 'estate-mes', kind: 'productionConfirmation', senderId: confirmationId }, 'confirmation');

  it('none, before anything is planted', () => {
    posted(first, second);

    expect(findings()).toEqual([]);
  });

  it('a lost posting', () => {
    run.takeOn(first);
    posted(second);

    expect(findings()).toEqual([expect.objectContaining({ kind: 'lost', siteId: 'BER1', senderId: first.confirmationId, reference: referenceOf(first), workOrderId: SPARE_ORDER, operationId: '0010' })]);
    expect(grade(run.observations(), { isQuiet: false }).findings.map(({ kind, senderId }) => [kind, senderId])).toEqual([['incomplete', first.confirmationId]]);
  });

  it('a doubled posting, with both documents', () => {
    const [number] = posted(first);
    const again = run.post(first)!;

    expect(findings()).toEqual([expect.objectContaining({ kind: 'duplicated', senderId: first.confirmationId, documents: [number, again] })]);
  });

  it('two postings of a lane that were swapped', () => {
    run.takeOn(first);
    run.takeOn(second);
    const [early, late] = [run.post(second)!, run.post(first)!];

    expect(findings()).toEqual([expect.objectContaining({ kind: 'outOfOrder', senderId: second.confirmationId, documents: [early, late], found: early, expected: `after ${late}` })]);
  });

  it('one piece too many in a posting, with its material', () => {
    run.takeOn(first);
    const number = run.post(first, { ...first, yield: pieces(21) })!;

    const found = findings();

    expect(found).toContainEqual(expect.objectContaining({ kind: 'quantityDrift', senderId: first.confirmationId, documents: [number], expected: '20', found: '21' }));
    expect(found).toContainEqual(expect.objectContaining({ kind: 'stockDrift', senderId: first.confirmationId, itemId: 'RM-1', expected: '15', found: '15.75' }));
    expect(found).toHaveLength(2);
  });

  it.each([
    ['a scrap reason that became another', { scrap: [{ quantity: pieces(1), reasonCode: 'SCRATCH' }] }, 'BURR 1', 'SCRATCH 1'],
    ['a final report that was posted as a partial one', {}, 'final', 'partial'],
  ])('%s', (_name, change, expected, found) => {
    const report: Report = { ...second, kind: expected === 'final' ? 'final' : 'partial' };
    run.takeOn(report);
    run.post({ ...report, kind: 'partial' }, { ...report, ...change });

    expect(findings()).toEqual([expect.objectContaining({ kind: 'quantityDrift', senderId: report.confirmationId, expected, found })]);
  });

  it('one unit of stock that moved too much, and the lot that it came from', () => {
    const [number] = posted(first);
    const own = (change: (line: StockDocumentFact['lines'][number]) => StockDocumentFact['lines'][number]) => tampered('stockDocument', (fact) => (fact.confirmationNumber === number ? { ...fact, lines: fact.lines.map(change) } : fact));

    const tooMuch = findings(own((line) => ({ ...line, quantity: '16' }))).filter(({ kind }) => kind === 'stockDrift');
    expect(tooMuch).toContainEqual(expect.objectContaining({ senderId: first.confirmationId, documents: [number, expect.any(String)], itemId: 'RM-1', locationId: 'RAW', expected: '15', found: '16' }));

    const elsewhere = findings(own((line) => ({ ...line, locationId: 'WIP' }))).filter(({ kind }) => kind === 'stockDrift');
    expect(elsewhere).toContainEqual(expect.objectContaining({ itemId: 'RM-1', locationId: 'WIP', expected: '0', found: '15' }));
  });

  it('one unit of stock that the ERP shows and never moved', () => {
    posted(first);
    const more = tampered('balances', (fact) => ({ ...fact, rows: fact.rows.map((row) => (row.itemId === 'FG-100' ? { ...row, quantity: String(Number(row.quantity) + 1) } : row)) }));

    expect(findings(more)).toEqual([expect.objectContaining({ kind: 'stockDrift', itemId: 'FG-100', locationId: 'FIN' })]);
  });

  it('another lot than the one that was reported', () => {
    const report = run.spareReport('0010', 4, { consumptions: [{ itemId: 'CP-3', quantity: pieces(3), backflush: false }] });
    posted(report);
    expect(findings()).toEqual([]);
    const lotted = run.spareReport('0010', 4, { consumptions: [{ itemId: 'SA-10', lotId: 'SA10-A', quantity: pieces(2), backflush: false }] });
    const [number] = posted(lotted);

    const other = tampered('stockDocument', (fact) => (fact.confirmationNumber === number ? { ...fact, lines: fact.lines.map((line) => (line.lotId === 'SA10-A' ? { ...line, lotId: 'SA10-B' } : line)) } : fact));

    expect(findings(other)).toContainEqual(expect.objectContaining({ kind: 'stockDrift', senderId: lotted.confirmationId, itemId: 'SA-10', lotId: 'SA10-A', expected: '2', found: '0' }));
  });

  describe('a cent of cost', () => {
    function cent(event: string, which: (entry: CostEntryFact) => boolean): readonly Finding[] {
      const entry = run.observations().flatMap(({ fact }) => (fact.type === 'costEntry' && fact.event === event && which(fact) ? [fact] : [])).at(-1)!;
      return findings(tampered('costEntry', (fact) => (fact.number === entry.number ? { ...fact, lines: fact.lines.map((line) => ({ ...line, ...(line.debit === '0.00' ? { credit: plusCent(line.credit) } : { debit: plusCent(line.debit) }) })) } : fact)));
    }
    const plusCent = (money: string): string => (Number(money) + 0.01).toFixed(2);

    it('in the time of a confirmation', () => {
      const [number] = posted(first);

      const found = cent('activity', ({ sourceDocument }) => sourceDocument === number);

      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', documents: [number, expect.any(String)], workOrderId: SPARE_ORDER, account: 'wip' }));
      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', documents: [number, expect.any(String)], account: 'absorption' }));
      expect(new Set(found.map(({ kind, workOrderId }) => `${kind} ${workOrderId}`))).toEqual(new Set([`costDrift ${SPARE_ORDER}`]));
    });

    it('in the material of a confirmation', () => {
      posted(first);

      const found = cent('issue', ({ workOrderId }) => workOrderId === SPARE_ORDER);

      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', workOrderId: SPARE_ORDER, account: 'wip', expected: '180', found: '180.01' })); // 15 kg at 12.00
      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', itemId: 'RM-1', account: 'stock' }));
    });

    it('in the settlement of an order', () => {
      posted(run.spareReport('0010', 100, { kind: 'final', scrap: [{ quantity: pieces(3), reasonCode: 'BURR' }] }), run.spareReport('0020', 98, { kind: 'final', scrap: [{ quantity: pieces(2), reasonCode: 'SCRATCH' }] }));
      expect(findings()).toEqual([]);

      const found = cent('settlement', ({ workOrderId }) => workOrderId === SPARE_ORDER);

      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', workOrderId: SPARE_ORDER, account: 'scrapVariance', expected: '75.5', found: '75.51' }));
    });

    it('on one side of an entry only', () => {
      posted(first);
      const { number } = run.engine.view.costEntries.at(-1)!;
      const oneSided = tampered('costEntry', (fact) => (fact.number === number ? { ...fact, lines: fact.lines.map((line, place) => (place === 0 ? { ...line, debit: plusCent(line.debit) } : line)) } : fact));

      expect(findings(oneSided)).toContainEqual(expect.objectContaining({ kind: 'costDrift', documents: [number, expect.any(String)], what: expect.stringContaining('does not balance') }));
    });
  });

  it('a reversal that never came, and one that nobody asked for', () => {
    const [wished, kept] = posted(first, second);
    const reversalId = run.takeOnReversal(first.confirmationId);
    expect(findings()).toEqual([expect.objectContaining({ kind: 'lost', senderId: reversalId, documents: [wished] })]);

    run.reverse(wished, reversalId);
    expect(findings()).toEqual([]);

    run.reverse(kept, 'nobody');
    expect(findings()).toEqual([expect.objectContaining({ kind: 'unexplained', senderId: second.confirmationId, documents: [kept, expect.any(String)] })]);
  });

  it('a reversal that gave another amount back than was taken', () => {
    const [number] = posted(first);
    run.reverse(number, run.takeOnReversal(first.confirmationId));
    const less = tampered('stockDocument', (fact) => ({ ...fact, lines: fact.lines.map((line) => (line.kind === 'issueCancelled' && line.quantity === '15' ? { ...line, quantity: '14' } : line)) }));

    expect(findings(less)).toContainEqual(expect.objectContaining({ kind: 'stockDrift', documents: [number, expect.any(String), expect.any(String)], itemId: 'RM-1', expected: '15', found: '14' }));
  });

  it('a confirmation that belongs to no report', () => {
    const number = run.post(first)!;

    expect(findings()).toEqual([expect.objectContaining({ kind: 'unexplained', documents: [number], reference: referenceOf(first) })]);
  });

  it('a report that a person discarded and that is posted all the same', () => {
    const [number] = posted(first);
    run.explain('productionConfirmation', first.confirmationId);

    expect(findings()).toEqual([expect.objectContaining({ kind: 'unexplained', senderId: first.confirmationId, documents: [number] })]);
  });

  it('a report that was posted before the one that it replaces was taken back', () => {
    const [number] = posted(first);
    const better: Report = { ...run.spareReport('0010', 19), replaces: first.confirmationId };
    const [early] = posted(better);
    run.reverse(number, better.confirmationId);

    expect(findings()).toEqual([expect.objectContaining({ kind: 'outOfOrder', senderId: better.confirmationId, documents: [early, expect.any(String)] })]);
  });

  it('a posting of running totals that added one too many, and one that is missing', () => {
    const reading = (total: number, made: number): Report => {
      const report = { ...run.spareReport('0010', total), cumulative: true };
      run.mesFacts.push({ type: 'reported', sourceSystem: 'estate-mes', report, made: { yield: pieces(made) }, acceptedAt: '2026-11-22T12:00:00.000Z' });
      return report;
    };
    run.post(reading(10, 10));
    const second = reading(30, 20);
    expect(findings()).toEqual([expect.objectContaining({ kind: 'quantityDrift', workOrderId: SPARE_ORDER, operationId: '0010', senderId: second.confirmationId, expected: '30', found: '10' })]);

    const number = run.post(second, { yield: pieces(21) })!;
    expect(findings()).toEqual([expect.objectContaining({ kind: 'quantityDrift', documents: expect.arrayContaining([number]), expected: '30', found: '31' })]);
  });

  it('a follow-up that is still open', () => {
    const short = run.spareReport('0010', 2, { consumptions: [{ itemId: 'SA-10', lotId: 'SA10-A', quantity: pieces(99_999), backflush: false }] });
    const [number] = posted(short);

    expect(findings()).toEqual([expect.objectContaining({ kind: 'incomplete', documents: [number, expect.any(String)], itemId: 'SA-10' })]);
  });

  it('a number that a source left out, and a story that changed', () => {
    posted(first, second);
    const gap = run.observations().filter(({ source, sequence }) => !(source === 'erp:BER1:costEntries' && sequence === 7));

    expect(grade(gap).findings).toContainEqual(expect.objectContaining({ kind: 'incomplete', what: expect.stringContaining('erp:BER1:costEntries left out number 7') }));
    expect(grade(run.observations(), { contradictions: ['erp:BER1:orders#3'] }).findings).toEqual([expect.objectContaining({ kind: 'unexplained', siteId: 'BER1', what: expect.stringContaining('erp:BER1:orders#3') })]);
  });

  it('and nothing else changes the grade: observations that come twice and in any order count once', () => {
    posted(first, second);
    const told = run.observations();
    const shuffled = [...told, ...told].map((observation, place) => ({ observation, key: (place * 7919) % 1009 })).sort((left, right) => left.key - right.key).map(({ observation }) => observation);

    expect(grade(shuffled)).toEqual(grade(told));
    expect(grade(shuffled).clean).toBe(true);
  });

  it('a document at another operation than that of its report', () => {
    run.takeOn(first);
    const wrong = run.post({ ...first, operationId: '0020' }, { yield: pieces(0) });

    expect(findings().filter(({ kind }) => kind === 'quantityDrift')).toContainEqual(expect.objectContaining({ documents: [wrong], expected: `${SPARE_ORDER} 0010`, found: `${SPARE_ORDER} 0020` }));
  });

  it('serial numbers that became others', () => {
    const report = run.spareReport('0010', 1, { serialNumbers: ['S-1'] });
    const [number] = posted(report);
    const told = tampered('confirmation', (fact): ConfirmationFact => (fact.number === number ? { ...fact, entered: { ...fact.entered, serialNumbers: ['S-2'] } } : fact));

    expect(findings(told)).toEqual([expect.objectContaining({ kind: 'quantityDrift', senderId: report.confirmationId, expected: 'S-1', found: 'S-2' })]);
  });
});
