import type { JobOrder } from '@plantway/canonical';
import type { AskedOf, BookLine } from './book-line.js';
import type { CountedAmounts, CountedOperation } from './counted-reports.js';
import { Floor } from './floor/floor.js';
import type { FloorOptions } from './floor/floor.js';
import type { FreeMaterial } from './floor/material.js';
import type { PlannedAnswer } from './floor/planned-answer.js';
import type { GatewayForMes } from './gateway-for-mes.js';
import { MesBook } from './mes-book.js';
import type { MesFact } from './mes-fact.js';

export interface MesOptions extends FloorOptions {
  /** Where its book lies. */
  readonly folder: string;
  /** Business time. */
  readonly now: () => Date;
  /** Told of what a shift lead would want to know. */
  readonly say: (line: string) => void;
  /** Every report, of what was made or used, and reversal when the gateway accepted or refused it, in that order. */
  readonly onFact?: (fact: MesFact) => void;
}

/** What stands at the MES for a work order. */
export interface StandingJobOrders {
  readonly workOrderId: string;
  readonly version: number;
  readonly reference: string;
  readonly takenAt: string;
}

/** What it counts of one operation, and how much of that it has not said yet, or has no answer to. */
export type CountedTotals = CountedOperation & { readonly amounts: CountedAmounts; readonly underWay: number };

/** Kinds of message whose fate the MES follows. */
const OWN_KINDS: readonly string[] = ['productionConfirmation', 'confirmationReversal', 'materialConsumption'];

/**
 * The MES of one site: takes job orders on and answers them, lets the floor work on the business clock, writes everything that it says into its book before it says
 * it, says it in order, and says the very same again until there is an answer. Each method is one round; `MesRunner` repeats them.
 */
export class Mes {
  private readonly answers: { readonly workOrderId: string | undefined; readonly answer: PlannedAnswer }[] = [];
  private outUntil = 0;
  private isAtWork = false;

  private constructor(private readonly options: MesOptions, readonly floor: Floor, readonly book: MesBook) {}

  static async open(options: MesOptions): Promise<Mes> {
    const floor = new Floor(options);
    const book = await MesBook.open(options.folder, options.plant.siteId, (line) => void floor.state.take(line), options.onFact ?? (() => undefined));
    return new Mes(options, floor, book);
  }

  get plant(): MesOptions['plant'] {
    return this.options.plant;
  }

  /** The plant begins to work, having stood still until now. Before, job orders are taken on and nothing else happens. */
  async begin(): Promise<void> {
    this.isAtWork = true;
    this.floor.resume(this.options.now().getTime());
    await this.book.write([...this.floor.state.orders.keys()].flatMap((workOrderId) => this.answer(workOrderId)));
  }

  /** For so long, in technical milliseconds, the MES neither calls nor answers; the floor goes on. */
  goDown(forMs: number): void {
    this.outUntil = performance.now() + forMs;
  }
  get isDown(): boolean {
    return performance.now() < this.outUntil;
  }

  /** The next time that job orders of the work order come (of any, when it is undefined), they are answered like this. */
  planAnswer(workOrderId: string | undefined, answer: PlannedAnswer): void {
    this.answers.push({ workOrderId, answer });
  }

  /** Lets the floor work up to now, and answers what waited for that. */
  async work(): Promise<void> {
    const done = this.floor.advance(this.options.now().getTime());
    await this.book.write([...done, ...this.floor.owing().flatMap((workOrderId) => this.answer(workOrderId))]);
  }

  /** Takes job orders from a webhook on, all of one work order in one version. Resolves, once they are on disk, with what stands here now; that may be a newer version. */
  async push(reference: string, workOrderId: string, version: number, jobOrders: readonly JobOrder[], asked: AskedOf = {}): Promise<StandingJobOrders> {
    if (version > (this.floor.state.orders.get(workOrderId)?.version ?? 0)) await this.takeOn({ line: 'pushed', at: this.instant(), reference, workOrderId, version, jobOrders, ...(Object.keys(asked).length > 0 && { asked }) });
    else await this.book.write([]); // the line that stands may not be on disk yet
    return this.standing(workOrderId)!;
  }

  standing(workOrderId: string): StandingJobOrders | undefined {
    const order = this.floor.state.orders.get(workOrderId);
    return order === undefined ? undefined : { workOrderId, version: order.version, reference: order.reference ?? '', takenAt: order.takenAt };
  }

