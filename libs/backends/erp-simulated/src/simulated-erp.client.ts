import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { ERROR_CATALOGUE } from '@plantway/canonical';
import type { ErrorCode, Instant, PlantwayError } from '@plantway/canonical';
import { classifyNativeError } from '@plantway/native-errors';
import { erpError, failedBeforeSending, retryAfterMs } from '@plantway/ports';
import type { CallOptions, Clock } from '@plantway/ports';
import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import { NativeRow } from './native-row.js';
import { wholeNumberOf } from './native-values.js';
import type { SimulatedErpSettings } from './simulated-erp.config.js';
import { fixOf } from './simulated-erp.errors.js';

const ANSWERED_AT = 'x-erp-answered-at';

/** One request on the wire. `about` names the object for a person: "confirmation of WO-1001/0010". */
interface NativeCall {
  readonly kind: 'read' | 'write';
  readonly path: string;
  readonly about: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: unknown;
  readonly options?: CallOptions | undefined;
}

export interface NativeList {
  readonly rows: readonly NativeRow[];
  readonly more: boolean;
  /** How many rows there are, beyond those of this page. */
  readonly total: number;
  /** When it was answered: the same clock as that of a single object, or one would look newer than the other for ever. */
  readonly asOf: Instant;
}

/**
 * The native wire: one attempt per call, no redirect, nothing sent after the caller's deadline, one deadline over everything from connect to the last byte, a cap on the answer.
 * It knows the vendor's errors and nothing canonical beyond their codes. A write is "surely refused" only by a documented answer or when it
 * never left; whatever else goes wrong leaves it in doubt.
 */
export class SimulatedErpClient {
  private readonly http: AxiosInstance;

  constructor(private readonly settings: SimulatedErpSettings, private readonly clock: Clock) {
    this.http = axios.create({
      baseURL: `${settings.baseUrl.replace(/\/$/, '')}/rest/`,
      headers: { 'X-Erp-Key': settings.apiKey, Accept: 'application/json' },
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
      proxy: false,
      maxRedirects: 0,
      maxContentLength: settings.answerLimitBytes,
      responseType: 'text',
      transformResponse: [],
      validateStatus: () => true,
    });
  }

  /** One object, with the time of the answer. */
  async get<T>(path: string, about: string, options: CallOptions | undefined, map: (row: NativeRow, at: Instant) => T): Promise<{ readonly value: T; readonly asOf: Instant }> {
    return this.exchange({ kind: 'read', path, about, options }, 200, (row, answer) => {
      const asOf = this.timeOf(answer);
      return { value: map(row, asOf), asOf };
    });
  }

  async list<T>(path: string, about: string, query: NativeCall['query'], options: CallOptions | undefined, map: (list: NativeList) => T): Promise<T> {
    return this.exchange({ kind: 'read', path, about, query, options }, 200, (body, answer) => map({ rows: body.rows('rows'), more: body.flag('more'), total: wholeNumberOf(body.text('total')), asOf: this.timeOf(answer) }));
  }

  /** One write; `map` also checks that the answer speaks of what was sent, and an answer that does not is no proof. */
  async post<T>(path: string, about: string, body: unknown, options: CallOptions | undefined, map: (row: NativeRow) => T): Promise<T> {
    return this.exchange({ kind: 'write', path, about, body, options }, 201, map);
  }

  /** As `post`, of a write that changes something and makes no document; `at` is the time of the answer. */
  async change<T>(path: string, about: string, body: unknown, options: CallOptions | undefined, map: (row: NativeRow, at: Instant) => T): Promise<T> {
    return this.exchange({ kind: 'write', path, about, body, options }, 200, (row, answer) => map(row, this.timeOf(answer)));
  }

