import { BusinessException, type WorkOrder } from '@plantway/canonical';
import { allPages, type CallOptions, type Clock, type ErpConfirmationDocument, type ErpPort, type MesOperationTotals, type MesPort } from '@plantway/ports';
import type { Pool } from 'pg';
import { END_TURN, NOTE_CHECKED, NOTE_POSTPONED, ORDERS_TO_CHECK, TAKE_TURN } from './conservation.sql.js';
import { DriftBook, type Differing, type SeenDrift } from './drift-book.js';
import { booksOfOrder, gatewayBooks, type GatewayBooks } from './gateway-books.js';
import { MessageBooks } from './message-books.js';
import { compareMes, type MesComparison } from './mes-comparison.js';
import { MesSide, type MesLook } from './mes-side.js';
import { agreesAtSight, orderDrifts, type MesAway } from './order-drifts.js';

export interface ConservationCheckOptions {
  readonly pool: Pool;
  readonly erp: Pick<ErpPort, 'workOrder' | 'confirmationDocuments'>;
  readonly mes: Pick<MesPort, 'capabilities' | 'totals'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Orders that one look asks the ERP about, 1 to 1,000; 50 when left out. */
  readonly ordersPerTurn?: number;
  /** Messages whose books one look goes through, beside the open and the newest ones; 2,000 when left out. */
  readonly messagesPerTurn?: number;
  /** Told of an order that could not be looked at. */
  readonly onFailure?: (siteId: string, workOrderId: string, error: unknown) => void;
  /** Told when the MES of a site could not be asked. */
  readonly onMesAway?: (siteId: string, error: unknown) => void;
}

/** What one look came to. */
export interface CheckTurn {
  readonly orders: number;
  /** Differences that were seen, whether they are believed already or not. */
  readonly differences: number;
  readonly found: number;
  readonly cleared: number;
}

/** After so long somebody else takes the turn of a worker that was never heard of again, in milliseconds. */
const TURN_LEASE_MS = 300_000;
/** A report that is posted meanwhile makes a look worthless; so often it begins again at once. */
const LOOKS = 3;
const LARGEST_PAGE = 1_000;

/**
 * Looks whether the books come out: per operation in the ERP's own numbers, per operation between gateway, MES and ERP, and per message within the gateway.
 *
 * What the gateway knows is read before and after the ERP: a look during which it has changed is no look. A difference counts when two looks in a row show the same; it ends at the first look that shows none.
 */
export class ConservationCheck {
  private readonly drifts: DriftBook;
  private readonly messages: MessageBooks;
  private readonly mes: MesSide;

  constructor(private readonly options: ConservationCheckOptions) {
    this.drifts = new DriftBook(options.pool);
    this.messages = new MessageBooks(options.pool, options.messagesPerTurn ?? 2_000);
    this.mes = new MesSide({ pool: options.pool, mes: options.mes, onFailure: options.onMesAway ?? (() => undefined) });
  }

  /** One look at a site; undefined when somebody else looks just now. @throws TechnicalRetryableError when the database is away */
  async turn(siteId: string, options: CallOptions = {}): Promise<CheckTurn | undefined> {
    const { pool, clock } = this.options;
    const startedAt = clock.now();
    const { rows: [turn] } = await pool.query<{ position: string; mes_after: string }>({ name: 'conservation.take-turn', text: TAKE_TURN, values: [siteId, startedAt, new Date(startedAt.getTime() + TURN_LEASE_MS)] });
    if (turn === undefined) return undefined;
    let position = turn.position;
    let mes: MesLook | undefined;
    try {
      mes = await this.mes.look(siteId, turn.mes_after, options);
      const orders = await this.orders(siteId, mes, options);
      const books = await this.messages.look(siteId, position);
      position = books.position;
      const { found, cleared } = await this.drifts.keep(siteId, { identities: ['messages'], seen: books.seen }, clock.now());
      return { ...orders, differences: orders.differences + books.seen.length, found: orders.found + found, cleared: orders.cleared + cleared };
    } finally {
      await pool.query({ name: 'conservation.end-turn', text: END_TURN, values: [siteId, clock.now(), position, mes?.state ?? null, mes?.asOf ?? null, mes?.operations ?? null, mes?.after ?? null] });
    }
  }

