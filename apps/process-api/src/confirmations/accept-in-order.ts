import { TechnicalRetryableError, type PlantwayError } from '@plantway/canonical';
import type { Intake, RowAcceptance } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';

/** What is stored of one row: its command, or a command with those before it that are worth nothing without it. */
export type RowSubmissions = readonly Submission[];

/**
 * Stores rows in their order: neighbours of one command each at once, a row of several commands all or nothing. The answer of a row is that of its last command.
 * After a failure that is not the row's own no later one is tried: a row must not overtake another one of its lane.
 */
export async function acceptInOrder(intake: Intake, rows: readonly RowSubmissions[]): Promise<readonly RowAcceptance[]> {
  const answers: RowAcceptance[] = [];
  while (answers.length < rows.length) {
    const unavailable = answers.find(isOfNoRow);
    if (unavailable !== undefined) answers.push(unavailable);
    else answers.push(...(await acceptNext(intake, rows.slice(answers.length))));
  }
  return answers;
}

/** The first row of several commands, or all rows of one command up to it. */
async function acceptNext(intake: Intake, rows: readonly RowSubmissions[]): Promise<readonly RowAcceptance[]> {
  const place = rows.findIndex(({ length }) => length > 1);
  if (place !== 0) return intake.acceptBatch(rows.slice(0, place < 0 ? undefined : place).flat());
  try {
    return (await intake.acceptTogether(rows[0])).slice(-1);
  } catch (error) {
    return [{ outcome: 'failed', error: error as PlantwayError }];
  }
}

function isOfNoRow(answer: RowAcceptance): boolean {
  return answer.outcome === 'failed' && answer.error instanceof TechnicalRetryableError;
}
