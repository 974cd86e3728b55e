import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlantRegister } from '../plant-register.js';
import { answerControl } from './control-routes.js';
import type { FaultPlan } from './fault-plan.js';
import { misbehave } from './misbehaviour.js';
import { NativeFault } from './native-fault.js';
import { decodeSegment, findRoute, orderOf, readBody, requireKey } from './native-request.js';
import { ANSWERED_AT, write, type RawAnswer } from './native-response.js';
import type { NativeAnswer, NativeRequest } from './native-route.js';

/** How long an answer that is being written may take when the server stops. */
const GRACE_MS = 300;

export interface NativeServerOptions {
  readonly plants: PlantRegister;
  readonly faults: FaultPlan;
  readonly apiKey: string;
  readonly controlKey: string;
  /** Business time. */
  readonly now: () => Date;
  /** The longest one write may take, in technical milliseconds from the arrival of its head: what could only be posted later is not posted. */
  readonly longestWriteMs: number;
  /** How long a reference is known as a key: milliseconds as text, "always", or "" when it is no key. */
  readonly referenceKept: string;
  /** Told of every failure that the ERP did not foresee. */
  readonly onDefect: (error: unknown) => void;
}

/** The native HTTP face of one ERP with its plants. README.md is its contract. */
export class NativeServer {
  private readonly server: Server;
  private readonly underWay = new Set<Promise<void>>();
  private readonly stopped = new AbortController();
  /** Of the time between two restarts. */
  private life = new AbortController();
  private restarting: Promise<void> | undefined;

  constructor(private readonly options: NativeServerOptions) {
    this.server = createServer((request, response) => {
      const serving = this.serve(request, response).finally(() => this.underWay.delete(serving));
      this.underWay.add(serving);
    });
    this.server.keepAliveTimeout = 60_000;
  }

  /** Port 0 lets the system choose. Resolves with the base address on this machine. */
  async listen(port: number, host: string): Promise<string> {
    await new Promise<void>((ready, failed) => {
      this.server.once('error', failed);
      this.server.listen(port, host, () => {
        this.server.off('error', failed);
        ready();
      });
    });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Answers what is being written, cuts what hangs. */
  async close(): Promise<void> {
    this.stopped.abort();
    await this.restarting;
    await this.stopServing(GRACE_MS);
  }

  /** Nobody new is let in. `cutAfterMs` 0 is a crash as callers see it: not even what waits is answered. */
  private async stopServing(cutAfterMs: number): Promise<void> {
    const { server, life } = this;
    if (!server.listening) return;
    const closed = new Promise<void>((done) => server.close(() => done()));
    if (cutAfterMs === 0) server.closeAllConnections();
    life.abort();
    server.closeIdleConnections();
    const cut = setTimeout(() => server.closeAllConnections(), cutAfterMs);
    await closed;
    clearTimeout(cut);
    await Promise.allSettled(this.underWay);
  }

  /** Cuts every connection, finishes the postings under way, is away for so long, and serves again at the same address from the journals. */
  private async restart(awayMs: number): Promise<void> {
    const { port, address } = this.server.address() as AddressInfo;
    await this.stopServing(0);
    await this.options.plants.restart(() => sleep(awayMs, undefined, { signal: this.stopped.signal }).catch(() => undefined));
    if (this.stopped.signal.aborted) return;
    this.life = new AbortController();
    await this.listen(port, address);
  }

  private restartOnce(awayMs: number): void {
    this.restarting ??= this.restart(awayMs).catch(this.options.onDefect).finally(() => {
      this.restarting = undefined;
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const answer = await this.answer(request, response);
      if (answer !== undefined) write(response, answer);
    } catch (error) {
      const fault = error instanceof NativeFault ? error : new NativeFault(500, 'SYS-500', 'Internal error.');
      if (!(error instanceof NativeFault)) this.options.onDefect(error);
      write(response, fault);
    }
  }

  /** Undefined when a fault has dealt with the response. */
  private async answer(request: IncomingMessage, response: ServerResponse): Promise<NativeAnswer | undefined> {
    const arrivedAt = performance.now();
    const url = new URL(request.url ?? '/', 'http://erp');
    const [area, ...segments] = url.pathname.slice(1).split('/').map(decodeSegment);
    const { plants, apiKey, controlKey, faults, longestWriteMs, referenceKept } = this.options;
    if (area === 'control') {
      requireKey(request.headers['x-control-key'], controlKey);
      return answerControl({ method: request.method ?? '', segments, query: url.searchParams, body: await readBody(request), plants, faults });
    }
    if (area === 'rest' && segments[0] === 'ping') return { status: 200, body: { product: 'native', release: '1', plants: plants.sites, longestWrite: String(longestWriteMs), referenceKept } };
    requireKey(request.headers['x-erp-key'], apiKey);
    const [siteId = '', ...path] = segments;
    const found = area === 'rest' && plants.has(siteId) ? findRoute(request.method ?? '', path) : undefined;
    if (found === undefined) throw new NativeFault(404, 'SYS-404', `There is no ${url.pathname}.`);
    const native: NativeRequest = { plant: plants.at(siteId), params: found.params, query: url.searchParams, body: await readBody(request), now: this.options.now() };
    const isWrite = found.route.method === 'POST';
    const handle = async (): Promise<RawAnswer> => {
      if (isWrite && performance.now() - arrivedAt >= longestWriteMs) throw tookTooLong(longestWriteMs);
      const answer = await found.route.handle(native);
      return { ...answer, headers: { [ANSWERED_AT]: new Date().toISOString() } }; // of the moment of looking, however long the answer is on its way
    };
    if (found.route.isSpared === true) return handle();
    const orderNo = await orderOf(native);
    const fault = faults.take({ isWrite, orderNo });
    if (fault === undefined) return handle();
    return misbehave({ fault, response, isWrite, orderNo: orderNo ?? '', handle, longestWriteMs, ends: this.life.signal, restart: (awayMs) => this.restartOnce(awayMs) });
  }
}

/** A write that is not posted any more, because its caller counts on `longestWriteMs`. */
function tookTooLong(longestWriteMs: number): NativeFault {
  return new NativeFault(503, 'SYS-503', `The write would have taken longer than ${longestWriteMs} ms and was given up.`);
}
