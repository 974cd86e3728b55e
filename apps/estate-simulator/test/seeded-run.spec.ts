import { describe, expect, it } from '@jest/globals';
import { grade } from '@plantway/truth-ledger';
import { SeededRun } from './seeded-run.js';
import { SITE } from './told-plant.js';

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];

describe('a run in which nothing goes wrong', () => {
  const runs = new Map<number, SeededRun>();
  const runOf = (seed: number): SeededRun => {
    const run = runs.get(seed) ?? new SeededRun(seed).work(160);
    runs.set(seed, run);
    return run;
  };

  it.each(SEEDS)('grades clean with seed %i, whatever was reversed, replaced, scrapped, reworked, short or counted in running totals', (seed) => {
    const run = runOf(seed);

    const { clean, findings, reports, documents } = grade(run.observations(), { sites: [SITE] });

    expect(findings.slice(0, 6)).toEqual([]);
    expect(clean).toBe(true);
    expect(reports).toBeGreaterThan(100);
    expect(documents).toBe(run.engine.confirmations().length);
  });

  it('has something of everything in it', () => {
    const count = (of: (run: SeededRun) => number): number => SEEDS.map(runOf).reduce((sum, run) => sum + of(run), 0);

    expect(count(({ mesFacts }) => mesFacts.filter((fact) => fact.type === 'reversed').length)).toBeGreaterThan(20);
    expect(count(({ mesFacts }) => mesFacts.filter((fact) => fact.type === 'reported' && fact.report.replaces !== undefined).length)).toBeGreaterThan(20);
    expect(count(({ mesFacts }) => mesFacts.filter((fact) => fact.type === 'reported' && fact.report.cumulative === true).length)).toBeGreaterThan(100);
    expect(count(({ explanations }) => explanations.length)).toBeGreaterThan(5);
    expect(count(({ mesFacts }) => mesFacts.filter((fact) => fact.type === 'refused').length)).toBeGreaterThan(5);
    expect(count(({ engine }) => [...engine.view.orders.values()].filter(({ phase }) => phase === 'closed').length)).toBeGreaterThan(3);
    expect(count(({ engine }) => engine.view.costEntries.filter(({ event, sourceDocument }) => event === 'settlement' && sourceDocument.startsWith('WO-')).length)).toBeGreaterThan(2);
    expect(count(({ engine }) => engine.followUps().filter(({ status }) => status === 'posted').length)).toBeGreaterThan(20);
    expect(count(({ engine }) => engine.followUps().filter(({ status }) => status === 'cancelled').length)).toBeGreaterThan(0);
    expect(count(({ engine }) => engine.view.costEntries.filter(({ event }) => event === 'settlement').length)).toBeGreaterThan(5);
    expect(count(({ engine }) => engine.view.costEntries.filter(({ event }) => event === 'activity').length)).toBeGreaterThan(500);
    expect(count(({ engine }) => engine.confirmations().filter(({ entry }) => entry.producedLots.length > 1).length)).toBeGreaterThan(5);
  });
});
