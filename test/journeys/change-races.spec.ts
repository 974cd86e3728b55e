import { describe, expect, it } from '@jest/globals';
import { racesOf } from './order-race.js';
import { RaceStand } from './race-stand.js';

/** One by default, so that `npm test` stays short; `npm run test:races` explores more. */
const SEEDS = (process.env['PLANTWAY_RACE_SEEDS'] ?? '1').split(',').map(Number);

describe('orders that the ERP and the gateway change at once while the MES reports', () => {
  it.each(SEEDS)('lose no report and are never left without a way on, for every pair of verbs, with seed %i', async (seed) => {
    const stand = await RaceStand.open(racesOf(seed));
    try {
      expect(await stand.run(seed)).toEqual([]);
    } finally {
      await stand.close();
    }
  }, 300_000);
});
