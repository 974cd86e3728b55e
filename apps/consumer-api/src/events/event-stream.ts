import type { EventFeed, FeedFilter } from './event-feed.js';
import { RECONNECT_FRAME, positionFrame, resetFrame } from './event-frame.js';

export interface EventStreamOptions extends FeedFilter {
  readonly feed: EventFeed;
  /** Place behind which to begin; undefined for now. */
  readonly after?: number;
  /** Longest silence, in milliseconds. */
  readonly heartbeatMs: number;
  /** Ends the stream: the reader is gone, the time is over, the application ends. */
  readonly signal: AbortSignal;
}

/**
 * What one reader gets, frame by frame. The next is made when the last was taken, so a slow reader holds no memory here: it goes on from the log, and misses nothing.
 * A fault of the database ends it; the reader connects again and goes on where it was.
 */
export async function* eventStream({ feed, siteId, types, withoutMessages = false, after, heartbeatMs, signal }: EventStreamOptions): AsyncGenerator<string> {
  const filter: FeedFilter = { siteId, withoutMessages, ...(types !== undefined && { types }) };
  const leave = await feed.join();
  try {
    let position = after ?? feed.position;
    yield RECONNECT_FRAME + (after === undefined ? positionFrame(position) : '');
    let speakBy = performance.now() + heartbeatMs;
    while (!signal.aborted) {
      const page = await feed.after(position, filter);
      const moved = page.position !== position;
      position = page.position;
      const text = page.reset ? resetFrame(position) : page.frames.join('');
      if (text !== '') {
        yield text;
        speakBy = performance.now() + heartbeatMs;
      }
      if (moved || page.reset) continue;
      const silentFor = speakBy - performance.now();
      if (silentFor <= 0) {
        yield positionFrame(position);
        speakBy = performance.now() + heartbeatMs;
        continue;
      }
      await feed.wait(silentFor, signal);
    }
  } finally {
    leave();
  }
}
