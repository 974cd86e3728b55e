import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { ERROR_CATALOGUE } from '@plantway/canonical';
import type { ErrorCode, PlantwayError } from '@plantway/canonical';
import { erpError, failedBeforeSending, retryAfterMs } from '@plantway/ports';
import type { CallOptions, Clock } from '@plantway/ports';
import axios from 'axios';
import type { AxiosInstance, AxiosResponse } from 'axios';
import type { MesWebhookSettings } from './mes-webhook.config.js';
import { documentedRefusal, type CallKind } from './mes-webhook.errors.js';
import { signatureHeaders, webhookKey } from './mes-webhook.signature.js';
import { WebhookAnswer } from './webhook-answer.js';

/** One request. `about` names the object for a person: "dispatch of WO-1001@1". */
export interface WebhookCall {
  readonly kind: CallKind;
  readonly path: string;
  readonly about: string;
  readonly reference: string;
  /** Absent for a read. */
  readonly body?: string;
  readonly options?: CallOptions | undefined;
}

/**
 * The wire: one attempt per call, signed, no redirect, nothing sent after the caller's deadline, one deadline over everything from connect to the last byte, a cap on the answer.
 * A write is "surely not taken" only by a documented answer or when it never left; whatever else goes wrong leaves it in doubt.
 */
export class MesWebhookClient {
  private readonly http: AxiosInstance;
  private readonly key: Buffer;

  /** @throws DefectError for a secret of a wrong form */
  constructor(private readonly settings: MesWebhookSettings, private readonly clock: Clock) {
    this.key = webhookKey(settings.secret);
    this.http = axios.create({
      baseURL: `${settings.baseUrl.replace(/\/$/, '')}/mes/`,
      headers: { Accept: 'application/json' },
      httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
      httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
      proxy: false,
      maxRedirects: 0,
      maxContentLength: settings.answerLimitBytes,
      responseType: 'text',
      transformRequest: [(body: unknown) => body], // the very bytes that were signed
      transformResponse: [],
      validateStatus: () => true,
    });
  }

  /** `take` reads an answer that is none of the documented refusals; undefined when its status is not one that it knows. */
  async exchange<T>(call: WebhookCall, take: (answer: WebhookAnswer) => T | undefined): Promise<T> {
    const response = await this.send(call);
    let answer: WebhookAnswer;
    try {
      answer = new WebhookAnswer(response.status, response.data);
    } catch (cause) {
      throw this.unclear(call, 'MES_UNAVAILABLE', `HTTP ${response.status} whose body is not the JSON of the MES`, cause);
    }
    try {
      const taken = take(answer);
      if (taken !== undefined) return taken;
    } catch (cause) { // whatever was thrown here says nothing about what the MES took
      throw this.unclear(call, 'MES_CONTRACT_BROKEN', `an answer that is not documented: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
    }
    throw this.refused(call, response, answer);
  }

  private async send({ kind, path, about, reference, body, options }: WebhookCall): Promise<AxiosResponse<string>> {
    const { signal: callers, deadlineAt } = options ?? {};
    const now = this.clock.now();
    const timeLeftMs = deadlineAt === undefined ? Infinity : deadlineAt.getTime() - now.getTime();
    if (callers?.aborted === true || timeLeftMs <= 0) throw this.unavailable(`the ${about} was not sent, its deadline had passed`);
    const deadline = AbortSignal.timeout(Math.min(this.settings.deadlineMs, timeLeftMs));
    const signal = callers === undefined ? deadline : AbortSignal.any([callers, deadline]);
    const headers = { ...signatureHeaders(this.key, { id: reference, at: now, body: body ?? '' }), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
    try {
      return await this.http.request<string>({ method: kind === 'read' ? 'GET' : 'POST', url: path, data: body, headers, signal });
    } catch (cause) {
      if (failedBeforeSending(cause)) throw this.unavailable(`the ${about} was not sent, the MES cannot be reached`, cause);
      throw this.unclear({ kind, about }, 'MES_UNAVAILABLE', signal.aborted ? 'no complete answer before the deadline' : 'a connection that broke', cause);
    }
  }

  private refused(call: WebhookCall, { status, headers }: AxiosResponse<string>, answer: WebhookAnswer): PlantwayError {
    let mesCode: string;
    let text: string;
    try {
      [mesCode, text] = [answer.text('code', 64), answer.text('text')];
    } catch (cause) {
      return this.unclear(call, 'MES_UNAVAILABLE', `HTTP ${status} without the documented error`, cause);
    }
    const code = documentedRefusal(call.kind, status, mesCode);
    if (code === undefined) return this.unclear(call, 'MES_UNAVAILABLE', `HTTP ${status} ${mesCode}, which does not say whether it was taken`);
    const wait = retryAfterMs(headers['retry-after'], this.clock.now());
    return erpError({
      kind: ERROR_CATALOGUE[code].kind, code, message: `${text} ${ERROR_CATALOGUE[code].fix}`, effect: 'none',
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      details: { about: call.about, mesCode, reason: text },
    });
  }

  /** A read of which nothing came that can be used, or a write of which nobody knows. */
  private unclear({ kind, about }: Pick<WebhookCall, 'kind' | 'about'>, readCode: ErrorCode, seen: string, cause?: unknown): PlantwayError {
    const code = kind === 'write' ? 'MES_ANSWER_LOST' : readCode;
    const effect = kind === 'write' ? 'unknown' : 'none';
    return erpError({ kind: ERROR_CATALOGUE[code].kind, code, effect, message: `For the ${about} the MES gave ${seen}. ${ERROR_CATALOGUE[code].fix}`, details: { about }, cause });
  }

  private unavailable(message: string, cause?: unknown): PlantwayError {
    return erpError({ kind: 'technical', code: 'MES_UNAVAILABLE', message: `MES: ${message}. ${ERROR_CATALOGUE.MES_UNAVAILABLE.fix}`, cause });
  }
}
