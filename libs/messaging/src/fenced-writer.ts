import { TechnicalRetryableError } from '@plantway/canonical';
import type pg from 'pg';
import type { CodeVersions } from './code-versions.js';
import { databaseFault } from './database-fault.js';
import type { FencedChange } from './fenced-change.js';
import { WRITE_FENCED } from './fenced-write.sql.js';
import { GroupCommit } from './group-commit.js';
import type { FailureAdvice } from './isolated-commit.js';
import { storableJson } from './storable.js';

const STATEMENT_TIMEOUT_MS = 30_000;

/** The one door through which a worker changes messages: a change is made only under the lease that it names. Changes of several lanes share a statement. */
export class FencedWriter {
  private readonly group = new GroupCommit<FencedChange, boolean>((changes) => this.commit(changes), adviceAfter, { maximumInFlight: 2 });

  constructor(private readonly pool: pg.Pool, private readonly versions: CodeVersions) {}

  /**
   * Makes a change; answers whether it was applied, or false when the lane or the message is no longer as the change expects.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE`: it may have been made or not
   */
  async write(change: FencedChange): Promise<boolean> {
    try {
      return await this.group.submit(change);
    } catch (cause) {
      if (databaseFault(cause) === 'data') throw cause;
      throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'A change of a message could not be written.', { cause });
    }
  }

  private async commit(changes: readonly FencedChange[]): Promise<readonly boolean[]> {
    const statement = { name: 'write-fenced', text: WRITE_FENCED, values: [storableJson(changes), this.versions.mapping, this.versions.code, changes.length], query_timeout: STATEMENT_TIMEOUT_MS };
    const { rows } = await this.pool.query<{ applied: boolean }>(statement);
    return rows.map(({ applied }) => applied);
  }
}

function adviceAfter(error: unknown): FailureAdvice {
  switch (databaseFault(error)) {
    case 'raced': return 'again';
    case 'data': return 'split';
    default: return 'giveUp';
  }
}
