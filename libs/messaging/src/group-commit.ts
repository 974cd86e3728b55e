import { commitIsolated, type FailureAdvice } from './isolated-commit.js';

export interface GroupCommitOptions {
  /** Rows of one statement at most. */
  readonly maximumRows?: number;
  /** Statements at work at the same time at most. */
  readonly maximumInFlight?: number;
}

interface Waiting<Row, Result> {
  readonly row: Row;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Lets rows that come at the same time share one statement. Rows collect while statements are at work, so that the size of a group follows the load;
 * a row that comes alone goes at once, in the same turn of the event loop and without a timer.
 */
export class GroupCommit<Row, Result> {
  private waiting: Waiting<Row, Result>[] = [];
  private inFlight = 0;
  private scheduled = false;
  private readonly maximumRows: number;
  private readonly maximumInFlight: number;

  constructor(
    private readonly commit: (rows: readonly Row[]) => Promise<readonly Result[]>,
    private readonly advise: (error: unknown) => FailureAdvice,
    options: GroupCommitOptions = {},
  ) {
    this.maximumRows = options.maximumRows ?? 64;
    this.maximumInFlight = options.maximumInFlight ?? 3;
  }

  /** Resolves when the row is committed. @throws the fault of its row alone */
  submit(row: Row): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ row, resolve, reject });
      if (this.scheduled || this.inFlight >= this.maximumInFlight) return;
      this.scheduled = true;
      setImmediate(() => {
        this.scheduled = false;
        this.launch();
      });
    });
  }

  private launch(): void {
    while (this.waiting.length > 0 && this.inFlight < this.maximumInFlight) {
      const group = this.waiting.splice(0, this.maximumRows);
      this.inFlight += 1;
      void this.settle(group).finally(() => {
        this.inFlight -= 1;
        this.launch();
      });
    }
  }

  private async settle(group: readonly Waiting<Row, Result>[]): Promise<void> {
    const outcomes = await commitIsolated(group.map(({ row }) => row), this.commit, this.advise);
    group.forEach(({ resolve, reject }, index) => {
      const outcome = outcomes[index];
      if ('error' in outcome) reject(outcome.error);
      else resolve(outcome.result);
    });
  }
}
