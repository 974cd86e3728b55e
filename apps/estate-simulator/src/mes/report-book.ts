import { join } from 'node:path';
import { JournalFile } from '@plantway/simulation';
import type { MesOrder, Report, SendOutcome } from './gateway-for-mes.js';

/** One line of the book. */
type BookLine =
  | { readonly adopted: MesOrder; readonly lotTracked: boolean }
  | { readonly report: Report }
  | { readonly settled: string; readonly how: Exclude<SendOutcome, { outcome: 'later' }> }
  | { readonly cursor: string; readonly states: Readonly<Record<string, string>> };

/** An order that this MES works on, as it was when it took it on. */
export interface AdoptedOrder {
  readonly order: MesOrder;
  /** The product needs lot numbers. */
  readonly lotTracked: boolean;
}

/** What the MES remembers in `mes-<site>.ndjson`: the orders it took on, every report before it is sent, and what became of it. */
export class ReportBook {
  private readonly adopted = new Map<string, AdoptedOrder>();
  private readonly all: Report[] = [];
  private readonly settled = new Map<string, Exclude<SendOutcome, { outcome: 'later' }>>();
  private readonly states = new Map<string, string>();
  private unsettled: readonly Report[] = [];
  private lastCursor: string | undefined;

  private constructor(private readonly journal: JournalFile<BookLine>) {}

  static async open(folder: string, siteId: string): Promise<ReportBook> {
    const { journal, entries } = await JournalFile.open<BookLine>(join(folder, `mes-${siteId}.ndjson`));
    const book = new ReportBook(journal);
    for (const line of entries) book.take(line);
    return book;
  }

  orders(): readonly AdoptedOrder[] {
    return [...this.adopted.values()];
  }
  knows(workOrderId: string): boolean {
    return this.adopted.has(workOrderId);
  }
  /** All reports ever written, oldest first. */
  reports(): readonly Report[] {
    return this.all;
  }
  /** Reports without an answer, oldest first: they are sent again, body unchanged. */
  unsent(): readonly Report[] {
    return this.unsettled;
  }
  outcomeOf(confirmationId: string): Exclude<SendOutcome, { outcome: 'later' }> | undefined {
    return this.settled.get(confirmationId);
  }
  /** State of its message as the changes feed told last. */
  stateOf(confirmationId: string): string | undefined {
    return this.states.get(confirmationId);
  }
  cursor(): string | undefined {
    return this.lastCursor;
  }

  /** Each resolves when the line is on disk. */
  adopt(order: MesOrder, lotTracked: boolean): Promise<void> {
    return this.write({ adopted: order, lotTracked });
  }
  add(report: Report): Promise<void> {
    return this.write({ report });
  }
  settle(confirmationId: string, how: Exclude<SendOutcome, { outcome: 'later' }>): Promise<void> {
    return this.write({ settled: confirmationId, how });
  }
  /** Keeps where the feed was read to, with the states of own reports. */
  follow(cursor: string, states: Readonly<Record<string, string>>): Promise<void> {
    return this.write({ cursor, states });
  }
  close(): Promise<void> {
    return this.journal.close();
  }

  private async write(line: BookLine): Promise<void> {
    await this.journal.append(line);
    this.take(line);
  }

  private take(line: BookLine): void {
    if ('adopted' in line) this.adopted.set(line.adopted.workOrderId, { order: line.adopted, lotTracked: line.lotTracked });
    else if ('report' in line) {
      this.all.push(line.report);
      this.unsettled = [...this.unsettled, line.report];
    } else if ('settled' in line) {
      this.settled.set(line.settled, line.how);
      this.unsettled = this.unsettled.filter(({ confirmationId }) => confirmationId !== line.settled);
    } else {
      this.lastCursor = line.cursor;
      for (const [confirmationId, state] of Object.entries(line.states)) this.states.set(confirmationId, state);
    }
  }
}
