import { BusinessException } from '@plantway/canonical';
import type { MessageDesk, WaitingConditions } from '@plantway/messaging';
import type { ErpPort } from '@plantway/ports';
import type { ConditionWatcher } from './condition-watch.js';
import { LockWatcher } from './lock-watcher.js';
import { LotWatcher } from './lot-watcher.js';
import { MasterDataWatcher } from './master-data-watcher.js';
import { PeriodWatcher } from './period-watcher.js';
import { StockWatcher } from './stock-watcher.js';

export interface ConditionWatchersOptions {
  readonly erp: ErpPort;
  readonly waiting: WaitingConditions;
  readonly desk: Pick<MessageDesk, 'resubmit'>;
  /** Has everybody looked at who waits under one of the keys. */
  readonly wake: (keys: readonly string[]) => Promise<void>;
}

/** One watcher for each kind of condition that only the ERP fulfils. */
export function conditionWatchers({ erp, waiting, desk, wake }: ConditionWatchersOptions): readonly ConditionWatcher[] {
  const tools = { erp, waiting, wake };
  const goOn = async (siteId: string, messageId: string): Promise<void> => {
    try {
      await desk.resubmit({ siteId, messageId, actor: 'plantway', reason: 'the ERP has now what was missing', expectedState: 'parked' });
    } catch (error) {
      if (!(error instanceof BusinessException)) throw error; // a person was faster
    }
  };
  return [new PeriodWatcher(tools), new LotWatcher(tools), new StockWatcher(tools), new LockWatcher(tools), new MasterDataWatcher({ erp, waiting, goOn })];
}
