import { BusinessException, type JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions, DispatchReceipt, MesCapabilities, MesPort, MesTotals, MesTotalsQuestion } from '@plantway/ports';
import { createClient } from './generated/system-mes/client/index.js';
import { SystemMesApi } from './generated/system-mes/index.js';
import type { JobOrderDispatchDto } from './generated/system-mes/index.js';
import { SystemCalls, systemClientConfig, type SystemConnection } from './system-calls.js';
import { SystemFailures } from './system-failure.js';

const FAILURES = new SystemFailures({ api: 'MES system API', unavailable: 'MES_UNAVAILABLE', answerLost: 'MES_ANSWER_LOST', accessRefused: 'MES_ACCESS_REFUSED', done: 'changed' });

/** The MES port over the MES system API, for a process tier that runs in a process of its own. It retries nothing. */
export class SystemMesClient implements MesPort {
  private readonly api: SystemMesApi;
  private readonly calls: SystemCalls;

  constructor(connection: SystemConnection) {
    this.api = new SystemMesApi({ client: createClient(systemClientConfig(connection)) });
    this.calls = new SystemCalls(FAILURES, connection);
  }

  async capabilities(siteId: string): Promise<MesCapabilities> {
    return this.calls.call('read', undefined, (call) => this.api.readCapabilities({ ...call, path: { siteId } }));
  }

  async dispatch(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<DispatchReceipt> {
    const body = { reference, dispatch: dispatch as unknown as JobOrderDispatchDto };
    const receipt = await this.calls.call<DispatchReceipt>('write', options, (call) => this.api.postDispatch({ ...call, path: { siteId: dispatch.siteId }, body }));
    if (receipt.version === dispatch.version ? receipt.reference !== reference : !(receipt.version > dispatch.version)) throw FAILURES.unclear('write', 'a receipt of another write');
    return receipt;
  }

  async find({ siteId, workOrderId, version }: JobOrderDispatch, reference: string, options?: CallOptions): Promise<readonly DispatchReceipt[]> {
    const found = await this.calls.call<{ readonly items?: readonly DispatchReceipt[] }>('read', options, (call) => this.api.findDispatch({ ...call, path: { siteId, workOrderId: idOf(workOrderId) }, query: { reference, version } }));
    const { items } = found;
    if (items === undefined || !Array.isArray(items)) throw FAILURES.unclear('read', 'an answer that is no list');
    return items as readonly DispatchReceipt[];
  }

  async totals(siteId: string, { workOrderIds, withReports = false }: MesTotalsQuestion, options?: CallOptions): Promise<MesTotals> {
    const query = { workOrderId: [...workOrderIds], ...(withReports && { reports: 'true' as const }) };
    const { asOf, items } = await this.calls.call<Partial<MesTotals>>('read', options, (call) => this.api.readOperationTotals({ ...call, path: { siteId }, query }));
    if (asOf === undefined || !Array.isArray(items)) throw FAILURES.unclear('read', 'an answer that has no totals');
    return { asOf, items: items as MesTotals['items'] };
  }
}

/** An id as part of a path. "." and ".." would vanish from the URL and ask for something else. @throws BusinessException `NOT_FOUND` */
function idOf(id: string): string {
  if (id === '.' || id === '..') throw new BusinessException('NOT_FOUND', `"${id}" is no id. Check the id.`);
  return id;
}
