import { beforeEach, describe, expect, it } from '@jest/globals';
import type { SentConsumption, StockDocumentFact } from '@plantway/truth-ledger';
import { FaultyRun } from './faulty-run.js';
import { pieces, SPARE_ORDER } from './scarce-plant.js';
import { SOURCE } from './told-plant.js';

/** Faults are planted in material that was reported by itself, for the spare order of a plant that has otherwise worked without one. */
describe('a fault with material that was reported by itself is found and named', () => {
  let run: FaultyRun;
  let used: SentConsumption;
  beforeEach(() => {
    run = new FaultyRun();
    used = run.takeOnConsumption({ consumptionId: 'use-1', workOrderId: SPARE_ORDER, operationId: '0020', itemId: 'PK-1', quantity: pieces(12) });
  });
  const about = { workOrderId: SPARE_ORDER, operationId: '0020', itemId: 'PK-1', senderId: 'use-1' };
  const tampered = (number: string, change: (line: StockDocumentFact['lines'][number]) => StockDocumentFact['lines'][number]) =>
    run.tampered('stockDocument', (fact) => (fact.number === number ? { ...fact, lines: fact.lines.map(change) } : fact));

  it('but nothing when it was issued once', () => {
    run.issue(used);

    expect(run.findings()).toEqual([]);
  });

  it('lost', () => {
    expect(run.findings()).toEqual([expect.objectContaining({ ...about, kind: 'lost', found: 'none' })]);
    expect(run.findings(run.observations(), { isQuiet: false })).toEqual([expect.objectContaining({ kind: 'incomplete' })]);

    run.explain('materialConsumption', 'use-1');
    expect(run.findings()).toEqual([]);
    const number = run.issue(used);
    expect(run.findings()).toEqual([expect.objectContaining({ ...about, kind: 'unexplained', documents: [number] })]);
  });

  it('doubled', () => {
    const numbers = [run.issue(used), run.issue(used)];

    expect(run.findings()).toEqual([expect.objectContaining({ ...about, kind: 'duplicated', documents: numbers })]);
  });

  it('one unit off, as the ERP booked it and as the documents say', () => {
    const number = run.issue({ ...used, quantity: pieces(13) })!;
    expect(run.findings()).toEqual([expect.objectContaining({ ...about, kind: 'stockDrift', documents: [number], expected: '12', found: '13' })]);

    const less = run.findings(tampered(number, (line) => ({ ...line, quantity: '11' })));
    expect(less).toContainEqual(expect.objectContaining({ ...about, kind: 'stockDrift', expected: '12', found: '11' }));
    expect(less.filter(({ kind }) => kind === 'costDrift').map(({ account }) => account)).toEqual(expect.arrayContaining(['wip', 'stock']));
  });

  it('other material, another place, another order', () => {
    const number = run.issue(used)!;

    expect(run.findings(tampered(number, (line) => ({ ...line, itemId: 'CP-5' })))).toEqual(expect.arrayContaining([
      expect.objectContaining({ ...about, kind: 'stockDrift', expected: '12', found: '0' }), expect.objectContaining({ kind: 'stockDrift', itemId: 'CP-5', expected: '0', found: '12' }),
    ]));
    expect(run.findings(run.tampered('stockDocument', (fact) => (fact.number === number ? { ...fact, workOrderId: 'WO-1' } : fact)))).toContainEqual(expect.objectContaining({ kind: 'stockDrift', expected: SPARE_ORDER, found: 'WO-1' }));
  });

  it('issued, and nobody asked for it', () => {
    run.issue(used);
    const number = run.issue({ ...used, consumptionId: 'use-of-nobody' });

    expect(run.findings()).toEqual([expect.objectContaining({ kind: 'unexplained', documents: [number], what: expect.stringContaining('no report of material') })]);
  });

  it('refused by the gateway, or without an answer in what was told', () => {
    run.mesFacts.pop();
    run.mesFacts.push({ type: 'refused', sourceSystem: SOURCE, kind: 'materialConsumption', senderId: 'use-1', consumption: used, code: 'VALIDATION_FAILED', detail: 'no', refusedAt: '2026-11-22T12:00:00Z' });
    expect(run.findings()).toEqual([expect.objectContaining({ ...about, kind: 'lost', found: 'VALIDATION_FAILED' })]);

    run.mesFacts.pop();
    const answered = run.mesFacts.length + 1;
    expect(run.findings(run.tampered('mesStatus', (fact) => ({ ...fact, said: answered, answered })))).toEqual([expect.objectContaining({ kind: 'incomplete', expected: String(answered), found: String(answered - 1) })]);
  });

  it('a cent of its cost, and of the settlement that it caused', () => {
    run.posted(run.spareReport('0010', 100, { kind: 'final' }), run.spareReport('0020', 100, { kind: 'final' }));
    const number = run.issue(used)!;
    expect(run.findings()).toEqual([]); // it came after the end, and was settled at once
    const cent = (event: string) => run.findings(run.tampered('costEntry', (fact) => (fact.sourceDocument === number && fact.event === event
      ? { ...fact, lines: fact.lines.map((line) => ({ ...line, ...(line.debit === '0.00' ? { credit: (Number(line.credit) + 0.01).toFixed(2) } : { debit: (Number(line.debit) + 0.01).toFixed(2) }) })) } : fact)));

    expect(cent('issue')).toContainEqual(expect.objectContaining({ kind: 'costDrift', account: 'wip', documents: [number, expect.any(String)] }));
    expect(cent('settlement')).toContainEqual(expect.objectContaining({ kind: 'costDrift', workOrderId: SPARE_ORDER, account: 'usageVariance' }));
  });
});
