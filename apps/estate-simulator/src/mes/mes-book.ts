import { join } from 'node:path';
import { JournalFile } from '@plantway/simulation';
import type { BookLine } from './book-line.js';
import { FactTeller } from './fact-teller.js';
import type { MesFact, MesProgress } from './mes-fact.js';
import type { FinalAnswer, Outgoing } from './outgoing.js';

/** The gateway's code for an answer to a version that is not the newest any more. */
const OVERTAKEN = 'JOB_ORDER_SUPERSEDED';

/** How much of what kind, for who looks into the book. */
export interface BookCounts {
  /** Production reports that the gateway accepted, and how many of them put earlier ones right. */
  readonly reports: number;
  readonly corrections: number;
  /** Reports of material, told apart, that the gateway accepted. */
  readonly consumptions: number;
  /** Reversals that the gateway accepted. */
  readonly reversals: number;
  /** Answers to job orders that the gateway accepted. */
  readonly acknowledgements: number;
  /** Answers to a version of job orders that a newer one had overtaken by then. */
  readonly overtaken: number;
  /** Of whatever other kind, that the gateway will never take. */
  readonly refused: number;
  /** Of whatever kind, without a final answer. */
  readonly unanswered: number;
}

/**
 * What the MES of a site remembers in `mes-<site>.ndjson`: job orders before it confirms that it has them, everything that it says before it says it, and the answers.
 * A line counts when it is on disk.
 */
export class MesBook {
  /** Without an answer, oldest first. */
  private readonly outbox = new Map<string, Outgoing>();
  private readonly facts: FactTeller;
  private readonly tally = { reports: 0, corrections: 0, consumptions: 0, reversals: 0, acknowledgements: 0, overtaken: 0, refused: 0 };
  private written: Promise<void> = Promise.resolve();
  /** Lines on their way to the disk. */
  private writing = 0;
  private latest = 0;
  private jobOrderCursor: string | undefined;
  private changesCursor: string | undefined;

  private constructor(readonly siteId: string, private readonly journal: JournalFile<BookLine>, private readonly onFact: (fact: MesFact) => void) {
    this.facts = new FactTeller(siteId);
  }

  /** Opens or begins the book; `onLine` is told of every line that stands in it, `onFact` of every fact from now on. */
  static async open(folder: string, siteId: string, onLine: (line: BookLine) => void, onFact: (fact: MesFact) => void): Promise<MesBook> {
    const { journal, entries } = await JournalFile.open<BookLine>(join(folder, `mes-${siteId}.ndjson`));
    const book = new MesBook(siteId, journal, onFact);
    for (const line of entries) {
      book.keep(line);
      onLine(line);
    }
    return book;
  }

  /** Resolves when these lines, and all that were written before, are on disk; facts among them are told then, in the order of the lines. */
  write(lines: readonly BookLine[]): Promise<void> {
    this.writing += lines.length;
    this.written = Promise.all([this.written, ...lines.map((line) => this.journal.append(line))]).then(() => {
      for (const line of lines) {
        const fact = this.keep(line);
        if (fact !== undefined) this.onFact(fact);
      }
      this.writing -= lines.length;
    });
    return this.written;
  }

  /** Nothing is on its way to the disk: the book knows what the floor has done. */
  get isWritten(): boolean {
    return this.writing === 0;
  }
  /** What is to be sent next: the oldest without an answer. */
  next(): Outgoing | undefined {
    return this.outbox.values().next().value;
  }
  /** Reports and reversals of an operation without an answer. */
  underWay(workOrderId: string, operationId: string): number {
    return [...this.outbox.values()].filter((said) => {
      if (said.type !== 'report' && said.type !== 'reversal') return false;
      const of = said.type === 'report' ? said.body : said;
      return of.workOrderId === workOrderId && of.operationId === operationId;
    }).length;
  }
  /** How much has no answer yet. */
  get waiting(): number {
    return this.outbox.size;
  }
  get counts(): BookCounts {
    return { ...this.tally, unanswered: this.outbox.size };
  }
  get progress(): MesProgress {
    return this.facts.progress;
  }
  /** Where to go on fetching job orders. */
  get pullCursor(): string | undefined {
    return this.jobOrderCursor;
  }
  /** Where the changes feed was read to. */
  get feedCursor(): string | undefined {
    return this.changesCursor;
  }
  /** The latest business time in the book, milliseconds. */
  get lastTime(): number {
    return this.latest;
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private keep(line: BookLine): MesFact | undefined {
    this.latest = Math.max(this.latest, Date.parse(line.at));
    switch (line.line) {
      case 'outgoing':
        this.outbox.set(line.outgoing.id, line.outgoing);
        break;
      case 'answered':
        this.count(this.outbox.get(line.id), line.answer);
        this.outbox.delete(line.id);
        break;
      case 'pulled': this.jobOrderCursor = line.cursor; break;
      case 'followed': this.changesCursor = line.cursor; break;
      case 'pushed':
      case 'miscounted': // the floor's
    }
    return this.facts.hear(line);
  }

  private count(outgoing: Outgoing | undefined, answer: FinalAnswer): void {
    if (answer.outcome === 'refused') this.tally[answer.code === OVERTAKEN ? 'overtaken' : 'refused'] += 1;
    else if (outgoing?.type === 'report') {
      this.tally.reports += 1;
      if (outgoing.cause === 'recount') this.tally.corrections += 1;
    } else if (outgoing !== undefined) this.tally[`${outgoing.type}s`] += 1;
  }
}
