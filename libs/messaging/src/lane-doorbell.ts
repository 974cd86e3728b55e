import type { Clock } from '@plantway/ports';
import pg from 'pg';
import { LANE_CHANNEL } from './lane-bell.js';

const RECONNECT_AFTER_MS = 1_000;

/** Hears `LaneBell` on a connection of its own, which it opens again when it breaks. Without it the engine still works, at its poll interval. */
export class LaneDoorbell {
  private readonly closing = new AbortController();
  private listening: Promise<void> | undefined;

  /** @param ring called for every ring, and when the connection is new: a ring may have been missed */
  constructor(private readonly pool: pg.Pool, private readonly clock: Clock, private readonly ring: () => void) {}

  open(): void {
    this.listening ??= this.listen();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await this.listening;
  }

  private async listen(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      await this.listenOnce(signal);
      await this.clock.sleep(RECONNECT_AFTER_MS, signal);
    }
  }

  /** Ends when the connection breaks or `signal` aborts; never rejects. */
  private async listenOnce(signal: AbortSignal): Promise<void> {
    const client = new pg.Client(this.pool.options);
    const broken = new Promise<void>((resolve) => {
      client.on('error', () => resolve());
      client.on('end', () => resolve());
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
    client.on('notification', () => this.ring());
    try {
      await Promise.race([client.connect(), broken]);
      await client.query(`listen ${LANE_CHANNEL}`);
      this.ring();
      await broken;
    } catch {
      // the caller tries again
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
