import type { SendOutcome } from '../mes/outgoing.js';
import type { OutgoingPost } from './system-journal.js';

const ANSWER_WITHIN_MS = 10_000;
const PAGE = 500;
/** Answers that mean "never with this body". A credential may be renewed and a route may come back, so 401, 403 and 404 are tried again. */
const FOREVER_REFUSED: readonly number[] = [400, 409, 413, 415, 422];

export interface GatewayCredential {
  /** Address of a tier without a path. */
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** Says something to the process API of a site. `later`: it was not stored, or nobody knows. */
export async function sayToGateway({ baseUrl, apiKey }: GatewayCredential, siteId: string, { path, body }: OutgoingPost): Promise<SendOutcome> {
  const response = await call(`${baseUrl}/process/v1/sites/${siteId}/${path}`, apiKey, { method: 'POST', body: JSON.stringify(body) }).catch(() => undefined);
  const answer = (await response?.json().catch(() => undefined)) as Partial<Record<'messageId' | 'code' | 'detail' | 'title', string>> | undefined;
  if (response?.ok === true && answer?.messageId !== undefined) return { outcome: 'accepted', messageId: answer.messageId };
  if (response !== undefined && FOREVER_REFUSED.includes(response.status) && answer?.code !== undefined) return { outcome: 'refused', code: answer.code, detail: answer.detail ?? answer.title ?? '' };
  const retryAfter = Number(response?.headers.get('retry-after'));
  return retryAfter > 0 ? { outcome: 'later', retryAfterMs: retryAfter * 1000 } : { outcome: 'later' };
}

/** One object of the gateway; undefined when there is none. @throws Error when it cannot be read now */
export async function readFromGateway<T>({ baseUrl, apiKey }: GatewayCredential, path: string): Promise<T | undefined> {
  const response = await call(`${baseUrl}${path}`, apiKey, { method: 'GET' });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  return (await response.json()) as T;
}

/** All items of a list of the gateway. @throws Error when it cannot be read now */
export async function listFromGateway<T>(credential: GatewayCredential, path: string, query: Readonly<Record<string, string>> = {}): Promise<readonly T[]> {
  const items: T[] = [];
  for (let cursor: string | undefined; ;) {
    const words = new URLSearchParams({ ...query, limit: String(PAGE), ...(cursor === undefined ? {} : { cursor }) });
    const page = await readFromGateway<{ readonly items: readonly T[]; readonly nextCursor: string | null }>(credential, `${path}?${words.toString()}`);
    if (page === undefined) throw new Error(`${path} is not there`);
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

function call(url: string, apiKey: string, init: { readonly method: string; readonly body?: string }): Promise<Response> {
  return fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS), headers: { authorization: `Bearer ${apiKey}`, ...(init.body === undefined ? {} : { 'content-type': 'application/json' }) } });
}
