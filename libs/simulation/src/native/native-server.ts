import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DurableErp } from '../journal/durable-erp.js';
import { answerControl } from './control-routes.js';
import type { FaultPlan, PlannedFault } from './fault-plan.js';
import { malformed, NativeFault } from './native-fault.js';
import { NATIVE_ROUTES } from './native-routes.js';
import type { NativeAnswer, NativeRequest, NativeRoute } from './native-routes.js';

const MAXIMUM_BODY_BYTES = 1024 * 1024;
const HTML_PAGE = '<!doctype html><html><head><title>Gateway</title></head><body><h1>The service cannot be shown</h1></body></html>';

export interface NativeServerOptions {
  readonly plants: ReadonlyMap<string, DurableErp>;
  readonly faults: FaultPlan;
  readonly apiKey: string;
  readonly controlKey: string;
  /** Business time. */
  readonly now: () => Date;
  /** Told of every failure that the ERP did not foresee. */
  readonly onDefect: (error: unknown) => void;
}

/** The native HTTP face of one ERP with its plants. README.md is its contract. */
export class NativeServer {
  private readonly server: Server;
  private readonly closing = new AbortController();

  constructor(private readonly options: NativeServerOptions) {
    this.server = createServer((request, response) => void this.serve(request, response));
    this.server.keepAliveTimeout = 60_000;
  }

  /** Port 0 lets the system choose. Resolves with the base address on this machine. */
  async listen(port: number, host: string): Promise<string> {
    await new Promise<void>((ready, failed) => this.server.once('error', failed).listen(port, host, ready));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers what is being written, cuts what hangs. */
  async close(): Promise<void> {
    this.closing.abort();
    const closed = new Promise<void>((done) => this.server.close(() => done()));
    this.server.closeIdleConnections();
    const cut = setTimeout(() => this.server.closeAllConnections(), 300);
    await closed;
    clearTimeout(cut);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.answer(request, response);
      if (answer !== undefined) write(response, answer.status, answer.body);
    } catch (error) {
      const fault = error instanceof NativeFault ? error : new NativeFault(500, 'SYS-500', 'Internal error.');
      if (!(error instanceof NativeFault)) this.options.onDefect(error);
      write(response, fault.status, fault.body, fault.headers);
    }
  }

  /** Undefined when a fault has dealt with the response. */
  private async answer(request: IncomingMessage, response: ServerResponse): Promise<NativeAnswer | undefined> {
    const url = new URL(request.url ?? '/', 'http://erp');
    const [area, ...segments] = url.pathname.slice(1).split('/').map(decode);
    const { plants, apiKey, controlKey, faults } = this.options;
    if (area === 'control') {
      requireKey(request.headers['x-control-key'], controlKey);
      return answerControl({ method: request.method ?? '', segments, query: url.searchParams, body: await readBody(request), plants, faults });
    }
    if (area === 'rest' && segments[0] === 'ping') return { status: 200, body: { product: 'native', release: '1', plants: [...plants.keys()] } };
    requireKey(request.headers['x-erp-key'], apiKey);
    const plant = area === 'rest' ? plants.get(segments[0] ?? '') : undefined;
    const found = plant && findRoute(request.method ?? '', segments.slice(1));
    if (plant === undefined || found === undefined) throw new NativeFault(404, 'SYS-404', `There is no ${url.pathname}.`);
    const native: NativeRequest = { plant, params: found.params, query: url.searchParams, body: await readBody(request), now: this.options.now() };
    const orderNo = await orderOf(native);
    const fault = faults.take({ isWrite: found.route.method === 'POST', orderNo });
    return fault === undefined ? found.route.handle(native) : this.misbehave(fault, () => found.route.handle(native), response, orderNo);
  }

