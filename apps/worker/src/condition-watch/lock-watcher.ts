import type { ConditionWatcher } from './condition-watch.js';
import { watchedKeys, type WatchTools } from './watched-keys.js';

/** Locked orders. No ERP shows its locks: one message of each order is tried, and when it meets none it tells the others. */
export class LockWatcher implements ConditionWatcher {
  readonly what = 'locks';

  constructor(private readonly tools: WatchTools) {}

  async look(siteId: string): Promise<void> {
    for await (const waited of watchedKeys(this.tools, 'lockGone', siteId)) await this.tools.waiting.tryOneOfEach(waited.map(({ key }) => key));
  }
}
