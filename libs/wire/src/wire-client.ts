import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { BusinessException, ERROR_CATALOGUE } from '@plantway/canonical';
import type { Instant, PlantwayError } from '@plantway/canonical';
import { erpError, failedBeforeSending, retryAfterMs, systemCode } from '@plantway/ports';
import type { CallOptions, Clock, Page, PageRequest, Snapshot, SystemCode, SystemFault } from '@plantway/ports';
import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { pageOf, windowOf } from './wire-page.js';
import { documentedRefusal, type CallKind } from './wire-refusals.js';
import { WireRow } from './wire-row.js';
import type { WireSettings } from './wire.config.js';

/** Whom a client speaks to. */
export interface WireSystem {
  /** First part of every path: "cmms". */
  readonly root: string;
  readonly family: SystemCode;
  /** For a person: "maintenance system". */
  readonly name: string;
}

/** Where a call goes, and what it is about for a person: "request for DT-1". */
export interface WireTarget {
  /** The plant and what follows it; each is encoded. */
  readonly path: readonly [siteId: string, ...segments: string[]];
  readonly about: string;
  readonly query?: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly options?: CallOptions | undefined;
}

interface WireCall extends WireTarget {
  readonly kind: CallKind;
  readonly body?: object;
}

interface WireAnswer {
  readonly status: number;
  readonly row: WireRow;
  /** When it was answered, by the system's clock where it says so. */
  readonly asOf: Instant;
}

/**
 * One attempt per call, no redirect, nothing sent after the caller's deadline, one deadline over everything from connect to the last byte, a cap on the answer.
 * A write is "surely not taken" only by a documented answer or when it never left; whatever else goes wrong leaves it in doubt.
 */
export class WireClient {
  private readonly http: AxiosInstance;

  constructor(private readonly system: WireSystem, private readonly settings: WireSettings, private readonly clock: Pick<Clock, 'now'>) {
    this.http = axios.create({
      baseURL: `${settings.baseUrl.replace(/\/$/, '')}/${system.root}/`,
      headers: { 'X-System-Key': settings.apiKey, Accept: 'application/json' },
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
      proxy: false,
      paramsSerializer: { indexes: null }, // a name as often as it has values
      maxRedirects: 0,
      maxContentLength: settings.answerLimitBytes,
      responseType: 'text',
      transformResponse: [],
      validateStatus: () => true,
    });
  }

  /** One write; `take` also checks that the answer speaks of what was sent, and an answer that does not is no proof. */
  async write<T>(target: WireTarget, body: object, take: (row: WireRow, asOf: Instant) => T): Promise<T> {
    return this.exchange({ ...target, kind: 'write', body }, ({ status, row, asOf }) => (status === 200 || status === 201 ? take(row, asOf) : undefined));
  }

  /** What stands there under one reference: nothing, or one. */
  async find<T>(target: WireTarget, take: (row: WireRow, asOf: Instant) => T): Promise<readonly T[]> {
    return this.exchange({ ...target, kind: 'read' }, ({ status, row, asOf }) => {
      if (isUnknown(status, row)) return [];
      return status === 200 ? [take(row, asOf)] : undefined;
    });
  }

  /** One object. @throws BusinessException `NOT_FOUND` */
  async read<T>(target: WireTarget, take: (row: WireRow) => T): Promise<Snapshot<T>> {
    const found = await this.exchange({ ...target, kind: 'read' }, ({ status, row, asOf }) => {
      if (isUnknown(status, row)) return { text: row.text('text') };
      return status === 200 ? { snapshot: { value: take(row), asOf } } : undefined;
    });
    if (found.snapshot === undefined) throw new BusinessException('NOT_FOUND', `${found.text} ${ERROR_CATALOGUE.NOT_FOUND.fix}`, { details: { about: target.about } });
    return found.snapshot;
  }

  /** One page of a list; its last segment names it. */
  async list<T>(target: WireTarget, page: PageRequest, filter: WireTarget['query'], take: (row: WireRow) => T): Promise<Page<T>> {
    const list = target.path.at(-1)!;
    const window = windowOf(list, page);
    return this.exchange({ ...target, kind: 'read', query: { ...filter, ...window } }, ({ status, row, asOf }) => (status === 200 ? pageOf(list, window, row, asOf, take) : undefined));
  }

