import { JournalFile } from '@plantway/simulation';
import type { Instant } from '@plantway/canonical';
import type { SystemFact } from '@plantway/truth-ledger';
import type { FinalAnswer, SendOutcome } from '../mes/outgoing.js';

/** Something that a system has to tell the gateway. Its `id` is unique in the journal and it is sent, body unchanged, until there is an answer. */
export interface OutgoingPost {
  readonly id: string;
  /** Behind `/process/v1/sites/{siteId}/`. */
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
  /** What the system itself has to know of it; not sent. */
  readonly about?: string;
}

/** Takes what a system says to the gateway. */
export type SystemGateway = (post: OutgoingPost) => Promise<SendOutcome>;

export type OutboxLine =
  /** Sent only after this line is on disk. */
  | { readonly line: 'outgoing'; readonly at: Instant; readonly post: OutgoingPost }
  /** The gateway's answer. */
  | { readonly line: 'answered'; readonly at: Instant; readonly id: string; readonly answer: FinalAnswer };

/** What a line means to the system that it belongs to. */
export interface LineMeaning<Line> {
  /** Changes the state; the same lines give the same state. `answered`: what the line is the answer to. */
  take(line: Line | OutboxLine, answered?: OutgoingPost): SystemFact | readonly SystemFact[] | undefined;
}

/**
 * What a business system of a site remembers, one JSON line each: everything that it takes before it confirms it, everything that it says before it says it, and the
 * answers. A fact counts when its line is on disk.
 */
export class SystemJournal<Line extends { readonly at: Instant }> {
  private readonly outbox = new Map<string, OutgoingPost>();
  private readonly onDisk: SystemFact[] = [];
  private written: Promise<void> = Promise.resolve();
  private writing = 0;
  private latest = 0;
  private saidSoFar = 0;

  private constructor(private readonly journal: JournalFile<Line | OutboxLine>, private readonly meaning: LineMeaning<Line>, private readonly onFact: () => void) {}

  /** Opens or begins the file; `meaning` is told of every line that stands in it. `onFact` hears that there are new facts. */
  static async open<Line extends { readonly at: Instant }>(path: string, meaning: LineMeaning<Line>, onFact: () => void = () => undefined): Promise<SystemJournal<Line>> {
    const { journal, entries } = await JournalFile.open<Line | OutboxLine>(path);
    const opened = new SystemJournal(journal, meaning, onFact);
    for (const line of entries) opened.onDisk.push(...opened.take(line));
    return opened;
  }

  /** The state has the lines at once; resolves when they, and all that were written before, are on disk. */
  write(lines: readonly (Line | OutboxLine)[]): Promise<void> {
    const facts = lines.flatMap((line) => this.take(line));
    this.writing += lines.length;
    this.written = Promise.all([this.written, ...lines.map((line) => this.journal.append(line))]).then(() => {
      this.onDisk.push(...facts);
      this.writing -= lines.length;
      if (facts.length > 0) this.onFact();
    });
    return this.written;
  }

  get facts(): readonly SystemFact[] {
    return this.onDisk;
  }
  /** How much was ever said. */
  get said(): number {
    return this.saidSoFar;
  }
  /** How much has no answer yet. */
  get waiting(): number {
    return this.outbox.size;
  }
  /** Nothing is on its way to the disk, and everything said has an answer. */
  get isQuiet(): boolean {
    return this.writing === 0 && this.outbox.size === 0;
  }
  /** The latest business time in the journal, milliseconds. */
  get lastTime(): number {
    return this.latest;
  }

  /**
   * Says what has no answer yet, in order, until one must wait. Resolves with the milliseconds to wait then, undefined when all is said: nothing overtakes what was to
   * be said before it.
   */
  async send(gateway: SystemGateway, now: () => Date, say: (line: string) => void): Promise<number | undefined> {
    for (let post = this.next(); post !== undefined; post = this.next()) {
      await this.written; // it is on disk
      const answer = await gateway(post);
      if (answer.outcome === 'later') return answer.retryAfterMs ?? 0;
      await this.write([{ line: 'answered', at: now().toISOString(), id: post.id, answer }]);
      if (answer.outcome === 'refused') say(`${post.path} ${post.id} was refused: ${answer.code} ${answer.detail}`);
    }
    return undefined;
  }

  async close(): Promise<void> {
    await this.written.catch(() => undefined);
    await this.journal.close();
  }

  private next(): OutgoingPost | undefined {
    return this.outbox.values().next().value;
  }

  private take(line: Line | OutboxLine): readonly SystemFact[] {
    this.latest = Math.max(this.latest, Date.parse(line.at));
    const facts = this.meaning.take(line, this.answeredBy(line));
    return facts === undefined ? [] : Array.isArray(facts) ? (facts as readonly SystemFact[]) : [facts as SystemFact];
  }

  private answeredBy(line: Line | OutboxLine): OutgoingPost | undefined {
    if (!isOutboxLine(line)) return undefined;
    if (line.line === 'outgoing') {
      this.outbox.set(line.post.id, line.post);
      this.saidSoFar += 1;
      return undefined;
    }
    const post = this.outbox.get(line.id);
    this.outbox.delete(line.id);
    return post;
  }
}

/** A line of the outbox, whichever system it belongs to. */
export function isOutboxLine(line: object): line is OutboxLine {
  return 'line' in line && (line.line === 'outgoing' || line.line === 'answered');
}
