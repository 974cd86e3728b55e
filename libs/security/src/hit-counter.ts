/** What one hit came to. */
export interface Hit {
  readonly allowed: boolean;
  /** Hits that are still free now, not negative. */
  readonly remaining: number;
  /** Milliseconds until the running window ends. */
  readonly resetMs: number;
  /** Milliseconds until the next hit can be allowed; 0 when this one was. */
  readonly retryAfterMs: number;
}

interface Window {
  index: number;
  current: number;
  previous: number;
}

/** Keys that are counted at once; beyond it the one that began its window longest ago is forgotten. */
const MOST_KEYS = 50_000;

/**
 * Counts hits by key over a sliding window made of two fixed ones: the hits of the last window count by the share of it that the sliding window
 * still covers. A hit costs the same after one hit and after a million; a refused hit is not counted, so a patient caller comes through.
 */
export class HitCounter {
  private readonly windows = new Map<string, Window>();

  /** @param monotonicMs milliseconds that never run backwards */
  constructor(private readonly monotonicMs: () => number = () => performance.now(), private readonly mostKeys = MOST_KEYS) {}

  /** Counts a hit of `key` when fewer than `limit` stand in the last `windowMs`. */
  hit(key: string, limit: number, windowMs: number): Hit {
    return this.judge(key, limit, windowMs, true);
  }

  /** What a hit would come to now; counts nothing. */
  peek(key: string, limit: number, windowMs: number): Hit {
    return this.judge(key, limit, windowMs, false);
  }

  /** Keys that are counted now. */
  get size(): number {
    return this.windows.size;
  }

  private judge(key: string, limit: number, windowMs: number, counts: boolean): Hit {
    const now = this.monotonicMs();
    const index = Math.floor(now / windowMs);
    const elapsed = now - index * windowMs;
    const window = counts ? this.windowOf(key, index) : rolled(this.windows.get(key), index);
    const used = window.previous * (1 - elapsed / windowMs) + window.current;
    const allowed = used + 1 <= limit;
    if (allowed && counts) window.current += 1;
    return {
      allowed,
      remaining: Math.max(0, Math.floor(limit - used - (allowed && counts ? 1 : 0))),
      resetMs: windowMs - elapsed,
      retryAfterMs: allowed ? 0 : waitFor(window, limit, windowMs, elapsed),
    };
  }

  private windowOf(key: string, index: number): Window {
    const known = this.windows.get(key);
    if (known?.index === index) return known;
    const window = rolled(known, index);
    this.windows.delete(key); // set again, so that the map stays ordered by the beginning of the windows
    if (this.windows.size >= this.mostKeys) this.windows.delete(this.windows.keys().next().value as string);
    this.windows.set(key, window);
    return window;
  }
}

function rolled(known: Window | undefined, index: number): Window {
  if (known?.index === index) return known;
  return { index, current: 0, previous: known?.index === index - 1 ? known.current : 0 };
}

/** Milliseconds until one hit is free: within this window as the last one fades, else within the next as this one does. */
function waitFor({ current, previous }: Window, limit: number, windowMs: number, elapsed: number): number {
  if (current + 1 <= limit) return Math.max(1, (1 - (limit - 1 - current) / previous) * windowMs - elapsed);
  return windowMs - elapsed + Math.max(0, 1 - (limit - 1) / current) * windowMs;
}
