import type { GatewayForMes, MesOrder } from './gateway-for-mes.js';
import type { ReportBook } from './report-book.js';
import type { Run, ShopFloor } from './shop-floor.js';

export interface MesOptions {
  readonly siteId: string;
  readonly book: ReportBook;
  readonly floor: ShopFloor;
  readonly gateway: GatewayForMes;
  /** Business time. */
  readonly now: () => Date;
  /** Orders that are left to people's hands. */
  readonly leaveAlone: readonly string[];
  /** Told of what a shift lead would want to know. */
  readonly say: (line: string) => void;
}

/**
 * A vendor's MES at its plainest: takes on released orders that nobody has reported on, makes runs on the business clock, writes each report into its book before it
 * sends it, sends in order, and sends the very same again until it has an answer. Each method is one round; `MesRunner` repeats them.
 */
export class Mes {
  private readonly runs = new Map<string, Run>();
  private readonly workable = new Set<string>();

  constructor(private readonly options: MesOptions) {}

  /** Looks for orders to take on, and which of the known ones may still be worked on. @throws when the gateway cannot be read now */
  async lookForOrders(): Promise<void> {
    const { gateway, book, leaveAlone } = this.options;
    const orders = await gateway.workableOrders();
    this.workable.clear();
    for (const order of orders) {
      if (!book.knows(order.workOrderId)) {
        if (leaveAlone.includes(order.workOrderId) || order.operations.some(isTouched)) continue; // somebody else reports on it
        const { tracking } = await gateway.item(order.itemId);
        await book.adopt(order, tracking === 'lot');
      }
      this.workable.add(order.workOrderId);
    }
  }

  /** Starts runs where a work center is free and writes the reports of those that are finished. */
  async work(): Promise<void> {
    const { book, floor, siteId } = this.options;
    const now = this.options.now().getTime();
    const finished = [...this.runs.values()].filter(({ finishesAt }) => finishesAt <= now).sort((left, right) => left.finishesAt - right.finishesAt);
    for (const run of finished) {
      const adopted = book.orders().find(({ order }) => order.workOrderId === run.workOrderId)!;
      await book.add(floor.report(run, adopted, book.reports().length + 1, siteId));
      this.runs.delete(run.workCenterId);
    }
    const open = book.orders().filter(({ order }) => this.workable.has(order.workOrderId));
    for (const run of floor.nextRuns(open, book.reports(), new Set(this.runs.keys()), now)) this.runs.set(run.workCenterId, run);
  }

  /**
   * Sends what has no answer yet, in order, until one must wait. Resolves with the milliseconds to wait then, undefined when all is sent: a later report of
   * an operation never overtakes an earlier one.
   */
  async send(): Promise<number | undefined> {
    const { book, gateway, say } = this.options;
    for (const report of book.unsent()) {
      const outcome = await gateway.send(report);
      if (outcome.outcome === 'later') return outcome.retryAfterMs ?? 0;
      await book.settle(report.confirmationId, outcome);
      if (outcome.outcome === 'refused') say(`report ${report.confirmationId} was refused: ${outcome.code} ${outcome.detail}`);
    }
    return undefined;
  }

  /** Reads what became of its reports. @throws when the gateway cannot be read now */
  async followOutcomes(): Promise<void> {
    const { book, gateway, say } = this.options;
    const own = new Set(book.reports().map(({ confirmationId }) => confirmationId));
    for (;;) {
      const { messages, nextCursor } = await gateway.changes(book.cursor());
      if (nextCursor === book.cursor()) return;
      const mine = messages.filter(({ confirmationId }) => confirmationId !== undefined && own.has(confirmationId));
      for (const { confirmationId, state, error } of mine) if (state === 'parked') say(`report ${confirmationId} is parked: ${error?.code ?? 'no reason given'}`);
      await book.follow(nextCursor, Object.fromEntries(mine.map(({ confirmationId, state }) => [confirmationId!, state])));
      if (messages.length === 0) return;
    }
  }
}

function isTouched({ yieldConfirmed, scrapConfirmed, status }: MesOrder['operations'][number]): boolean {
  return status === 'completed' || Number(yieldConfirmed.value) > 0 || Number(scrapConfirmed.value) > 0;
}
