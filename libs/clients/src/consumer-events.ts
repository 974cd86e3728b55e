import { setTimeout as sleep } from 'node:timers/promises';
import type { PlantwayEvent } from '@plantway/canonical';
import type { ClientConnection } from './connection.js';

/** What a reader of the feed gets. After `reset` it reads its state anew: what happened before `position` is not told any more. */
export type ConsumerEvent =
  | { readonly type: 'event'; readonly position: number; readonly event: PlantwayEvent }
  | { readonly type: 'reset'; readonly position: number };

export interface FollowOptions {
  readonly siteId: string;
  /** Types of events; all when left out. */
  readonly types?: readonly string[];
  /** `position` of a read, so that nothing is missed between the read and the feed; from now on when left out. */
  readonly after?: number;
  /** Ends the following. */
  readonly signal: AbortSignal;
  /** Pause before it connects again, in milliseconds; 2,000 when left out. */
  readonly reconnectMs?: number;
  /** Told why a connection ended that should not have. */
  readonly onProblem?: (error: unknown) => void;
}

/** One frame of server-sent events. */
interface Frame {
  readonly id?: string;
  readonly name?: string;
  readonly data?: string;
}

/**
 * Follows the feed of events of a site until `signal` aborts: in order, each event once, across breaks of the connection and the end of each stream. A refusal that a wait cannot heal ends it.
 * @throws Error when the gateway refuses the reader (a status of 400 to 499, but 429)
 */
export async function* followConsumerEvents({ baseUrl, apiKey, headers = {} }: ClientConnection, options: FollowOptions): AsyncGenerator<ConsumerEvent> {
  const { siteId, types, signal, reconnectMs = 2_000, onProblem = () => undefined } = options;
  const query = types === undefined ? '' : `?types=${encodeURIComponent(types.join(','))}`;
  const url = `${baseUrl.replace(/\/+$/, '')}/consumer/v1/sites/${encodeURIComponent(siteId)}/events${query}`;
  let lastEventId = options.after === undefined ? undefined : String(options.after);
  while (!signal.aborted) {
    try {
      const answer = await fetch(url, { signal, redirect: 'error', headers: { ...headers, accept: 'text/event-stream', authorization: `Bearer ${apiKey}`, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) } });
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) throw new FeedRefused(`the feed of events of ${siteId} is refused: ${answer.status} ${await answer.text()}`);
      if (!answer.ok || answer.body === null) throw new Error(`the feed of events of ${siteId} answers ${answer.status}`);
      for await (const { id, name, data } of framesOf(answer.body)) {
        lastEventId = id ?? lastEventId;
        if (data === undefined) continue;
        if (name === 'reset') yield { type: 'reset', position: Number(lastEventId) };
        else yield { type: 'event', position: Number(lastEventId), event: JSON.parse(data) as PlantwayEvent };
      }
    } catch (error) {
      if (error instanceof FeedRefused) throw error;
      if (!signal.aborted) onProblem(error);
    }
    await sleep(reconnectMs, undefined, { signal }).catch(() => undefined);
  }
}

/** The gateway knows the reader's request and does not serve it. */
class FeedRefused extends Error {}

/** The frames of a stream; what is not complete at its end is dropped, it comes again. */
async function* framesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    const frames = text.split('\n\n');
    text = frames.pop() ?? '';
    for (const frame of frames) yield frameOf(frame);
  }
}

function frameOf(text: string): Frame {
  const fields = new Map(text.split('\n').filter((line) => !line.startsWith(':')).map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]));
  const [id, name, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
  return { ...(id !== undefined && { id }), ...(name !== undefined && { name }), ...(data !== undefined && { data }) };
}
