import type { CallOptions, MesOperationTotals, MesPort } from '@plantway/ports';
import type { Pool } from 'pg';
import { ORDERS_OPEN } from './conservation.sql.js';
import { reportBooks } from './gateway-books.js';
import { compareMes } from './mes-comparison.js';

/** Orders that the MES is asked about at once, and in one look. */
const ORDERS_AT_ONCE = 100;
const MOST_ORDERS = 2_000;

/** What one look at a MES came to. */
export interface MesLook {
  readonly state: 'compared' | 'unsupported' | 'unreachable';
  /** Of which time its figures were, by its own clock. */
  readonly asOf?: string;
  /** Operations that were compared. */
  readonly operations: number;
  /** Order up to which it was looked; empty: to the end. */
  readonly after: string;
  /** Orders that do not agree at sight. */
  readonly suspects: readonly string[];
  /** What it said, by order. */
  readonly totals: ReadonlyMap<string, readonly MesOperationTotals[]>;
}

export interface MesSideOptions {
  readonly pool: Pool;
  readonly mes: Pick<MesPort, 'capabilities' | 'totals'>;
  /** Told when the MES of a site cannot be asked now. */
  readonly onFailure: (siteId: string, error: unknown) => void;
}

/** Asks a MES for its totals, page after page over all open orders of a site: as many calls as there are hundreds of orders. */
export class MesSide {
  constructor(private readonly options: MesSideOptions) {}

  /** One look at the open orders after `after`, at most 2,000. A MES that is away stops nothing: the look says so. */
  async look(siteId: string, after: string, options: CallOptions): Promise<MesLook> {
    const { pool, mes, onFailure } = this.options;
    const suspects: string[] = [];
    const totals = new Map<string, readonly MesOperationTotals[]>();
    let [place, operations, asOf]: [string, number, string | undefined] = [after, 0, undefined];
    const seen = (state: MesLook['state']): MesLook => ({ state, ...(asOf !== undefined && { asOf }), operations, after: place, suspects, totals });
    try {
      if ((await mes.capabilities(siteId)).totals === 'unsupported') return seen('unsupported');
      for (let orders = 0; orders < MOST_ORDERS; orders += ORDERS_AT_ONCE) {
        const { rows } = await pool.query<{ work_order_id: string }>({ name: 'conservation.orders-open', text: ORDERS_OPEN, values: [siteId, place, ORDERS_AT_ONCE] });
        const workOrderIds = rows.map(({ work_order_id: workOrderId }) => workOrderId);
        if (workOrderIds.length > 0) {
          const books = await reportBooks(pool, siteId, workOrderIds);
          const answer = await mes.totals(siteId, { workOrderIds }, options);
          asOf = answer.asOf;
          for (const workOrderId of workOrderIds) {
            const ofOrder = answer.items.filter((item) => item.workOrderId === workOrderId);
            totals.set(workOrderId, ofOrder);
            const isOfOrder = (row: { readonly workOrderId: string }): boolean => row.workOrderId === workOrderId;
            const { differences, totals: compared } = compareMes(ofOrder, { kept: books.kept.filter(isOfOrder), taken: books.taken.filter(isOfOrder) });
            operations += compared.size;
            if (differences.length > 0) suspects.push(workOrderId);
          }
        }
        place = workOrderIds.length < ORDERS_AT_ONCE ? '' : workOrderIds.at(-1)!;
        if (place === '') break;
      }
      return seen('compared');
    } catch (error) {
      onFailure(siteId, error);
      return seen('unreachable');
    }
  }

  /** What it counts of one order, report by report. @throws as `MesPort.totals` */
  async order(siteId: string, workOrderId: string, options: CallOptions): Promise<readonly MesOperationTotals[]> {
    return (await this.options.mes.totals(siteId, { workOrderIds: [workOrderId], withReports: true }, options)).items;
  }
}
