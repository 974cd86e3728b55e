import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SeededClock, createTestDatabase, type TestDatabase } from '@plantway/testing';
import { WatchTurn } from '../src/index.js';

describe('what one of several workers watches for all of them', () => {
  let database: TestDatabase;
  const clock = new SeededClock('2026-11-22T08:00:00Z');
  beforeAll(async () => void (database = await createTestDatabase()));
  afterAll(() => database.drop());
  const worker = (watch: string) => new WatchTurn({ pool: database.pool, clock, watch, heldForMs: 35_000 });

  it('is watched by one of them, whoever asked first, as long as it goes on asking', async () => {
    const [first, second] = [worker('conditions'), worker('conditions')];
    const answers = await Promise.all([first.isMine(), second.isMine()]);
    expect(answers.filter((isMine) => isMine)).toHaveLength(1);
    const [holder, other] = answers[0] ? [first, second] : [second, first];

    for (let round = 0; round < 4; round += 1) {
      await clock.advance(20_000);
      expect([await other.isMine(), await holder.isMine()]).toEqual([false, true]);
    }
  });

  it('goes over to another one when that is gone, and stays there when it comes back', async () => {
    const [first, second] = [worker('gone'), worker('gone')];
    expect(await first.isMine()).toBe(true);
    await clock.advance(34_999);
    expect(await second.isMine()).toBe(false);

    await clock.advance(1);

    expect([await second.isMine(), await first.isMine()]).toEqual([true, false]);
  });
});
