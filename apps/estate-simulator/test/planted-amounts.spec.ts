import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ConfirmationFact, StockDocumentFact } from '@plantway/truth-ledger';
import { FaultyRun } from './faulty-run.js';
import { pieces, SPARE_ORDER } from './scarce-plant.js';
import type { Report } from './told-plant.js';

/** Faults are planted in the spare order of a plant that has otherwise worked without one. */
describe('an amount, a time or a lot that became another is found and named', () => {
  let run: FaultyRun;
  let first: Report;
  let second: Report;
  beforeEach(() => {
    run = new FaultyRun();
    ({ first, second } = run);
  });

  /** A reading of running totals that the gateway takes on. */
  function reading(total: number, made: number, changes: Partial<Report> = {}): Report {
    const report = { ...run.spareReport('0010', total), cumulative: true, ...changes };
    run.mesFacts.push({ type: 'reported', sourceSystem: 'estate-mes', report, made: { yield: pieces(made) }, acceptedAt: '2026-11-22T12:00:00.000Z' });
    return report;
  }

  function secondsOf({ machineTimes }: Pick<Report, 'machineTimes'>): string {
    return String(machineTimes.reduce((sum, { startedAt, finishedAt }) => sum + (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000, 0));
  }

  it('one piece too many in a posting, with its material', () => {
    run.takeOn(first);
    const number = run.post(first, { ...first, yield: pieces(21) })!;

    const found = run.findings();

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

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'quantityDrift', senderId: report.confirmationId, expected, found })]);
  });

  it('one unit of stock that moved too much, and the lot that it came from', () => {
    const [number] = run.posted(first);
    const own = (change: (line: StockDocumentFact['lines'][number]) => StockDocumentFact['lines'][number]) => run.tampered('stockDocument', (fact) => (fact.confirmationNumber === number ? { ...fact, lines: fact.lines.map(change) } : fact));

    const tooMuch = run.findings(own((line) => ({ ...line, quantity: '16' }))).filter(({ kind }) => kind === 'stockDrift');
    expect(tooMuch).toContainEqual(expect.objectContaining({ senderId: first.confirmationId, documents: [number, expect.any(String)], itemId: 'RM-1', locationId: 'RAW', expected: '15', found: '16' }));

    const elsewhere = run.findings(own((line) => ({ ...line, locationId: 'WIP' }))).filter(({ kind }) => kind === 'stockDrift');
    expect(elsewhere).toContainEqual(expect.objectContaining({ itemId: 'RM-1', locationId: 'WIP', expected: '0', found: '15' }));
  });

  it('one unit of stock that the ERP shows and never moved', () => {
    run.posted(first);
    const more = run.tampered('balances', (fact) => ({ ...fact, rows: fact.rows.map((row) => (row.itemId === 'FG-100' ? { ...row, quantity: String(Number(row.quantity) + 1) } : row)) }));

    expect(run.findings(more)).toEqual([expect.objectContaining({ kind: 'stockDrift', itemId: 'FG-100', locationId: 'FIN' })]);
  });

  it('another lot than the one that was reported', () => {
    const report = run.spareReport('0010', 4, { consumptions: [{ itemId: 'CP-3', quantity: pieces(3), backflush: false }] });
    run.posted(report);
    expect(run.findings()).toEqual([]);
    const lotted = run.spareReport('0010', 4, { consumptions: [{ itemId: 'SA-10', lotId: 'SA10-A', quantity: pieces(2), backflush: false }] });
    const [number] = run.posted(lotted);

    const other = run.tampered('stockDocument', (fact) => (fact.confirmationNumber === number ? { ...fact, lines: fact.lines.map((line) => (line.lotId === 'SA10-A' ? { ...line, lotId: 'SA10-B' } : line)) } : fact));

    expect(run.findings(other)).toContainEqual(expect.objectContaining({ kind: 'stockDrift', senderId: lotted.confirmationId, itemId: 'SA-10', lotId: 'SA10-A', expected: '2', found: '0' }));
  });

  it('a reversal that gave another amount back than was taken', () => {
    const [number] = run.posted(first);
    run.reverse(number, run.takeOnReversal(first.confirmationId));
    const less = run.tampered('stockDocument', (fact) => ({ ...fact, lines: fact.lines.map((line) => (line.kind === 'issueCancelled' && line.quantity === '15' ? { ...line, quantity: '14' } : line)) }));

    expect(run.findings(less)).toContainEqual(expect.objectContaining({ kind: 'stockDrift', documents: [number, expect.any(String), expect.any(String)], itemId: 'RM-1', expected: '15', found: '14' }));
  });

  it('a posting of running totals that added one too many, and one that is missing', () => {
    run.post(reading(10, 10));
    const second = reading(30, 20);
    const lane = { kind: 'quantityDrift', workOrderId: SPARE_ORDER, operationId: '0010' };
    expect(run.findings()).toEqual([
      expect.objectContaining({ kind: 'lost', senderId: second.confirmationId, what: expect.stringContaining(`its machine time of ${secondsOf(second)} s`) }),
      expect.objectContaining({ ...lane, senderId: second.confirmationId, expected: '30', found: '10' }),
    ]);

    const number = run.post(second, { yield: pieces(21) })!;
    expect(run.findings()).toEqual([expect.objectContaining({ ...lane, documents: expect.arrayContaining([number]), expected: '30', found: '31' })]);
  });

  it('a reading with nothing new needs no document, unless machine time went into it', () => {
    run.post(reading(10, 10));
    reading(10, 0, { machineTimes: [] });
    expect(run.findings()).toEqual([]);

    const idle = reading(10, 0);
    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'lost', senderId: idle.confirmationId })]);
    expect(run.post(idle, { yield: pieces(0) })).toBeDefined();
    expect(run.findings()).toEqual([]);
  });

  it.each([['piece by piece', false], ['in running totals', true]])('machine time, kind and work center of a report %s that became others', (_name, isTotal) => {
    const report = isTotal ? reading(12, 12) : run.spareReport('0010', 12);
    if (!isTotal) run.takeOn(report);
    const [{ startedAt }] = report.machineTimes;
    const longer = { activityCode: 'setup' as const, startedAt, finishedAt: new Date(Date.parse(startedAt) + 3_600_000).toISOString() };
    const number = run.post({ ...report, kind: 'final', workCenterId: 'WC-20', machineTimes: [longer, report.machineTimes[1]] }, { yield: pieces(12) })!;

    const found = run.findings().filter(({ kind }) => kind === 'quantityDrift');

    const drift = (expected: string, is: string) => expect.objectContaining({ senderId: report.confirmationId, documents: [number], expected, found: is });
    expect(found).toEqual([drift(secondsOf({ machineTimes: [report.machineTimes[0]] }), '3600'), drift('partial', 'final'), drift('WC-10', 'WC-20')]);
  });

  it('the cost of machine time that a running total never reported', () => {
    const report = reading(12, 12);
    const number = run.post({ ...report, machineTimes: [...report.machineTimes, { activityCode: 'run', startedAt: '2026-11-22T08:00:00Z', finishedAt: '2026-11-22T18:00:00Z' }] }, { yield: pieces(12) })!;

    expect(run.findings()).toContainEqual(expect.objectContaining({ kind: 'costDrift', account: 'absorption', documents: expect.arrayContaining([number]) }));
  });

  it('serial numbers that became others', () => {
    const report = run.spareReport('0010', 1, { serialNumbers: ['S-1'] });
    const [number] = run.posted(report);
    const told = run.tampered('confirmation', (fact): ConfirmationFact => (fact.number === number ? { ...fact, entered: { ...fact.entered, serialNumbers: ['S-2'] } } : fact));

    expect(run.findings(told)).toEqual([expect.objectContaining({ kind: 'quantityDrift', senderId: report.confirmationId, expected: 'S-1', found: 'S-2' })]);
  });
});
