/** What became of one row of a commit. */
export type RowResult<Result> = { readonly result: Result } | { readonly error: unknown };

/**
 * What to do after a commit of several rows failed.
 * - `again`: the same rows once more
 * - `split`: one of them may be to blame: each half for itself
 * - `giveUp`: none can be stored now
 */
export type FailureAdvice = 'again' | 'split' | 'giveUp';

const TRIES = 5;

/**
 * Commits rows together and finds out which one is to blame when that fails: the halves are committed one after the other, in order.
 * After `giveUp` no later row is tried, or it would overtake the ones before it.
 */
export async function commitIsolated<Row, Result>(
  rows: readonly Row[],
  commit: (rows: readonly Row[]) => Promise<readonly Result[]>,
  advise: (error: unknown) => FailureAdvice,
): Promise<readonly RowResult<Result>[]> {
  for (let tried = 1; ; tried += 1) {
    try {
      return (await commit(rows)).map((result) => ({ result }));
    } catch (error) {
      const advice = advise(error);
      if (advice === 'again' && tried < TRIES) continue;
      if (advice === 'giveUp' || rows.length === 1) return rows.map(() => ({ error }));
      return commitHalves(rows, commit, advise);
    }
  }
}

async function commitHalves<Row, Result>(
  rows: readonly Row[],
  commit: (rows: readonly Row[]) => Promise<readonly Result[]>,
  advise: (error: unknown) => FailureAdvice,
): Promise<readonly RowResult<Result>[]> {
  const middle = Math.ceil(rows.length / 2);
  const first = await commitIsolated(rows.slice(0, middle), commit, advise);
  const fatal = first.find((row): row is { readonly error: unknown } => 'error' in row && advise(row.error) === 'giveUp');
  const second = fatal ? rows.slice(middle).map(() => fatal) : await commitIsolated(rows.slice(middle), commit, advise);
  return [...first, ...second];
}
