import type { CallOptions, ErpPort } from '@plantway/ports';
import type { ConditionWatcher } from './condition-watch.js';
import { foundInErp } from './found-in-erp.js';
import { Rounds, those, type WatchTools } from './watched-keys.js';

/** Lots that were not unrestricted: one question for each lot. */
export class LotWatcher implements ConditionWatcher {
  readonly what = 'lots';
  private readonly rounds: Rounds<'lotReleased'>;

  constructor(private readonly tools: WatchTools & { readonly erp: Pick<ErpPort, 'lot'> }) {
    this.rounds = new Rounds(tools, 'lotReleased');
  }

  async look(siteId: string, options: CallOptions): Promise<void> {
    for await (const waited of this.rounds.next(siteId)) {
      const released = await those(waited, async ({ condition: { itemId, lotId } }) => (await foundInErp(() => this.tools.erp.lot(siteId, itemId, lotId, options)))?.value.status === 'unrestricted');
      await this.tools.wake(released.map(({ key }) => key));
    }
  }
}
