import type { PostingPeriod } from '@plantway/canonical';
import type { CallOptions, ErpPort } from '@plantway/ports';
import type { ConditionWatcher } from './condition-watch.js';
import { watchedKeys, type WatchTools } from './watched-keys.js';

/** Posting periods: one question, whatever number of days is waited for. */
export class PeriodWatcher implements ConditionWatcher {
  readonly what = 'posting periods';

  constructor(private readonly tools: WatchTools & { readonly erp: Pick<ErpPort, 'postingPeriods'> }) {}

  async look(siteId: string, options: CallOptions): Promise<void> {
    let open: readonly PostingPeriod[] | undefined;
    for await (const waited of watchedKeys(this.tools, 'periodOpened', siteId)) {
      open ??= (await this.tools.erp.postingPeriods(siteId, options)).items.filter(({ status }) => status === 'open');
      const periods = open;
      await this.tools.wake(waited.filter(({ condition: { postingDate } }) => periods.some(({ startsOn, endsOn }) => startsOn <= postingDate && postingDate <= endsOn)).map(({ key }) => key));
    }
  }
}
