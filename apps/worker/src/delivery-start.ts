import type { DefectError } from '@plantway/canonical';
import { requireSafeSettings, type DeliveryEngine, type MessagingSettings } from '@plantway/messaging';
import type { Clock, ErpPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import type { Logger } from '@nestjs/common';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

export interface DeliveryStartBindings {
  readonly engine: Pick<DeliveryEngine, 'start'>;
  readonly erp: Pick<ErpPort, 'capabilities'>;
  readonly sites: Pick<SiteDirectory, 'all'>;
  readonly clock: Clock;
  readonly settings: MessagingSettings;
  readonly log: Pick<Logger, 'log' | 'warn' | 'error'>;
  /** What must have been tried before delivery begins; it does not reject. */
  readonly beforehand?: () => Promise<void>;
  /** Told when the settings are unsafe; delivery then never begins. */
  readonly onUnsafe: (error: DefectError) => void;
}

/**
 * Lets delivery begin only after the ERP of every site has said how long one write may take over there, and the settle window is longer. Until then messages are
 * accepted and stay; an ERP that cannot be asked is asked again, after 1, 2, 4... and at most 60 s.
 */
export class DeliveryStart {
  private readonly stopping = new AbortController();

  constructor(private readonly bindings: DeliveryStartBindings) {}

  /** Begins to ask. Never rejects: what is wrong is in the log, or told to `onUnsafe`. */
  async begin(): Promise<void> {
    const { engine, clock, log, onUnsafe } = this.bindings;
    const { signal } = this.stopping;
    for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const longest = await this.longestWriteMs().catch((error: unknown) => {
        log.warn(`delivery has not begun, messages are kept: the ERP cannot be asked how long a write may take (${String(error)}); asked again in ${pauseMs / 1_000} s`);
      });
      if (signal.aborted) return;
      if (longest !== undefined) {
        try {
          requireSafeSettings(this.bindings.settings, longest);
        } catch (error) {
          log.error(`delivery does not begin: ${String(error)}`);
          return onUnsafe(error as DefectError);
        }
        await this.bindings.beforehand?.();
        if (signal.aborted) return;
        log.log(`delivery begins: the longest write of an ERP is ${longest} ms`);
        return engine.start();
      }
      await clock.sleep(pauseMs, signal);
    }
  }

  /** Asks no more; what was not begun is not begun any more. */
  stop(): void {
    this.stopping.abort();
  }

  /** Of all sites' ERPs. @throws what the ERP port throws, or an Error when the answer is no duration */
  private async longestWriteMs(): Promise<number> {
    const { erp, sites } = this.bindings;
    const each = await Promise.all(sites.all().map(async ({ siteId }) => {
      const { longestWriteMs } = await erp.capabilities(siteId);
      if (!Number.isFinite(longestWriteMs) || longestWriteMs < 0) throw new Error(`the ERP of ${siteId} does not say how long a write may take`);
      return longestWriteMs;
    }));
    return Math.max(0, ...each);
  }
}
