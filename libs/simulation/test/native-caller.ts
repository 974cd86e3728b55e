import type { SimulatedErp } from '../src/index.js';

/** A feedback that the demo plant takes. */
export const FEEDBACK = { extRef: 'ref-1', orderNo: 'WO-1001', stepNo: '0010', fin: '', bookDate: '20261122', goodQty: '60', goodUom: 'PC', scraps: [{ qty: '1', uom: 'PC', reason: 'BURR' }] };

export interface NativeAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: any;
}

/** Calls the native face as a backend would. */
export class NativeCaller {
  constructor(private readonly erp: Pick<SimulatedErp, 'url' | 'apiKey' | 'controlKey'>, private readonly plant = 'BER1') {}

  get = (path: string): Promise<NativeAnswer> => this.call('GET', `/rest/${this.plant}/${path}`);
  post = (path: string, body: unknown, signal?: AbortSignal): Promise<NativeAnswer> => this.call('POST', `/rest/${this.plant}/${path}`, body, signal);

  /** The control route. */
  control = (method: string, path: string, body?: unknown): Promise<NativeAnswer> => this.call(method, `/control/${path}`, body);

  async call(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<NativeAnswer> {
    const response = await fetch(`${this.erp.url}${path}`, {
      method, headers: { 'X-Erp-Key': this.erp.apiKey, 'X-Control-Key': this.erp.controlKey }, ...(body === undefined ? {} : { body: JSON.stringify(body) }), ...(signal === undefined ? {} : { signal }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text };
  }
}
