import type { Config } from './generated/process/client/index.js';

/** How a typed client reaches a gateway. */
export interface ClientConnection {
  /** Address of the gateway without a path: "http://127.0.0.1:3000". */
  readonly baseUrl: string;
  /** API key of a role, `pw_...`. */
  readonly apiKey: string;
  /** How long a call may take altogether, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Headers of every call, such as `X-Correlation-Id`. */
  readonly headers?: Readonly<Record<string, string>>;
}

const DEFAULT_TIMEOUT_MS = 10_000;

/** Settings of a generated axios client: every refusal is thrown, nothing is retried, no redirect and no proxy of the environment is followed. */
export function clientConfig({ baseUrl, apiKey, timeoutMs = DEFAULT_TIMEOUT_MS, headers = {} }: ClientConnection): Config {
  return { baseURL: baseUrl.replace(/\/+$/, ''), auth: () => apiKey, headers: { ...headers }, throwOnError: true, timeout: timeoutMs, maxRedirects: 0, proxy: false };
}
