import type { StoredEvent } from '@plantway/events';

/** An event as every reader of the feed gets it: serialised once, however many read it. */
export interface EventFrame {
  readonly position: number;
  readonly siteId: string;
  readonly type: string;
  readonly text: string;
}

/** How long a browser waits before it connects again, in milliseconds. */
const RECONNECT_MS = 2_000;

/** A frame of server-sent events: its id is the place in the log, its data the CloudEvents envelope. Without a name of its own, so that `onmessage` gets it. */
export function eventFrame({ position, event }: StoredEvent): EventFrame {
  return { position, siteId: event.siteid, type: event.type, text: `id: ${position}\ndata: ${JSON.stringify(event)}\n\n` };
}

/** What a feed begins with. */
export const RECONNECT_FRAME = `retry: ${RECONNECT_MS}\n\n`;

/** Says that nothing else happened up to `position`, where the reader goes on after a break; it is no event. */
export const positionFrame = (position: number): string => `: heartbeat\nid: ${position}\n\n`;

/** What the reader missed is not kept any more: it reads its state anew, and the feed goes on from `position`. */
export const resetFrame = (position: number): string => `id: ${position}\nevent: reset\ndata: ${JSON.stringify({ position })}\n\n`;
