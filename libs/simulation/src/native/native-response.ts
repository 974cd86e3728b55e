import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NativeAnswer } from './native-route.js';

/** Header that says when the ERP has looked, in its technical time, to the millisecond; `Date` knows whole seconds only. */
export const ANSWERED_AT = 'x-erp-answered-at';

/** An answer with headers of its own; a body that is text is a page. */
export interface RawAnswer extends NativeAnswer {
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers at once, unless somebody has answered or hung up. */
export function write(response: ServerResponse, answer: RawAnswer): void {
  const text = begin(response, answer);
  if (text !== undefined) response.end(text);
}

/** Sends the first half of what was announced, then cuts the connection. */
export function writeHalf(response: ServerResponse, answer: RawAnswer): void {
  const text = begin(response, answer);
  if (text !== undefined) response.write(text.slice(0, Math.floor(text.length / 2)), () => response.destroy());
}

/** Sends one byte at a time, until it is done, the caller leaves or `ends` is aborted. */
export async function drip(response: ServerResponse, answer: RawAnswer, pauseMs: number, ends: AbortSignal): Promise<void> {
  const text = begin(response, answer);
  if (text === undefined) return;
  const signal = AbortSignal.any([ends, gone(response)]);
  for (const byte of Buffer.from(text)) {
    response.write(Buffer.of(byte));
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return void response.destroy();
  }
  response.end();
}

/** Holds the connection until the caller leaves, the time is over or `ends` is aborted; then it is cut without an answer. */
export async function staySilent(response: ServerResponse, delayMs: number, ends: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal: AbortSignal.any([ends, gone(response)]) }).catch(() => undefined);
  response.destroy();
}

function gone(response: ServerResponse): AbortSignal {
  const left = new AbortController();
  response.once('close', () => left.abort());
  if (response.destroyed) left.abort();
  return left.signal;
}

/** Sends the head and gives back the body; undefined when there is nobody to answer. */
function begin(response: ServerResponse, { status, body, headers = {} }: RawAnswer): string | undefined {
  if (response.destroyed || response.headersSent) return undefined;
  const isPage = typeof body === 'string';
  const text = body === undefined ? '' : isPage ? body : JSON.stringify(body);
  response.writeHead(status, { [ANSWERED_AT]: new Date().toISOString(), ...headers, ...(text === '' ? {} : { 'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) }) });
  return text;
}
