import { randomUUID } from 'node:crypto';
import { nextNight, type ConservationCheck, type ReconciliationBook, type ReconciliationRun } from '@plantway/conservation';
import type { Clock } from '@plantway/ports';
import { plantDayAt, plantInstant, productionDayOf, type SiteConfiguration, type SiteDirectory } from '@plantway/sites';

export interface BookKeepingOptions {
  readonly check: Pick<ConservationCheck, 'turn'>;
  readonly run: Pick<ReconciliationRun, 'runOnce' | 'recheck'>;
  readonly book: Pick<ReconciliationBook, 'lastNight' | 'request'>;
  readonly sites: Pick<SiteDirectory, 'all'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly businessNow: () => Date;
  /** How long after the start the books are left alone, in milliseconds of technical time: what a gateway that was down has to catch up with comes first. */
  readonly settleMs: number;
  /** Called once a night and site, by the one worker that asks for its comparison: keeps outside the database where the audit ends. */
  readonly keepAnchor: () => Promise<void>;
  /** Told of a site that could not be looked at. */
  readonly onFailure: (siteId: string, error: unknown) => void;
}

/** Keeps looking whether the books of gateway and ERP agree, and compares them each night. */
export class BookKeeping {
  private readonly beganAt: number;

  constructor(private readonly options: BookKeepingOptions) {
    this.beganAt = options.clock.now().getTime();
  }

  /** One look at every site, and one more at what was found there and waits for somebody. */
  async look(signal: AbortSignal): Promise<void> {
    const { check, run } = this.options;
    await this.eachSite(signal, async ({ siteId }) => {
      if ((await check.turn(siteId, { signal })) !== undefined) await run.recheck(siteId, { signal });
    });
  }

  /** Asks for the comparison of the night where it is due, once, keeps an anchor of the audit, and carries out what is asked for. */
  async reconcile(signal: AbortSignal): Promise<void> {
    await this.eachSite(signal, (site) => this.askForNight(site));
    while (!signal.aborted && await this.options.run.runOnce({ signal }));
  }

  private async eachSite(signal: AbortSignal, work: (site: SiteConfiguration) => Promise<void>): Promise<void> {
    const { sites, clock, settleMs, onFailure } = this.options;
    if (clock.now().getTime() < this.beganAt + settleMs) return;
    for (const site of sites.all()) {
      if (signal.aborted) return;
      await work(site).catch((error: unknown) => onFailure(site.siteId, error));
    }
  }

  private async askForNight({ siteId, calendar, reconciliation }: SiteConfiguration): Promise<void> {
    const { book, clock, businessNow, keepAnchor } = this.options;
    const now = businessNow();
    const today = plantDayAt(calendar.timeZone, now);
    const isDueToday = now.toISOString() >= plantInstant(calendar.timeZone, today, reconciliation.nightlyAt);
    const due = nextNight({ today, isDueToday, productionDay: productionDayOf(calendar, now.toISOString()), last: await book.lastNight(siteId) });
    if (due === undefined) return;
    const asked = await book.request({ siteId, ...due, requestedBy: 'system', correlationId: randomUUID() }, clock.now());
    if (asked !== undefined) await keepAnchor();
  }
}
