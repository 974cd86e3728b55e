import { TechnicalRetryableError } from '@plantway/canonical';
import type { Clock } from '@plantway/ports';
import type { DeliveryStore } from './delivery-store.js';
import type { FencedChange } from './fenced-change.js';

const TRY_AGAIN_AFTER_MS = 250;

/**
 * Makes a change, again and again while the store is away and the lease lasts. Made twice it is made once: the first time gives the lane back or moves the state on, and the second finds it so.
 * @throws TechnicalRetryableError `DATABASE_UNAVAILABLE` when the lease is over
 */
export async function writeWhileLeased(store: DeliveryStore, clock: Clock, change: FencedChange, leaseUntil: Date): Promise<boolean> {
  for (;;) {
    try {
      return await store.write(change);
    } catch (error) {
      if (!(error instanceof TechnicalRetryableError) || clock.now().getTime() + TRY_AGAIN_AFTER_MS >= leaseUntil.getTime()) throw error;
      await clock.sleep(TRY_AGAIN_AFTER_MS);
    }
  }
}
