import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BusinessException, type JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions, DispatchReceipt, MesCapabilities, MesPort } from '@plantway/ports';
import { clientConfig, type ClientConnection } from './connection.js';
import { createClient } from './generated/system-mes/client/index.js';
import { SystemMesApi } from './generated/system-mes/index.js';
import type { JobOrderDispatchDto } from './generated/system-mes/index.js';
import { SystemFailures, type CallKind } from './system-failure.js';

export interface SystemMesClientOptions extends ClientConnection {
  /** Largest answer that is read, in bytes; 1 MiB by default. */
  readonly answerLimitBytes?: number;
}

/** Longer than the API's one call to the MES, 5 s at most: its verdict still arrives. */
const DEFAULT_DEADLINE_MS = 10_000;
const FAILURES = new SystemFailures({ api: 'MES system API', unavailable: 'MES_UNAVAILABLE', answerLost: 'MES_ANSWER_LOST', accessRefused: 'MES_ACCESS_REFUSED', done: 'changed' });

/** What every call of the generated client takes beside its own path, query and body. */
interface CallSettings {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}

/** The MES port over the MES system API, for a process tier that runs in a process of its own. It retries nothing. */
export class SystemMesClient implements MesPort {
  private readonly api: SystemMesApi;
  private readonly deadlineMs: number;

  constructor({ answerLimitBytes = 1_048_576, ...connection }: SystemMesClientOptions) {
    this.deadlineMs = connection.timeoutMs ?? DEFAULT_DEADLINE_MS;
    this.api = new SystemMesApi({
      client: createClient({
        ...clientConfig(connection),
        timeout: 0, // one deadline over everything, as a signal
        maxContentLength: answerLimitBytes,
        httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
        httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
      }),
    });
  }

  async capabilities(siteId: string): Promise<MesCapabilities> {
    return this.call('read', undefined, (call) => this.api.readCapabilities({ ...call, path: { siteId } }));
  }

  async dispatch(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<DispatchReceipt> {
    const body = { reference, dispatch: dispatch as unknown as JobOrderDispatchDto };
    const receipt = await this.call<DispatchReceipt>('write', options, (call) => this.api.postDispatch({ ...call, path: { siteId: dispatch.siteId }, body }));
    if (receipt.version === dispatch.version ? receipt.reference !== reference : !(receipt.version > dispatch.version)) throw FAILURES.unclear('write', 'a receipt of another write');
    return receipt;
  }

  async find({ siteId, workOrderId, version }: JobOrderDispatch, reference: string, options?: CallOptions): Promise<readonly DispatchReceipt[]> {
    const found = await this.call<{ readonly items?: readonly DispatchReceipt[] }>('read', options, (call) => this.api.findDispatch({ ...call, path: { siteId, workOrderId: idOf(workOrderId) }, query: { reference, version } }));
    const { items } = found;
    if (items === undefined || !Array.isArray(items)) throw FAILURES.unclear('read', 'an answer that is no list');
    return items as readonly DispatchReceipt[];
  }

  private async call<T>(kind: CallKind, options: CallOptions | undefined, send: (call: CallSettings) => Promise<{ readonly status: number; readonly data: unknown }>): Promise<T> {
    const deadline = AbortSignal.timeout(this.deadlineMs);
    const signal = options?.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
    if (signal.aborted) throw FAILURES.notSent();
    const { correlationId, deadlineAt } = options ?? {};
    const headers = {
      ...(correlationId === undefined ? {} : { 'X-Correlation-Id': correlationId }),
      ...(deadlineAt === undefined ? {} : { 'Plantway-Deadline': deadlineAt.toISOString() }),
    };
    let answer: { readonly status: number; readonly data: unknown };
    try {
      answer = await send({ signal, headers });
    } catch (error) {
      throw FAILURES.of(kind, error);
    }
    if (typeof answer.data !== 'object' || answer.data === null) throw FAILURES.unclear(kind, `HTTP ${answer.status} whose body is not JSON`);
    return answer.data as T;
  }
}

/** An id as part of a path. "." and ".." would vanish from the URL and ask for something else. @throws BusinessException `NOT_FOUND` */
function idOf(id: string): string {
  if (id === '.' || id === '..') throw new BusinessException('NOT_FOUND', `"${id}" is no id. Check the id.`);
  return id;
}
