import type { Acceptance, RowAcceptance } from './acceptance.js';
import type { SubmittedRow } from './submitted-row.js';

/** A row that is being committed. */
interface PendingRow {
  readonly row: SubmittedRow;
  /** What became of it; undefined when that says nothing about a twin. Never rejects. */
  readonly settled: Promise<RowAcceptance | undefined>;
}

/** The rows that this process is committing now, by every name under which a twin would be recognised. One commit never has two rows of one name. */
export class PendingTwins {
  private readonly byKey = new Map<string, PendingRow>();

  /** A row under commit that has a name in common with one of `rows`. */
  of(...rows: readonly SubmittedRow[]): PendingRow | undefined {
    for (const key of rows.flatMap(({ keys }) => keys)) {
      const pending = this.byKey.get(key);
      if (pending) return pending;
    }
    return undefined;
  }

  /** Announces a row; the answer ends it. Ask `of` first, without waiting in between. */
  announce(row: SubmittedRow): (answer: RowAcceptance | undefined) => void {
    let settle!: (answer: RowAcceptance | undefined) => void;
    const pending: PendingRow = { row, settled: new Promise((resolve) => (settle = resolve)) };
    for (const key of row.keys) this.byKey.set(key, pending);
    return (answer) => {
      for (const key of row.keys) this.byKey.delete(key);
      settle(answer);
    };
  }
}

/** The answer for a twin that waited for `first`; undefined when the database must say, because it is no exact twin, or the first was in conflict itself or failed for another one's sake. */
export function answerOfTwin(first: PendingRow, answer: RowAcceptance | undefined, twin: SubmittedRow): RowAcceptance | undefined {
  const exact = first.row.bodyHash === twin.bodyHash && first.row.keys.length === twin.keys.length && first.row.keys.every((key, index) => key === twin.keys[index]);
  if (!exact || answer === undefined || answer.outcome === 'conflict') return undefined;
  return answer.outcome === 'failed' ? answer : { ...answer, outcome: 'replayed' } satisfies Acceptance;
}