  /** What it counts of the operations that it has of these orders, one by one. */
  totals(workOrderIds: readonly string[]): readonly CountedTotals[] {
    const orders = workOrderIds.flatMap((workOrderId) => this.floor.state.orders.get(workOrderId) ?? []);
    return orders.flatMap(({ workOrderId, operations }) => [...operations.values()].map(({ jobOrder: { operationId, quantity: { unit } } }) => ({
      ...this.floor.state.counted.get(workOrderId, operationId, unit), underWay: this.book.underWay(workOrderId, operationId),
    })));
  }

  /** Somebody works on its figures. Resolves when that is on disk. */
  async miscount(workOrderId: string, operationId: string, unit: string, amounts: CountedAmounts): Promise<void> {
    const line = { line: 'miscounted' as const, at: this.instant(), workOrderId, operationId, unit, amounts };
    this.floor.state.take(line);
    await this.book.write([line]);
  }

  /** Fetches job orders that changed. @throws when the gateway cannot be read now */
  async pull(gateway: GatewayForMes): Promise<void> {
    for (;;) {
      const cursor = this.book.pullCursor;
      const { jobOrders, nextCursor } = await gateway.jobOrders(cursor);
      if (nextCursor === cursor || (jobOrders.length === 0 && cursor !== undefined)) return;
      await this.takeOn({ line: 'pulled', at: this.instant(), jobOrders, cursor: nextCursor });
      if (jobOrders.length === 0) return;
    }
  }

  /** Looks at the free stock of what will be reported. @throws when the gateway cannot be read now */
  async lookAtMaterial(gateway: GatewayForMes): Promise<void> {
    const { material } = this.floor.state;
    const included = material.beforeLook();
    const stock = new Map<string, readonly FreeMaterial[]>();
    for (const itemId of this.floor.reportedItems()) stock.set(itemId, await gateway.freeMaterial(itemId));
    if (stock.size > 0) material.see(stock, included);
  }

  /**
   * Says what has no answer yet, in order, until one must wait. Resolves with the milliseconds to wait then, undefined when all is said: nothing overtakes what was
   * to be said before it.
   */
  async send(gateway: GatewayForMes): Promise<number | undefined> {
    for (let outgoing = this.book.next(); outgoing !== undefined && !this.isDown; outgoing = this.book.next()) {
      const answer = await gateway.send(outgoing);
      if (answer.outcome === 'later') return answer.retryAfterMs ?? 0;
      const line = { line: 'answered' as const, at: this.instant(), id: outgoing.id, answer };
      this.floor.state.take(line);
      await this.book.write([line]);
      if (answer.outcome === 'refused') this.options.say(`${outgoing.type} ${outgoing.id} was refused: ${answer.code} ${answer.detail}`);
    }
    return undefined;
  }

  /** Reads what became of what it said. @throws when the gateway cannot be read now */
  async followOutcomes(gateway: GatewayForMes): Promise<void> {
    for (;;) {
      const { messages, nextCursor } = await gateway.changes(this.book.feedCursor);
      if (nextCursor === this.book.feedCursor) return;
      const mine = messages.filter(({ kind }) => OWN_KINDS.includes(kind));
      for (const { messageId, kind, confirmationId, state, error } of mine) if (state === 'parked' && this.floor.state.isOwn(messageId)) this.options.say(`${kind} ${confirmationId ?? ''} is parked: ${error?.code ?? 'no reason given'}`);
      const line = { line: 'followed' as const, at: this.instant(), cursor: nextCursor, states: Object.fromEntries(mine.map(({ messageId, state }) => [messageId, state])) };
      this.floor.state.take(line);
      await this.book.write([line]);
      if (messages.length === 0) return;
    }
  }

  close(): Promise<void> {
    return this.book.close();
  }

  /** What happened before on the floor, the job orders, and what is said to them: in this order. */
  private async takeOn(line: Extract<BookLine, { jobOrders: unknown }>): Promise<void> {
    const before = this.isAtWork ? this.floor.advance(this.options.now().getTime()) : [];
    this.floor.state.take(line);
    const workOrderIds = new Set(line.jobOrders.map(({ workOrderId }) => workOrderId));
    if (this.isAtWork) for (const workOrderId of workOrderIds) this.floor.obey(workOrderId);
    await this.book.write([...before, line, ...[...workOrderIds].flatMap((workOrderId) => (this.isAtWork ? this.answer(workOrderId) : []))]);
  }

  private answer(workOrderId: string): readonly BookLine[] {
    const place = this.answers.findIndex((planned) => planned.workOrderId === undefined || planned.workOrderId === workOrderId);
    const lines = this.floor.acknowledge(workOrderId, place < 0 ? undefined : this.answers[place].answer);
    if (place >= 0 && lines.length > 0) this.answers.splice(place, 1);
    return lines;
  }

  private instant(): string {
    return this.floor.instant(this.options.now().getTime());
  }
}