  private async misbehave(fault: PlannedFault, handle: () => Promise<NativeAnswer>, response: ServerResponse, orderNo = ''): Promise<NativeAnswer | undefined> {
    const retryAfter = { 'retry-after': String(fault.retryAfterSeconds ?? 1) };
    switch (fault.kind) {
      case 'commit-and-stay-silent':
        await refusedOrPosted(handle);
        return this.staySilent(response, fault.delayMs);
      case 'lose-request': return this.staySilent(response, fault.delayMs);
      case 'fail-after-commit':
        await handle();
        throw new NativeFault(500, 'SYS-500', 'Internal error.');
      case 'late-commit':
        await sleep(fault.delayMs ?? 1_000, undefined, { signal: this.closing.signal }).catch(() => { throw new NativeFault(503, 'SYS-503', 'The ERP is stopping.'); });
        return handle();
      case 'html':
        write(response, 502, HTML_PAGE);
        return undefined;
      case 'html-after-commit':
        await handle();
        write(response, 200, HTML_PAGE);
        return undefined;
      case 'wrong-stamp-after-commit': return garbled(await handle(), { entered: '20261122T240000+0100' });
      case 'wrong-number-after-commit': return garbled(await handle(), { asEntered: { goodQty: '1.2.3', goodUom: 'PC', reworkQty: '0', reworkUom: 'PC', scraps: [] } });
      case 'unavailable': throw new NativeFault(503, 'SYS-503', 'The ERP is overloaded.');
      case 'throttle': throw new NativeFault(429, 'SYS-429', 'Too many requests.', {}, retryAfter);
      case 'maintenance': throw new NativeFault(503, 'SYS-MNT', 'The ERP is in maintenance.', {}, retryAfter);
      case 'lock': throw new NativeFault(423, 'ORD-030', `Order ${orderNo} is locked by MILLER.`, { orderNo, user: 'MILLER' });
    }
  }

  /** Holds the connection until the caller leaves, the time is over or the server closes; then it is cut without an answer. */
  private async staySilent(response: ServerResponse, delayMs: number | undefined): Promise<undefined> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const ends = AbortSignal.any([gone.signal, this.closing.signal]);
    await sleep(delayMs ?? 3_600_000, undefined, { signal: ends }).catch(() => undefined);
    response.destroy();
    return undefined;
  }
}

/** The answer with fields that no reader of the wire can take. */
function garbled({ status, body }: NativeAnswer, fields: Readonly<Record<string, unknown>>): NativeAnswer {
  return { status, body: { ...(body as Readonly<Record<string, unknown>>), ...fields } };
}

/** Runs a write whose answer nobody will see. */
async function refusedOrPosted(handle: () => Promise<NativeAnswer>): Promise<void> {
  await handle().catch((error: unknown) => {
    if (!(error instanceof NativeFault)) throw error;
  });
}

function findRoute(method: string, segments: readonly string[]): { readonly route: NativeRoute; readonly params: Readonly<Record<string, string>> } | undefined {
  for (const route of NATIVE_ROUTES) {
    const pattern = route.path.split('/');
    if (route.method !== method || pattern.length !== segments.length) continue;
    if (!pattern.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : part === segments[index]))) continue;
    return { route, params: Object.fromEntries(pattern.flatMap((part, index) => (part.startsWith(':') ? [[part.slice(1), segments[index]]] : []))) };
  }
  return undefined;
}

/** The order that a request is about: in its path, in its body, or behind its feedback. */
async function orderOf({ plant, params, body }: NativeRequest): Promise<string | undefined> {
  if (params['fbNo'] !== undefined) return plant.read((engine) => engine.confirmation(params['fbNo'])?.workOrderId);
  const inBody = (body as { orderNo?: unknown } | null | undefined)?.orderNo;
  return params['orderNo'] ?? (typeof inBody === 'string' ? inBody : undefined);
}

function requireKey(given: string | string[] | undefined, expected: string): void {
  const bytes = Buffer.from(typeof given === 'string' ? given : '');
  const wanted = Buffer.from(expected);
  if (bytes.length !== wanted.length || !timingSafeEqual(bytes, wanted)) throw new NativeFault(401, 'SYS-401', 'The key is missing or wrong.');
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= MAXIMUM_BODY_BYTES) chunks.push(chunk);
  }
  if (length > MAXIMUM_BODY_BYTES) throw new NativeFault(413, 'SYS-413', 'The body is larger than 1 MiB.');
  if (length === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw malformed('body', 'is not JSON.');
  }
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw malformed('path', 'is not valid.');
  }
}

function write(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  if (response.destroyed || response.headersSent) return;
  const isPage = typeof body === 'string';
  const text = body === undefined ? '' : isPage ? body : JSON.stringify(body);
  response.writeHead(status, { ...headers, ...(text === '' ? {} : { 'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) }) });
  response.end(text);
}
