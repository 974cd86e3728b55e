import type { JobOrderDispatch } from '@plantway/canonical';
import type { Clock, DispatchReceipt, MesCapabilities, MesPort } from '@plantway/ports';

export const MES_PULL = 'mes-pull';

/** A MES that fetches. Its job orders stand in the process API from the moment they are kept, so nothing is sent and nothing can fail. */
export class MesPullBackend implements MesPort {
  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  async capabilities(): Promise<MesCapabilities> {
    return { backend: MES_PULL, style: 'pull', guaranteeClass: 'K', longestWriteMs: 0 };
  }

  async dispatch({ workOrderId, version }: JobOrderDispatch, reference: string): Promise<DispatchReceipt> {
    return { reference, backend: MES_PULL, documents: [{ type: 'offer', number: `${workOrderId}@${version}` }], postedAt: this.clock.now().toISOString(), version };
  }

  async find(dispatch: JobOrderDispatch, reference: string): Promise<readonly DispatchReceipt[]> {
    return [await this.dispatch(dispatch, reference)];
  }
}
