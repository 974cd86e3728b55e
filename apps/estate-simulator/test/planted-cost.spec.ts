import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CostEntryFact, Finding, Observation } from '@plantway/truth-ledger';
import { FaultyRun } from './faulty-run.js';
import { pieces, SPARE_ORDER } from './scarce-plant.js';
import type { Report } from './told-plant.js';

/** Faults are planted in the spare order of a plant that has otherwise worked without one. */
describe('a cost that is wrong is found and named', () => {
  let run: FaultyRun;
  let first: Report;
  beforeEach(() => {
    run = new FaultyRun();
    ({ first } = run);
  });

  describe('a cent of cost', () => {
    function cent(event: string, which: (entry: CostEntryFact) => boolean): readonly Finding[] {
      const entry = run.observations().flatMap(({ fact }) => (fact.type === 'costEntry' && fact.event === event && which(fact) ? [fact] : [])).at(-1)!;
      return run.findings(run.tampered('costEntry', (fact) => (fact.number === entry.number ? { ...fact, lines: fact.lines.map((line) => ({ ...line, ...(line.debit === '0.00' ? { credit: plusCent(line.credit) } : { debit: plusCent(line.debit) }) })) } : fact)));
    }
    const plusCent = (money: string): string => (Number(money) + 0.01).toFixed(2);

    it('in the time of a confirmation', () => {
      const [number] = run.posted(first);

      const found = cent('activity', ({ sourceDocument }) => sourceDocument === number);

      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', documents: [number, expect.any(String)], workOrderId: SPARE_ORDER, account: 'wip' }));
      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', documents: [number, expect.any(String)], account: 'absorption' }));
      expect(new Set(found.map(({ kind, workOrderId }) => `${kind} ${workOrderId}`))).toEqual(new Set([`costDrift ${SPARE_ORDER}`]));
    });

    it('in the material of a confirmation', () => {
      run.posted(first);

      const found = cent('issue', ({ workOrderId }) => workOrderId === SPARE_ORDER);

      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', workOrderId: SPARE_ORDER, account: 'wip', expected: '180', found: '180.01' })); // 15 kg at 12.00
      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', itemId: 'RM-1', account: 'stock' }));
    });

    it('in the settlement of an order', () => {
      run.posted(run.spareReport('0010', 100, { kind: 'final', scrap: [{ quantity: pieces(3), reasonCode: 'BURR' }] }), run.spareReport('0020', 98, { kind: 'final', scrap: [{ quantity: pieces(2), reasonCode: 'SCRATCH' }] }));
      expect(run.findings()).toEqual([]);

      const found = cent('settlement', ({ workOrderId }) => workOrderId === SPARE_ORDER);

      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', workOrderId: SPARE_ORDER, account: 'scrapVariance', expected: '75.5', found: '75.51' }));
    });

    it('on one side of an entry only', () => {
      run.posted(first);
      const { number } = run.engine.view.costEntries.at(-1)!;
      const oneSided = run.tampered('costEntry', (fact) => (fact.number === number ? { ...fact, lines: fact.lines.map((line, place) => (place === 0 ? { ...line, debit: plusCent(line.debit) } : line)) } : fact));

      expect(run.findings(oneSided)).toContainEqual(expect.objectContaining({ kind: 'costDrift', documents: [number, expect.any(String)], what: expect.stringContaining('does not balance') }));
    });
  });

  describe('a settlement before the end of the order', () => {
    const settled = (sourceDocument: string): readonly Observation[] => {
      const told = run.observations();
      const entries = told.filter(({ source }) => source === 'erp:BER1:costEntries');
      const early: CostEntryFact = { type: 'costEntry', number: 'EARLY', event: 'settlement', sourceDocument, workOrderId: SPARE_ORDER, lines: [] };
      const more = told.map((observation) => (observation.fact.type === 'balances' ? { ...observation, fact: { ...observation.fact, lists: { ...observation.fact.lists, costEntries: entries.length + 1 } } } : observation));
      return [...more, { source: 'erp:BER1:costEntries', sequence: entries.length + 1, siteId: 'BER1', fact: early }];
    };

    it('by a confirmation that is not its last', () => {
      const [number] = run.posted(first);

      expect(run.findings(settled(number))).toEqual([expect.objectContaining({ kind: 'costDrift', workOrderId: SPARE_ORDER, documents: ['EARLY', number] })]);
    });

    it('by nobody: it was not closed', () => {
      run.posted(first);
      expect(run.findings(settled(SPARE_ORDER))).toEqual([expect.objectContaining({ kind: 'costDrift', workOrderId: SPARE_ORDER, documents: ['EARLY', SPARE_ORDER] })]);

      run.engine.apply({ type: 'closeOrder', at: run.engine.view.lastAt, workOrderId: SPARE_ORDER });
      expect(run.findings(settled(SPARE_ORDER))).toEqual([]);
    });

    it('that clears its WIP although work goes on', () => {
      const [number] = run.posted(first);
      const wip = run.engine.balanceOf('wip', SPARE_ORDER).toString();
      const clearing = settled(SPARE_ORDER).map((observation) => (observation.fact.type !== 'costEntry' || observation.fact.number !== 'EARLY' ? observation
        : { ...observation, fact: { ...observation.fact, lines: [{ account: 'usageVariance', object: SPARE_ORDER, debit: wip, credit: '0.00' }, { account: 'wip', object: SPARE_ORDER, debit: '0.00', credit: wip }] } }));

      const found = run.findings(clearing);

      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', account: 'wip', documents: [number], found: '0' }));
      expect(found).toContainEqual(expect.objectContaining({ kind: 'costDrift', account: 'usageVariance', documents: [number], expected: '0' }));
    });
  });
});
