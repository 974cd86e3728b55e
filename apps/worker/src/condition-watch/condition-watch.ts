import type { WatchTurn } from '@plantway/messaging';
import type { CallOptions } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';

/** Looks in the ERP of a site whether what messages wait for is fulfilled: for everybody who waits for a thing of its kind, with one question each thing, and with none when nobody waits. */
export interface ConditionWatcher {
  /** What it looks for, for the log. */
  readonly what: string;
  look(siteId: string, options: CallOptions): Promise<void>;
}

export interface ConditionWatchOptions {
  readonly sites: Pick<SiteDirectory, 'all'>;
  readonly watchers: readonly ConditionWatcher[];
  /** Of several workers one looks, for all of them. */
  readonly turn: Pick<WatchTurn, 'isMine'>;
  /** Told of a look that failed, once until it succeeds again. */
  readonly onFailure: (siteId: string, what: string, error: unknown) => void;
}

/** One round of all watchers over all sites, when it is this worker's turn; a site whose ERP is away delays no other, and one watcher no other one. */
export class ConditionWatch {
  private readonly failing = new Set<string>();

  constructor(private readonly options: ConditionWatchOptions) {}

  async look(signal: AbortSignal): Promise<void> {
    const { sites, watchers, turn } = this.options;
    if (!(await turn.isMine())) return;
    await Promise.all(sites.all().map(async ({ siteId }) => {
      for (const watcher of watchers) {
        if (signal.aborted) return;
        await this.lookWith(watcher, siteId, signal);
      }
    }));
  }

  private async lookWith(watcher: ConditionWatcher, siteId: string, signal: AbortSignal): Promise<void> {
    const name = `${siteId} ${watcher.what}`;
    try {
      await watcher.look(siteId, { signal });
      this.failing.delete(name);
    } catch (error) {
      if (signal.aborted || this.failing.has(name)) return;
      this.failing.add(name);
      this.options.onFailure(siteId, watcher.what, error);
    }
  }
}