  private async exchange<T>(call: NativeCall, expected: number, map: (row: NativeRow, answer: AxiosResponse<string>) => T): Promise<T> {
    const answer = await this.send(call);
    let row: NativeRow;
    try {
      row = NativeRow.of(JSON.parse(answer.data));
    } catch (cause) {
      throw this.unclear(call, 'ERP_UNAVAILABLE', `HTTP ${answer.status} whose body is not the JSON of the ERP`, cause);
    }
    if (answer.status !== expected) throw this.refused(call, answer);
    try {
      return map(row, answer);
    } catch (cause) { // whatever was thrown here says nothing about what the ERP kept
      throw this.unclear(call, 'ERP_CONTRACT_BROKEN', `an answer that is not documented: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    }
  }

  private async send({ path, query, body, ...call }: NativeCall): Promise<AxiosResponse<string>> {
    const { signal: callers, deadlineAt } = call.options ?? {};
    const timeLeftMs = deadlineAt === undefined ? Infinity : deadlineAt.getTime() - this.clock.now().getTime();
    if (callers?.aborted === true || timeLeftMs <= 0) throw this.unavailable(`the ${call.about} was not sent, its deadline had passed`);
    const deadline = AbortSignal.timeout(Math.min(this.settings.deadlineMs, timeLeftMs));
    const signal = callers === undefined ? deadline : AbortSignal.any([callers, deadline]);
    const params = Object.fromEntries(Object.entries(query ?? {}).filter(([, value]) => value !== undefined));
    try {
      return await this.http.request<string>({ method: call.kind === 'read' ? 'GET' : 'POST', url: path, params, data: body, signal });
    } catch (cause) {
      if (failedBeforeSending(cause)) throw this.unavailable(`the ${call.about} was not sent, the ERP cannot be reached`, cause);
      throw this.unclear({ path, ...call }, 'ERP_UNAVAILABLE', signal.aborted ? 'no complete answer before the deadline' : 'a connection that broke', cause);
    }
  }

  private refused(call: NativeCall, answer: AxiosResponse<string>): PlantwayError {
    const told = classifyNativeError('simulated', { asked: call.kind, status: answer.status, body: answer.data });
    if (told?.said?.code === undefined) return this.unclear(call, 'ERP_UNAVAILABLE', `HTTP ${answer.status} without the ERP's error shape`);
    const { code, effect, said: { code: nativeCode, text, info = {} }, missing } = told;
    if (effect === 'unknown' || !told.isListed) return this.unclear(call, 'ERP_UNAVAILABLE', `HTTP ${answer.status} ${nativeCode}, which does not say whether it was posted`, undefined, { nativeCode, text });
    const wait = retryAfterMs(answer.headers['retry-after'], this.clock.now());
    return erpError({
      kind: told.kind,
      code,
      message: `${text || ERROR_CATALOGUE[code].meaning} ${fixOf(code)}`,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      effect: 'none',
      details: { about: call.about, nativeCode, erpText: text, erpInfo: info, ...(missing === undefined ? {} : { table: `${missing.table} of the ERP`, missing: missing.fields.map((field) => info[field]).find((value) => value !== undefined) ?? 'not named by the ERP' }) },
    });
  }

  /** A read of which nothing came that can be used, or a write of which nobody knows. */
  private unclear(call: NativeCall, readCode: ErrorCode, seen: string, cause?: unknown, details: Readonly<Record<string, unknown>> = {}): PlantwayError {
    const code = call.kind === 'write' ? 'ERP_ANSWER_LOST' : readCode;
    const effect = call.kind === 'write' ? 'unknown' : 'none';
    return erpError({ kind: ERROR_CATALOGUE[code].kind, code, effect, message: `For the ${call.about} the ERP gave ${seen}. ${fixOf(code)}`, details: { about: call.about, ...details }, cause });
  }

  private unavailable(message: string, cause?: unknown): PlantwayError {
    return erpError({ kind: 'technical', code: 'ERP_UNAVAILABLE', message: `ERP: ${message}. ${fixOf('ERP_UNAVAILABLE')}`, cause });
  }

  /** When the ERP gave the answer, by its own clock where it says so: to the millisecond, or at least to the second. */
  private timeOf({ headers }: AxiosResponse<string>): Instant {
    const said = [headers[ANSWERED_AT], headers.date].map((time) => Date.parse(String(time))).find((time) => !Number.isNaN(time));
    return (said === undefined ? this.clock.now() : new Date(said)).toISOString();
  }
}
