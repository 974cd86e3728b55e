import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import type { FencedChange } from '../../src/fenced-change.js';
import { SimulatedLife } from './simulated-life.js';
import { liveSeed, optionsOf } from './seeded-life.js';

const SEEDS = 500;
const MAXIMUM_LINES_OF_THE_MODEL = 80;
const LIVES_LOOKED_AT = 200;

interface FailedSeed {
  readonly seed: number;
  readonly found: string;
}

/** The engine over its three ports, simulated: workers that are killed and paused, a store and an ERP that misbehave, people. `npm run simulate -- --seeds 200000` lives more; a failing seed joins `failed-seeds.json`. */
describe('a random life', () => {
  const file = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

  it('of every seed that ever failed ends well', async () => {
    for (const { seed, found } of JSON.parse(await file('failed-seeds.json')) as readonly FailedSeed[]) {
      expect({ seed, found, wrongs: (await liveSeed(seed)).wrongs }).toEqual({ seed, found, wrongs: [] });
    }
  });

  it(`ends with 0 lost, 0 twice, 0 out of order, 0 reversals before their originals, and everything final or parked within two settle windows, in ${SEEDS} lives`, async () => {
    const happened: Record<string, number> = {};
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const { wrongs, alarmed, counts } = await liveSeed(seed);
      const { guarantee, pauses } = optionsOf(seed);
      const twice = alarmed.filter((words) => words.includes('twice'));
      if (wrongs.length > 0 || (pauses === 'allowed' && alarmed.length > 0)) throw new Error(`seed ${seed}: ${[...wrongs, ...alarmed].join('; ')}`);
      if (guarantee === 'K' && twice.length > 0) throw new Error(`seed ${seed}: the ERP enforces its references, and ${twice.join('; ')}`);
      for (const [what, times] of Object.entries(counts)) happened[what] = (happened[what] ?? 0) + times;
    }

    const never = ['kills', 'pauses', 'alarms', 'recovered', 'posted', 'postedWithFollowUp', 'annulled', 'discarded', 'parked', 'awaitingApproval', 'people: resubmits', 'people: approvals'].filter((what) => !happened[what]);
    expect(never).toEqual([]);
  }, 120_000);

  it('is the same for the same seed', async () => {
    expect(await liveSeed(4_711)).toEqual(await liveSeed(4_711));
  });
});

describe('the state table', () => {
  it(`has every change of state that workers make in ${LIVES_LOOKED_AT} lives`, async () => {
    const [table = ''] = /@table[\s\S]*@end/.exec(await readFile('test/model/delivery.pml', 'utf8')) ?? []; // which is that of the README, as another test says
    const rows = table.split('\n').flatMap((line) => { const [from, to] = line.replace(/^ \*/, '').split('->'); return to === undefined ? [] : to.trim().split(/\s+/).map((state) => `${from.trim()} -> ${state}`); });
    const made = new Set<string>();
    for (let seed = 1; seed <= LIVES_LOOKED_AT; seed += 1) {
      const life = new SimulatedLife(seed, optionsOf(seed));
      life.tables.observe = (name, [change], answer) => {
        if (name === 'write-fenced' && answer === true) made.add(`${(change as FencedChange).expected} -> ${(change as FencedChange).state}`);
      };
      await life.live();
    }

    expect(made.size).toBeGreaterThan(20);
    expect([...made].filter((move) => !rows.includes(move))).toEqual([]);
  });
});

describe('the reference model', () => {
  it(`is short enough to be read: at most ${MAXIMUM_LINES_OF_THE_MODEL} lines`, async () => {
    const lines = (await readFile(new URL('reference-model.ts', import.meta.url), 'utf8')).trimEnd().split('\n');

    expect(lines.length).toBeLessThanOrEqual(MAXIMUM_LINES_OF_THE_MODEL);
  });
});
