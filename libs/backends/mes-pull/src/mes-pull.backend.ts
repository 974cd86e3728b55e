import { BusinessException, ERROR_CATALOGUE, type JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions, Clock, DispatchReceipt, MesCapabilities, MesPort, MesTotals, MesTotalsQuestion } from '@plantway/ports';
import { OPERATION_TOTALS, totalsOf, totalsQuery, type WireClient } from '@plantway/wire';

export const MES_PULL = 'mes-pull';

/** A MES that fetches. Its job orders stand in the process API from the moment they are kept, so nothing is sent and nothing can fail; only its totals are asked for, where it has an address. */
export class MesPullBackend implements MesPort {
  constructor(private readonly clock: Pick<Clock, 'now'>, private readonly books?: WireClient) {}

  async capabilities(): Promise<MesCapabilities> {
    return { backend: MES_PULL, style: 'pull', guaranteeClass: 'K', longestWriteMs: 0, totals: this.books === undefined ? 'unsupported' : 'supported' };
  }

  async dispatch({ workOrderId, version }: JobOrderDispatch, reference: string): Promise<DispatchReceipt> {
    return { reference, backend: MES_PULL, documents: [{ type: 'offer', number: `${workOrderId}@${version}` }], postedAt: this.clock.now().toISOString(), version };
  }

  async find(dispatch: JobOrderDispatch, reference: string): Promise<readonly DispatchReceipt[]> {
    return [await this.dispatch(dispatch, reference)];
  }

  async totals(siteId: string, { workOrderIds, withReports = false }: MesTotalsQuestion, options?: CallOptions): Promise<MesTotals> {
    if (this.books === undefined) {
      const { meaning, fix } = ERROR_CATALOGUE.MES_TOTALS_UNSUPPORTED;
      throw new BusinessException('MES_TOTALS_UNSUPPORTED', `${meaning} ${fix}`, { details: { siteId, backend: MES_PULL } });
    }
    const target = { path: [siteId, OPERATION_TOTALS], about: `totals of ${workOrderIds.length} work orders of ${siteId}`, query: totalsQuery(workOrderIds, withReports), options } as const;
    return (await this.books.read(target, (row) => totalsOf(row, workOrderIds))).value;
  }
}
