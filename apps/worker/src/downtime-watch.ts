import type { DowntimeBook } from '@plantway/execution';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';

export interface DowntimeWatchOptions {
  readonly book: Pick<DowntimeBook, 'alert'>;
  readonly sites: Pick<SiteDirectory, 'all'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly businessNow: () => Date;
  /** How long a downtime must be known, and the watch be kept, before it may alarm, in milliseconds of technical time. */
  readonly settleMs: number;
  /** Told of a site that could not be looked at. */
  readonly onFailure: (siteId: string, error: unknown) => void;
}

/** Alarms for the downtimes that last longer than their sites bear, by business time. */
export class DowntimeWatch {
  private readonly beganAt: number;

  constructor(private readonly options: DowntimeWatchOptions) {
    this.beganAt = options.clock.now().getTime();
  }

  /** Looks at every site once. Not at first: machines that were cut off from a gateway that was down tell then what happened meanwhile. */
  async sweep(): Promise<void> {
    const { book, sites, clock, businessNow, settleMs, onFailure } = this.options;
    if (clock.now().getTime() < this.beganAt + settleMs) return;
    for (const { siteId, equipmentPolicy: { microStopBelowSeconds } } of sites.all()) {
      await book.alert({ siteId, microStopBelowSeconds, businessNow: businessNow(), settleMs }).catch((error: unknown) => onFailure(siteId, error));
    }
  }
}
