import { describe, expect, it } from '@jest/globals';
import { createTestDatabase } from '@plantway/testing';
import { PostgresReplay } from '../memory/postgres-replay.js';
import { storable } from '../../src/storable.js';
import { LIFE_SETTINGS, SimulatedLife } from './simulated-life.js';
import type { MadeStatement } from '../memory/made-statement.js';
import type { LaneHold } from '../memory/memory-leases.js';

/** Together they make every statement with every kind of answer; the even ones have pauses longer than a lease. */
const SEEDS = [67, 10, 245, 40, 1, 2, 3, 4, 5, 6, 7, 362];

/**
 * The simulation proves something of the product only if the store in memory is the one in PostgreSQL. So lives are lived over the one, and every statement of them is made once more over the other: each answers the
 * same, and in the end both hold the same.
 */
describe('the store in memory', () => {
  it(`answers as PostgreSQL does, statement by statement, in ${SEEDS.length} lives`, async () => {
    const made = new Map<string, number>();
    for (const seed of SEEDS) {
      for (const { name } of await replay(seed)) made.set(name, (made.get(name) ?? 0) + 1);
    }

    expect([...made.keys()].sort()).toEqual([
      'accept', 'annul-message', 'approve-message', 'discard-message', 'keep-evidence', 'know-destinations', 'lease-due-lanes', 'load-heads', 'look-for-work', 'note-answer', 'note-failure', 'note-rest', 'release-lane', 'release-leased-unheard', 'resubmit-message', 'ring-conditions', 'write-fenced',
    ]);
  }, 120_000);

  async function replay(seed: number): Promise<readonly MadeStatement[]> {
    const life = new SimulatedLife(seed, { guarantee: 'R', pauses: seed % 2 ? 'allowed' : 'long', concurrency: 100, circuitOpensAt: 1_000 }); // all due lanes at once: which come first is another matter
    const made: MadeStatement[] = [];
    life.tables.observe = (name, args, answer) => made.push({ name, args, answer, at: timeOf(args) ?? life.now() });
    await life.live();
    const database = await createTestDatabase();
    const postgres = new PostgresReplay(database, LIFE_SETTINGS.leaseMs!);
    for (const [index, statement] of made.entries()) {
      const answer = await postgres.make(statement);
      expect({ seed, index, name: statement.name, answer: comparable(answer) }).toEqual({ seed, index, name: statement.name, answer: comparable(statement.name === 'lease-due-lanes' ? leases(statement.answer) : statement.answer) });
    }
    await database.drop();
    return made;
  }
});

/** The time of the process that made a statement, which may be older than the moment at which it was made. */
function timeOf(args: readonly unknown[]): Date | undefined {
  return args.find((arg): arg is Date => arg instanceof Date);
}

function leases(answer: unknown): readonly string[] {
  return (answer as readonly LaneHold[]).map(({ laneKey, epoch }) => `${laneKey} ${epoch}`);
}

/** As JSON, in which a date is a text and nothing is undefined; leases in any order. */
function comparable(answer: unknown): unknown {
  const plain = storable(answer ?? null);
  return Array.isArray(plain) && plain.every((item) => typeof item === 'string') ? plain.sort() : plain;
}
