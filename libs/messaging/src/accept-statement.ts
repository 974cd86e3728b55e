import { DefectError, PlantwayError, TechnicalRetryableError } from '@plantway/canonical';
import pg from 'pg';
import { acceptParameters } from './accept-parameters.js';
import { ACCEPT_MESSAGES } from './accept.sql.js';
import type { Acceptance } from './acceptance.js';
import type { CodeVersions } from './code-versions.js';
import { databaseFault } from './database-fault.js';
import type { FailureAdvice } from './isolated-commit.js';
import { unstorable, type SubmittedRow } from './submitted-row.js';

/** A statement that takes longer is given up; whether it was committed is then unknown. */
const STATEMENT_TIMEOUT_MS = 30_000;

/** One command of a statement that came before. */
interface KnownRow extends Acceptance {
  readonly outcome: 'replayed' | 'conflict';
  /** Its place among the rows, from 1. */
  readonly place: number;
}

export interface AcceptOptions {
  /** All rows or none: when one came before with another body, no other is stored, whatever its answer says. */
  readonly together?: boolean;
}

/**
 * Commits rows in one statement, which is its own transaction; answers in their order.
 * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE` when no connection was to be had, or the fault of the statement
 */
export async function acceptRows(pool: pg.Pool, rows: readonly SubmittedRow[], versions: CodeVersions, { together = false }: AcceptOptions = {}): Promise<readonly Acceptance[]> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw new TechnicalRetryableError('DATABASE_UNAVAILABLE', 'The database cannot be reached; nothing was stored.', { cause });
  });
  let broken: Error | undefined;
  const breaks = (error: Error): void => void (broken = error);
  client.on('error', breaks);
  try {
    const statement = { name: 'accept-messages', text: ACCEPT_MESSAGES, values: [...acceptParameters(rows, versions, together)], query_timeout: STATEMENT_TIMEOUT_MS };
    const { rows: [{ known }] } = await client.query<{ known: readonly KnownRow[] | null }>(statement);
    return answersOf(rows, known ?? []);
  } catch (error) {
    if (databaseFault(error) === 'outcomeUnknown') breaks(error as Error);
    throw error;
  } finally {
    client.off('error', breaks);
    client.release(broken);
  }
}

function answersOf(rows: readonly SubmittedRow[], known: readonly KnownRow[]): readonly Acceptance[] {
  const answers: Acceptance[] = rows.map(({ messageId, submission: { correlationId } }) => ({ outcome: 'accepted', messageId, state: 'accepted', correlationId }));
  for (const { place, ...answer } of known) answers[place - 1] = answer;
  return answers;
}

/** What to do with a group of rows after `acceptRows` threw. */
export function adviceAfter(error: unknown): FailureAdvice {
  if (error instanceof PlantwayError) return 'giveUp';
  switch (databaseFault(error)) {
    case 'raced': return 'again';
    case 'data': return 'split';
    default: return 'giveUp';
  }
}

/** The fault of a row, or of rows that are stored together, in the words of the caller. */
export function acceptFailure(rows: readonly SubmittedRow[], error: unknown): PlantwayError {
  if (error instanceof PlantwayError) return error;
  const names = rows.map(({ submission: { kind, senderId } }) => `${kind} ${senderId}`);
  switch (databaseFault(error)) {
    case 'outcomeUnknown': return new TechnicalRetryableError('ACCEPT_OUTCOME_UNKNOWN', `It is not known whether ${names.join(' and ')} was stored. Send the same again.`, { cause: error });
    case 'data': return error instanceof pg.DatabaseError && error.code?.startsWith('22')
      ? unstorable(names.join(' or '), error)
      : new DefectError('INTERNAL_ERROR', `${names.join(' and ')} could not be stored.`, { cause: error });
    default: return new TechnicalRetryableError('DATABASE_UNAVAILABLE', `${names.join(' and ')} was not stored: the database cannot work now.`, { cause: error });
  }
}
