import type { Clock } from '@plantway/ports';

interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still until a test moves it. `sleep` ends when `advance` passes its end, or when its signal aborts; sleepers wake in the order
 * of their ends, each seeing its own end as `now()`.
 */
export class SeededClock implements Clock {
  private nowMs: number;
  private readonly sleepers = new Set<Sleeper>();

  constructor(start: Date | string = '2026-11-22T08:00:00Z') {
    this.nowMs = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.nowMs);
  }

  /** How many sleep now; for waiting until the code under test has come to rest. */
  get sleeping(): number {
    return this.sleepers.size;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (ms <= 0 || signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        this.sleepers.delete(sleeper);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const sleeper: Sleeper = { wakesAtMs: this.nowMs + ms, wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  /** Moves time forward by `ms`, waking who sleeps until then; each woken one runs until it waits for something else. */
  async advance(ms: number): Promise<void> {
    const end = this.nowMs + ms;
    for (let next = this.nextSleeper(end); next; next = this.nextSleeper(end)) {
      this.nowMs = Math.max(this.nowMs, next.wakesAtMs);
      next.wake();
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.nowMs = end;
  }

  private nextSleeper(endMs: number): Sleeper | undefined {
    return [...this.sleepers].filter((sleeper) => sleeper.wakesAtMs <= endMs).sort((one, other) => one.wakesAtMs - other.wakesAtMs)[0];
  }
}
