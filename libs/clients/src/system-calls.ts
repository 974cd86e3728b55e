import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { CallOptions } from '@plantway/ports';
import { clientConfig, type ClientConnection } from './connection.js';
import type { Config } from './generated/process/client/index.js';
import type { CallKind, SystemFailures } from './system-failure.js';

/** How a port over a system API reaches it. */
export interface SystemConnection extends ClientConnection {
  /** Largest answer that is read, in bytes; 16 MiB by default. */
  readonly answerLimitBytes?: number;
}

/** What every call of a generated client takes beside its own path, query and body. */
export interface CallSettings {
  readonly signal: AbortSignal;
  readonly headers: Record<string, string>;
}

/** Longer than a system API's one call to its system, 5 s at most: its verdict still arrives. */
const DEFAULT_DEADLINE_MS = 10_000;

/** Settings of the generated client of a system API: connections are kept, and one deadline over everything comes as a signal. */
export function systemClientConfig({ answerLimitBytes = 16_777_216, ...connection }: SystemConnection): Config {
  return {
    ...clientConfig(connection),
    timeout: 0,
    maxContentLength: answerLimitBytes,
    httpAgent: new HttpAgent({ keepAlive: true, maxSockets: 64 }),
    httpsAgent: new HttpsAgent({ keepAlive: true, maxSockets: 64 }),
  };
}

/** Calls of one system API: each has one deadline, carries the caller's, and fails in the words of the error catalogue. Nothing is retried. */
export class SystemCalls {
  private readonly deadlineMs: number;

  constructor(readonly failures: SystemFailures, { timeoutMs = DEFAULT_DEADLINE_MS }: ClientConnection) {
    this.deadlineMs = timeoutMs;
  }

  async call<T>(kind: CallKind, options: CallOptions | undefined, send: (call: CallSettings) => Promise<{ readonly status: number; readonly data: unknown }>): Promise<T> {
    const deadline = AbortSignal.timeout(this.deadlineMs);
    const signal = options?.signal === undefined ? deadline : AbortSignal.any([options.signal, deadline]);
    if (signal.aborted) throw this.failures.notSent();
    const { correlationId, deadlineAt } = options ?? {};
    const headers = {
      ...(correlationId === undefined ? {} : { 'X-Correlation-Id': correlationId }),
      ...(deadlineAt === undefined ? {} : { 'Plantway-Deadline': deadlineAt.toISOString() }),
    };
    let answer: { readonly status: number; readonly data: unknown };
    try {
      answer = await send({ signal, headers });
    } catch (error) {
      throw this.failures.of(kind, error);
    }
    if (typeof answer.data !== 'object' || answer.data === null) throw this.failures.unclear(kind, `HTTP ${answer.status} whose body is not JSON`);
    return answer.data as T;
  }
}