  private async orders(siteId: string, mes: MesLook, options: CallOptions): Promise<CheckTurn> {
    const { pool, ordersPerTurn = 50, onFailure = () => undefined } = this.options;
    const { rows } = await pool.query<{ work_order_id: string }>({ name: 'conservation.orders-to-check', text: ORDERS_TO_CHECK, values: [siteId, ordersPerTurn] });
    const workOrderIds = [...new Set([...mes.suspects.slice(0, ordersPerTurn), ...rows.map(({ work_order_id: workOrderId }) => workOrderId)])];
    const books = await gatewayBooks(pool, siteId, workOrderIds);
    let sum: CheckTurn = { orders: 0, differences: 0, found: 0, cleared: 0 };
    for (const workOrderId of workOrderIds) {
      if (options.signal?.aborted === true) break;
      try {
        const one = await this.order(siteId, workOrderId, { known: booksOfOrder(books, workOrderId), mes }, options);
        sum = { orders: sum.orders + 1, differences: sum.differences + one.differences, found: sum.found + one.found, cleared: sum.cleared + one.cleared };
      } catch (error) {
        onFailure(siteId, workOrderId, error);
        if (!(error instanceof BusinessException)) break; // the ERP is away: the others would only wait for it as well
        await this.postpone(siteId, workOrderId);
      }
    }
    return sum;
  }

  private async order(siteId: string, workOrderId: string, { known, mes }: { readonly known: GatewayBooks; readonly mes: MesLook }, options: CallOptions): Promise<Omit<CheckTurn, 'orders'>> {
    const { pool, erp } = this.options;
    const swept = mes.totals.get(workOrderId);
    let before = known;
    for (let look = 1; look <= LOOKS; look += 1) {
      const { value: order } = await erp.workOrder(siteId, workOrderId, options);
      const atSight = swept === undefined ? undefined : compareMes(swept, before);
      const isQuestion = mes.state === 'compared' && (atSight === undefined || atSight.differences.length > 0);
      if (agreesAtSight(order, before) && !isQuestion) return this.note(siteId, order, { seen: [], mesUndecided: atSight?.undecided ?? 'all' });
      const documents: ErpConfirmationDocument[] = [];
      for await (const document of allPages((page) => erp.confirmationDocuments(siteId, { ...page, workOrderId }, options), LARGEST_PAGE)) documents.push(document);
      const mesSide = await this.askMes(siteId, workOrderId, mes, options);
      const { value: { revision } } = await erp.workOrder(siteId, workOrderId, options);
      const after = await gatewayBooks(pool, siteId, [workOrderId]);
      if (revision === order.revision && JSON.stringify(after) === JSON.stringify(before)) {
        const compared: MesComparison | undefined = typeof mesSide === 'string' ? undefined : compareMes(mesSide, after);
        const seen = orderDrifts(order, { books: after, documents, mes: compared ?? (mesSide as MesAway) });
        return this.note(siteId, order, { seen, mesUndecided: compared?.undecided ?? 'all' });
      }
      before = after;
    }
    await this.postpone(siteId, workOrderId);
    return { differences: 0, found: 0, cleared: 0 };
  }

  private async askMes(siteId: string, workOrderId: string, { state }: MesLook, options: CallOptions): Promise<readonly MesOperationTotals[] | MesAway> {
    if (state === 'unsupported') return 'not readable';
    if (state === 'unreachable') return 'not reachable';
    return this.mes.order(siteId, workOrderId, options).catch((error: unknown): MesAway => {
      this.options.onMesAway?.(siteId, error);
      return 'not reachable';
    });
  }

  private async note(siteId: string, { workOrderId, revision }: WorkOrder, { seen, mesUndecided }: Pick<Differing, 'seen' | 'mesUndecided'>): Promise<Omit<CheckTurn, 'orders'>> {
    const { pool, clock } = this.options;
    const at = clock.now();
    const isUnjudged = seen.length === 0 && mesUndecided !== undefined && (mesUndecided === 'all' || mesUndecided.size > 0);
    const suspicion = seen.length === 0 ? null : JSON.stringify(seen.map(signatureOf).sort());
    const { rows: [last] } = await pool.query<{ suspicion: readonly string[] | null }>({ name: 'conservation.note-checked', text: NOTE_CHECKED, values: [siteId, workOrderId, revision, at, suspicion, isUnjudged] });
    if (seen.length === 0 && (last?.suspicion ?? null) === null) return { differences: 0, found: 0, cleared: 0 };
    const believed = new Set(last?.suspicion ?? []);
    const kept = await this.drifts.keep(siteId, {
      identities: ['released', 'confirmed'], workOrderId, seen: seen.filter((drift) => believed.has(signatureOf(drift))), suspected: seen.map(({ identity, objectKey }) => `${identity} ${objectKey}`), ...(mesUndecided !== undefined && { mesUndecided }),
    }, at);
    return { differences: seen.length, ...kept };
  }

  private async postpone(siteId: string, workOrderId: string): Promise<void> {
    await this.options.pool.query({ name: 'conservation.note-postponed', text: NOTE_POSTPONED, values: [siteId, workOrderId, this.options.clock.now()] });
  }
}

function signatureOf({ identity, objectKey, difference }: SeenDrift): string {
  return `${identity} ${objectKey} ${difference}`;
}
