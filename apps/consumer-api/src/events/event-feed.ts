import { setTimeout as sleep } from 'node:timers/promises';
import { EventLog } from '@plantway/events';
import type { BeforeApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Projector } from '../projections/projector.js';
import { isOfMessage } from '../message-rights.js';
import { eventFrame, type EventFrame } from './event-frame.js';

/** What one reader of the feed wants. */
export interface FeedFilter {
  readonly siteId: string;
  /** Undefined for all types. */
  readonly types?: readonly string[];
  /** Tells nothing of messages, whatever the types. */
  readonly withoutMessages?: boolean;
}

/** What comes behind a position. */
export interface FeedPage {
  readonly frames: readonly string[];
  /** Where to go on. */
  readonly position: number;
  /** What came behind the position is not kept any more, or the position is of another database; `position` is where the feed goes on. */
  readonly reset: boolean;
}

export interface EventFeedOptions {
  readonly pool: Pool;
  readonly projector: Projector;
  /** Longest pause until an event is noticed that another process has projected, in milliseconds; 1,000 when left out. */
  readonly pollMs?: number;
  readonly onProblem: (error: unknown) => void;
}

/** Events that are kept ready for readers that are nearly there; one that is farther behind reads the log. */
const READY = 1_000;
const PAGE = 200;

/**
 * The event log for many readers in this process: read once and serialised once. An event is given out when the projections contain it, so that a read that follows it never shows less.
 * Nothing is read while nobody listens.
 */
export class EventFeed implements BeforeApplicationShutdown {
  readonly #log: EventLog;
  readonly #closing = new AbortController();
  readonly #waiting = new Set<() => void>();
  #ready: EventFrame[] = [];
  #position = 0;
  #readers = 0;
  #refreshing: Promise<void> | undefined;
  #again = false;
  #leave: () => void = () => undefined;

  constructor(private readonly options: EventFeedOptions) {
    this.#log = new EventLog(options.pool);
  }

  /** Aborted when the application ends: every stream ends then. */
  get closing(): AbortSignal {
    return this.#closing.signal;
  }

  /** Place of the newest event that was given out. */
  get position(): number {
    return this.#position;
  }

  /** A reader comes. Answers how it goes. @throws when the database cannot be reached */
  async join(): Promise<() => void> {
    this.#readers += 1;
    if (this.#readers === 1) this.begin();
    let gone = false;
    const leave = (): void => {
      if (gone) return;
      gone = true;
      this.#readers -= 1;
      if (this.#readers === 0) this.#leave();
    };
    try {
      await this.refresh();
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  }

  /** What comes behind `position`, at most a page of it. @throws when the database cannot be reached */
  async after(position: number, { siteId, types, withoutMessages = false }: FeedFilter): Promise<FeedPage> {
    const isHidden = (type: string): boolean => withoutMessages && isOfMessage(type);
    const oldest = this.#position - this.#ready.length;
    if (position >= oldest && position <= this.#position) {
      const wanted = this.#ready.slice(position - oldest).filter((frame) => frame.siteId === siteId && (types === undefined || types.includes(frame.type)) && !isHidden(frame.type));
      return { frames: wanted.map(({ text }) => text), position: this.#position, reset: false };
    }
    const end = this.#position;
    const page = await this.#log.read({ siteId, types: types ?? null, after: position, limit: PAGE });
    if (page.reset) return { frames: [], position: end, reset: true };
    const events = page.events.filter((stored) => stored.position <= end && !isHidden(stored.event.type));
    return { frames: events.map((stored) => eventFrame(stored).text), position: Math.max(position, Math.min(page.position, end)), reset: false };
  }

  /** Resolves when there may be more, after `ms`, or when `signal` aborts. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      this.#waiting.add(done);
      signal.addEventListener('abort', done);
    });
  }

  beforeApplicationShutdown(): void {
    this.#closing.abort();
    this.#leave();
  }

  private begin(): void {
    const ended = new AbortController();
    const unfollow = this.options.projector.follow(() => void this.refresh().catch(this.options.onProblem));
    this.#leave = () => {
      ended.abort();
      unfollow();
    };
    this.#ready = [];
    this.#position = 0;
    void this.poll(ended.signal);
  }

  /** For what another process projects. */
  private async poll(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await sleep(this.options.pollMs ?? 1_000, undefined, { signal: ended, ref: false }).catch(() => undefined);
      if (!ended.aborted) await this.refresh().catch(this.options.onProblem);
    }
  }

  /** One at a time; a wish that comes meanwhile is fulfilled afterwards. */
  private refresh(): Promise<void> {
    this.#again = true;
    this.#refreshing ??= this.readOn().finally(() => (this.#refreshing = undefined));
    return this.#refreshing;
  }

  private async readOn(): Promise<void> {
    while (this.#again) {
      this.#again = false;
      const { position: projected } = await this.options.projector.standing();
      if (this.#position === 0 || projected < this.#position || projected - this.#position > READY) {
        this.#ready = []; // the first reader, a rebuild, or so much at once that readers take it from the log
        this.#position = projected;
      }
      while (this.#position < projected) {
        const { events, reset } = await this.#log.read({ siteId: null, types: null, after: this.#position, limit: Math.min(PAGE, projected - this.#position) });
        if (reset || events.length === 0) break;
        this.#ready = [...this.#ready, ...events.map(eventFrame)].slice(-READY);
        this.#position = events[events.length - 1].position;
      }
      [...this.#waiting].forEach((wake) => wake());
    }
  }
}