  /** `take` reads an answer that is none of the documented refusals; undefined when its status is not one that it knows. */
  private async exchange<T>(call: WireCall, take: (answer: WireAnswer) => T | undefined): Promise<T> {
    const response = await this.send(call);
    let answer: WireAnswer;
    try {
      answer = { status: response.status, row: WireRow.of(JSON.parse(response.data)), asOf: this.timeOf(response) };
    } catch (cause) {
      throw this.unclear(call, 'UNAVAILABLE', `HTTP ${response.status} whose body is not the JSON of the ${this.system.name}`, cause);
    }
    try {
      const taken = take(answer);
      if (taken !== undefined) return taken;
    } catch (cause) { // whatever was thrown here says nothing about what the system took
      throw this.unclear(call, 'CONTRACT_BROKEN', `an answer that is not documented: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    }
    throw this.refused(call, response, answer);
  }

  private async send({ path, query = {}, body, ...call }: WireCall): Promise<AxiosResponse<string>> {
    const { signal: callers, deadlineAt } = call.options ?? {};
    const timeLeftMs = deadlineAt === undefined ? Infinity : deadlineAt.getTime() - this.clock.now().getTime();
    if (callers?.aborted === true || timeLeftMs <= 0) throw this.unavailable(`the ${call.about} was not sent, its deadline had passed`);
    const deadline = AbortSignal.timeout(Math.min(this.settings.deadlineMs, timeLeftMs));
    const signal = callers === undefined ? deadline : AbortSignal.any([callers, deadline]);
    const params = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
    const url = urlOf(path);
    try {
      return await this.http.request<string>({ method: call.kind === 'read' ? 'GET' : 'POST', url, params, data: body, signal });
    } catch (cause) {
      if (failedBeforeSending(cause)) throw this.unavailable(`the ${call.about} was not sent, it cannot be reached`, cause);
      throw this.unclear({ path, ...call }, 'UNAVAILABLE', signal.aborted ? 'no complete answer before the deadline' : 'a connection that broke', cause);
    }
  }

  private refused(call: WireCall, { headers }: AxiosResponse<string>, { status, row }: WireAnswer): PlantwayError {
    let vendorCode: string;
    let text: string;
    try {
      [vendorCode, text] = [row.text('code', 64), row.text('text')];
    } catch (cause) {
      return this.unclear(call, 'UNAVAILABLE', `HTTP ${status} without the documented error`, cause);
    }
    const fault = documentedRefusal(call.kind, status, vendorCode);
    if (fault === undefined) return this.unclear(call, 'UNAVAILABLE', `HTTP ${status} ${vendorCode}, which does not say whether it was taken`);
    const code = systemCode(this.system.family, fault);
    const wait = retryAfterMs(headers['retry-after'], this.clock.now());
    return erpError({
      kind: ERROR_CATALOGUE[code].kind, code, message: `${text} ${ERROR_CATALOGUE[code].fix}`, effect: 'none',
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      details: { about: call.about, vendorCode, reason: text },
    });
  }

  /** A read of which nothing came that can be used, or a write of which nobody knows. */
  private unclear({ kind, about }: WireCall, readFault: SystemFault, seen: string, cause?: unknown): PlantwayError {
    const code = systemCode(this.system.family, kind === 'write' ? 'ANSWER_LOST' : readFault);
    const effect = kind === 'write' ? 'unknown' : 'none';
    return erpError({ kind: ERROR_CATALOGUE[code].kind, code, effect, message: `For the ${about} the ${this.system.name} gave ${seen}. ${ERROR_CATALOGUE[code].fix}`, details: { about }, cause });
  }

  private unavailable(message: string, cause?: unknown): PlantwayError {
    const code = systemCode(this.system.family, 'UNAVAILABLE');
    return erpError({ kind: 'technical', code, message: `${this.system.name}: ${message}. ${ERROR_CATALOGUE[code].fix}`, cause });
  }

  private timeOf({ headers }: AxiosResponse<string>): Instant {
    const said = Date.parse(String(headers.date));
    return (Number.isNaN(said) ? this.clock.now() : new Date(said)).toISOString();
  }
}

const isUnknown = (status: number, row: WireRow): boolean => status === 404 && row.text('code') === 'UNKNOWN';

function urlOf(path: WireTarget['path']): string {
  const vanishing = path.find((segment) => segment === '.' || segment === '..'); // a URL would resolve them away and ask for something else
  if (vanishing !== undefined) throw new BusinessException('NOT_FOUND', `"${vanishing}" is no id. Check the id.`);
  return path.map(encodeURIComponent).join('/');
}
