import { DefectError, type PlantwayError } from '@plantway/canonical';
import type { Clock, Submission } from '@plantway/ports';
import type pg from 'pg';
import { acceptFailure, acceptRows, adviceAfter, type AcceptOptions } from './accept-statement.js';
import type { Acceptance, RowAcceptance } from './acceptance.js';
import { againWhenRaced } from './again-when-raced.js';
import { UNVERSIONED, type CodeVersions } from './code-versions.js';
import { GroupCommit } from './group-commit.js';
import { commitIsolated } from './isolated-commit.js';
import { LaneBell } from './lane-bell.js';
import { PendingTwins, answerOfTwin } from './pending-twins.js';
import { submittedRow, type SubmittedRow } from './submitted-row.js';

export interface IntakeOptions {
  readonly pool: pg.Pool;
  readonly clock: Clock;
  readonly versions?: CodeVersions;
}

/** A row with its place in the batch. */
interface IndexedRow {
  readonly row: SubmittedRow;
  readonly index: number;
}

const ROWS_PER_STATEMENT_OF_A_BATCH = 250;

/** Takes commands in: what it has answered is committed to disk, once, and will be delivered. Knows no flow and calls no ERP. */
export class Intake {
  private readonly group = new GroupCommit<SubmittedRow, Acceptance>((rows) => this.commit(rows), adviceAfter);
  private readonly pending = new PendingTwins();
  private readonly bell: LaneBell;

  constructor(private readonly options: IntakeOptions) {
    this.bell = new LaneBell(options.pool);
  }

  /**
   * Stores one command durably, or recognises it.
   * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE` (nothing was stored) or `ACCEPT_OUTCOME_UNKNOWN` (sending the same again is safe)
   * @throws BusinessException `VALIDATION_FAILED` when the body holds text that no database can keep
   */
  async accept(submission: Submission): Promise<Acceptance> {
    const row = submittedRow(submission, this.options.clock.now());
    for (let twin = this.pending.of(row); twin; twin = this.pending.of(row)) {
      const answer = answerOfTwin(twin, await twin.settled, row);
      if (answer) return unwrapped(answer);
    }
    const settle = this.pending.announce(row);
    const answer = await this.group.submit(row).catch((error: unknown) => failed(acceptFailure([row], error)));
    settle(answer);
    return unwrapped(answer);
  }

  /**
   * Stores up to 1,000 commands; the answers stand in the order of the rows. Rows are independent, but those of one lane get their places in this order: after
   * a failure of the database no later row is tried.
   */
  async acceptBatch(submissions: readonly Submission[]): Promise<readonly RowAcceptance[]> {
    const answers: (RowAcceptance | undefined)[] = submissions.map(() => undefined);
    const firsts = this.firstOfEachName(submissions, answers);
    const rows = firsts.map(({ row }) => row);
    for (let twin = this.pending.of(...rows); twin; twin = this.pending.of(...rows)) await twin.settled;
    await this.commitInOrder(firsts, answers);
    const results: RowAcceptance[] = [];
    // What has no answer yet has the name of an earlier row, whose fate is known now.
    for (const [index, submission] of submissions.entries()) results.push(answers[index] ?? await this.accept(submission).catch((error: unknown) => failed(error as PlantwayError)));
    return results;
  }

  /**
   * Stores commands that are one matter, such as a correction with the wish to take back what it corrects: all of them or none, in this order. What of them came before is replayed. When one
   * came before with another body nothing is stored, and all answers are `conflict`: each with the ids of what is in its own way, or else of the first that is in the way.
   * @throws what `accept` throws, and nothing was stored; `ACCEPT_OUTCOME_UNKNOWN`: all of them or none
   * @throws DefectError `INTERNAL_ERROR` when two of them have the same name
   */
  async acceptTogether(submissions: readonly Submission[]): Promise<readonly Acceptance[]> {
    const at = this.options.clock.now();
    const rows = submissions.map((submission) => submittedRow(submission, at));
    const names = rows.flatMap(({ keys }) => keys);
    if (new Set(names).size < names.length) throw new DefectError('INTERNAL_ERROR', `Two of the commands that are to be stored together have the same name: ${names.join(', ')}.`);
    for (let twin = this.pending.of(...rows); twin; twin = this.pending.of(...rows)) await twin.settled;
    const settles = rows.map((row) => this.pending.announce(row));
    let answers: readonly Acceptance[] | undefined;
    try {
      return (answers = await this.commitTogether(rows));
    } catch (error) {
      throw acceptFailure(rows, error);
    } finally {
      settles.forEach((settle, index) => settle(answers?.[index]));
    }
  }

  private async commitTogether(rows: readonly SubmittedRow[]): Promise<readonly Acceptance[]> {
    const answers = await againWhenRaced(() => this.commit(rows, { together: true }));
    const inTheWay = answers.find(({ outcome }) => outcome === 'conflict');
    return inTheWay ? answers.map((answer) => (answer.outcome === 'conflict' ? answer : inTheWay)) : answers;
  }

  private firstOfEachName(submissions: readonly Submission[], answers: (RowAcceptance | undefined)[]): readonly IndexedRow[] {
    const names = new Set<string>();
    return submissions.flatMap((submission, index) => {
      try {
        const row = submittedRow(submission, this.options.clock.now());
        if (row.keys.some((key) => names.has(key))) return [];
        for (const key of row.keys) names.add(key);
        return [{ row, index }];
      } catch (error) {
        answers[index] = failed(error as PlantwayError);
        return [];
      }
    });
  }

  private async commitInOrder(rows: readonly IndexedRow[], answers: (RowAcceptance | undefined)[]): Promise<void> {
    const settles = rows.map(({ row }) => this.pending.announce(row));
    let unavailable: unknown;
    for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT_OF_A_BATCH) {
      const chunk = rows.slice(from, from + ROWS_PER_STATEMENT_OF_A_BATCH);
      const outcomes = unavailable ? chunk.map(() => ({ error: unavailable })) : await commitIsolated(chunk.map(({ row }) => row), (some) => this.commit(some), adviceAfter);
      for (const [place, { row, index }] of chunk.entries()) {
        const outcome = outcomes[place];
        if ('error' in outcome && adviceAfter(outcome.error) === 'giveUp') unavailable = outcome.error;
        const answer = 'error' in outcome ? failed(acceptFailure([row], outcome.error)) : outcome.result;
        answers[index] = answer;
        settles[from + place](answer);
      }
    }
  }

  private async commit(rows: readonly SubmittedRow[], options: AcceptOptions = {}): Promise<readonly Acceptance[]> {
    const answers = await acceptRows(this.options.pool, rows, this.options.versions ?? UNVERSIONED, options);
    if (answers.some(({ outcome }) => outcome === 'accepted')) this.bell.ring();
    return answers;
  }
}

function failed(error: PlantwayError): RowAcceptance {
  return { outcome: 'failed', error };
}

function unwrapped(answer: RowAcceptance): Acceptance {
  if (answer.outcome === 'failed') throw answer.error;
  return answer;
}
