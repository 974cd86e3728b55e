import { describe, expect, it } from '@jest/globals';
import { GroupCommit } from './group-commit.js';

/** Statements that end when the test says so. */
class Statements {
  readonly groups: (readonly number[])[] = [];
  private readonly ends: (() => void)[] = [];

  readonly commit = (rows: readonly number[]): Promise<readonly string[]> => {
    this.groups.push(rows);
    return new Promise((resolve) => this.ends.push(() => resolve(rows.map((row) => `row ${row}`))));
  };

  end(): void {
    this.ends.shift()?.();
  }
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a group commit', () => {
  it('sends a row that comes alone at once, without a timer', async () => {
    const statements = new Statements();
    const group = new GroupCommit(statements.commit, () => 'giveUp');

    const answer = group.submit(1);
    await turn();

    expect(statements.groups).toEqual([[1]]);
    statements.end();
    expect(await answer).toBe('row 1');
  });

  it('lets rows of one turn share a statement, and collects the next ones while all statements are at work', async () => {
    const statements = new Statements();
    const group = new GroupCommit(statements.commit, () => 'giveUp', { maximumInFlight: 2, maximumRows: 3 });

    const answers = [1, 2].map((row) => group.submit(row));
    await turn();
    answers.push(group.submit(3));
    await turn();
    answers.push(...[4, 5, 6, 7].map((row) => group.submit(row)));
    await turn();

    expect(statements.groups).toEqual([[1, 2], [3]]);

    statements.end();
    statements.end();
    await turn();

    expect(statements.groups).toEqual([[1, 2], [3], [4, 5, 6], [7]]);
    statements.end();
    statements.end();
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4, 5, 6, 7].map((row) => `row ${row}`));
  });

  it('finds the row that is to blame by halving, and commits the others in order', async () => {
    const committed: number[] = [];
    const commit = async (rows: readonly number[]): Promise<readonly number[]> => {
      if (rows.includes(6)) throw new Error('poison');
      committed.push(...rows);
      return rows;
    };
    const group = new GroupCommit(commit, () => 'split');

    const answers = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8].map((row) => group.submit(row)));

    expect(answers.map(({ status }) => status === 'fulfilled')).toEqual([true, true, true, true, true, false, true, true]);
    expect(committed).toEqual([1, 2, 3, 4, 5, 7, 8]);
  });

  it('asks again after a race, but not for ever', async () => {
    let tries = 0;
    const group = new GroupCommit<number, number>(async (rows) => {
      tries += 1;
      if (tries < 3) throw new Error('raced');
      return rows;
    }, () => 'again');

    expect(await group.submit(1)).toBe(1);
    await expect(new GroupCommit<number, number>(async () => { throw new Error('raced'); }, () => 'again').submit(1)).rejects.toThrow('raced');
  });

  it('tries no later row after it gave up', async () => {
    const seen: number[] = [];
    const group = new GroupCommit<number, number>(async (rows) => {
      seen.push(...rows);
      throw new Error(rows.length > 2 ? 'data' : 'gone');
    }, (error) => ((error as Error).message === 'gone' ? 'giveUp' : 'split'));

    const answers = await Promise.allSettled([1, 2, 3, 4].map((row) => group.submit(row)));

    expect(seen).toEqual([1, 2, 3, 4, 1, 2]);
    expect(answers.every(({ status }) => status === 'rejected')).toBe(true);
  });
});
