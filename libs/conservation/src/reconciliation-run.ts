import { allPages, type CallOptions, type Clock, type ErpConfirmationDocument, type ErpPort } from '@plantway/ports';
import type { Pool } from 'pg';
import { compareBooks, type BookFinding } from './compare-books.js';
import { gatewayBooks, type GatewayBooks } from './gateway-books.js';
import type { ReconciliationBook, Running } from './reconciliation-book.js';

export interface ReconciliationRunOptions {
  readonly pool: Pool;
  readonly erp: Pick<ErpPort, 'confirmationDocuments'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly book: ReconciliationBook;
  readonly onFailure?: (siteId: string, error: unknown) => void;
}

/** Longer than the reading of one order takes; somebody else goes on after it, in milliseconds. */
const LEASE_MS = 120_000;
/** So often the ERP may be away before the comparison is given up; with the pauses between that is about a day. */
const MOST_FAILURES = 150;
/** Orders with findings that are looked at again at once. */
const ORDERS_RECHECKED = 10;
/** First and longest pause after a failure, in milliseconds; each is twice the one before. */
const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 600_000;

/** Compares, order by order, what the ERP and the gateway have for some days. It reads only, may end at any point, and then begins anew. */
export class ReconciliationRun {
  constructor(private readonly options: ReconciliationRunOptions) {}

  /** Carries out one comparison that was asked for. @returns whether there was one. @throws TechnicalRetryableError when the database is away */
  async runOnce(options: CallOptions = {}): Promise<boolean> {
    const { book, clock, onFailure = () => undefined } = this.options;
    const now = clock.now();
    const running = await book.take(now, this.leaseFrom(now));
    if (running === undefined) return false;
    try {
      if (await this.compare(running, options)) await book.end(running, 'done', clock.now());
    } catch (error) {
      onFailure(running.siteId, error);
      const at = clock.now();
      const retryAt = new Date(at.getTime() + Math.min(FIRST_PAUSE_MS * 2 ** running.failures, LONGEST_PAUSE_MS));
      const isGivenUp = running.failures + 1 >= MOST_FAILURES;
      await book.end(running, isGivenUp ? 'failed' : 'queued', at, { error: error instanceof Error ? error.message : String(error), ...(!isGivenUp && { retryAt }) });
    }
    return true;
  }

  private async compare(running: Running, options: CallOptions): Promise<boolean> {
    const { book, clock, erp } = this.options;
    const { siteId, fromDay, toDay } = running;
    const orders = new Map(await book.ordersReported(siteId, fromDay, toDay));
    for await (const { workOrderId } of allPages((page) => erp.confirmationDocuments(siteId, { ...page, from: fromDay, to: toDay }, options))) if (!orders.has(workOrderId)) orders.set(workOrderId, 0);
    let progress = { ordersTotal: orders.size, ordersDone: 0, documentsRead: 0, messagesRead: 0 };
    if (!(await book.progress(running, progress, [], this.leaseFrom(clock.now())))) return false;
    for (const [workOrderId, messages] of [...orders].sort(([left], [right]) => (left < right ? -1 : 1))) {
      options.signal?.throwIfAborted();
      const { documents, findings } = await this.order(running, workOrderId, options);
      progress = { ...progress, ordersDone: progress.ordersDone + 1, documentsRead: progress.documentsRead + documents, messagesRead: progress.messagesRead + messages };
      if (!(await book.progress(running, progress, findings, this.leaseFrom(clock.now())))) return false;
    }
    return true;
  }

  /** Looks again at some orders of which something was found: what agrees by now is closed. */
  async recheck(siteId: string, options: CallOptions = {}): Promise<void> {
    const { book, clock } = this.options;
    for (const workOrderId of await book.ordersWithFindings(siteId, ORDERS_RECHECKED)) {
      options.signal?.throwIfAborted();
      const { before, after } = await this.look(siteId, workOrderId, options);
      await book.closeOthers(siteId, workOrderId, [...new Set([...before, ...after].map(nameOf))], clock.now()); // only what neither shows is over
    }
  }

  /** What is posted while the ERP is read looks foreign by the books before, and missing by the books after: only what both show is a finding. */
  private async order({ siteId, fromDay, toDay }: Running, workOrderId: string, options: CallOptions): Promise<{ readonly documents: number; readonly findings: readonly BookFinding[] }> {
    const { before, after, books, documents } = await this.look(siteId, workOrderId, options);
    const seenBefore = new Set(before.map(nameOf));
    const ofDays = (day: string | undefined): boolean => day !== undefined && day >= fromDay && day <= toDay;
    return { documents: documents.length, findings: after.filter((finding) => seenBefore.has(nameOf(finding)) && daysOf(finding, books, documents).some(ofDays)) };
  }

  private async look(siteId: string, workOrderId: string, options: CallOptions) {
    const { pool, erp } = this.options;
    const first = await gatewayBooks(pool, siteId, [workOrderId]);
    const documents: ErpConfirmationDocument[] = [];
    for await (const document of allPages((page) => erp.confirmationDocuments(siteId, { ...page, workOrderId }, options))) documents.push(document);
    const books = await gatewayBooks(pool, siteId, [workOrderId]);
    return { before: compareBooks({ ...first, documents }), after: compareBooks({ ...books, documents }), books, documents };
  }

  private leaseFrom(now: Date): Date {
    return new Date(now.getTime() + LEASE_MS);
  }
}

function nameOf({ kind, messageId, documentNumber }: BookFinding): string {
  return `${kind} ${messageId ?? ''} ${documentNumber ?? ''}`;
}

/** Days that a finding belongs to: of the document, and of the message. */
function daysOf({ documentNumber, messageId }: BookFinding, { parts }: GatewayBooks, documents: readonly ErpConfirmationDocument[]): readonly (string | undefined)[] {
  const part = parts.find((one) => one.messageId === messageId);
  return [documents.find(({ number }) => number === documentNumber)?.postingDate, part?.productionDay, part?.receipt?.postingDate];
}
