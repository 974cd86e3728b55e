import { BusinessException, DefectError, MappingError } from '@plantway/canonical';
import type { WorkOrderRegister } from '@plantway/execution';
import type { Clock } from '@plantway/ports';

/** How long a site is left alone after one of its orders could not be read, in milliseconds. */
const PAUSE_MS = 1_000;

export interface WorkOrderFollowerOptions {
  readonly register: Pick<WorkOrderRegister, 'refreshOne'>;
  readonly clock: Clock;
  /** Done after each order that was read. */
  readonly afterwards: () => Promise<void>;
  /** Told of an order that could not be read; once until the site answers again. */
  readonly report: (siteId: string, workOrderId: string, error: unknown) => void;
}

/**
 * Reads orders again after something happened to them: one at a time for each site, so that a site whose ERP is away delays no other; an order to which much happened at once is read once.
 * It remembers nothing: what a worker that is ended has not read yet, the complete reading at the next start sees.
 */
export class WorkOrderFollower {
  /** Site → order → journey of what happened first. */
  private readonly wanted = new Map<string, Map<string, string>>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly ending = new AbortController();

  constructor(private readonly options: WorkOrderFollowerOptions) {}

  /** The order is read soon. Returns at once. */
  follow(siteId: string, workOrderId: string, correlationId: string): void {
    if (this.ending.signal.aborted) return;
    const wanted = this.wanted.get(siteId) ?? new Map<string, string>();
    this.wanted.set(siteId, wanted);
    if (!wanted.has(workOrderId)) wanted.set(workOrderId, correlationId);
    if (!this.running.has(siteId)) this.running.set(siteId, this.readAll(siteId, wanted));
  }

  /** Ends when the readings under way have ended. */
  async stop(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.running.values());
  }

  private async readAll(siteId: string, wanted: Map<string, string>): Promise<void> {
    const { clock, report } = this.options;
    const { signal } = this.ending;
    let isAway = false;
    for (let [next] = wanted; next !== undefined && !signal.aborted; [next] = wanted) {
      const [workOrderId, correlationId] = next;
      wanted.delete(workOrderId); // before it is read: what happens meanwhile wants it read once more
      try {
        await this.read(siteId, workOrderId, correlationId);
        isAway = false;
      } catch (error) {
        if (signal.aborted) break;
        if (!isAway) report(siteId, workOrderId, error);
        if (isOfThisOrder(error)) continue;
        isAway = true;
        wanted.set(workOrderId, wanted.get(workOrderId) ?? correlationId);
        await clock.sleep(PAUSE_MS, signal);
      }
    }
    this.running.delete(siteId);
  }

  /** An order that is gone is nothing to wait for. */
  private async read(siteId: string, workOrderId: string, correlationId: string): Promise<void> {
    const { register, afterwards } = this.options;
    await register.refreshOne(siteId, workOrderId, { correlationId, signal: this.ending.signal }).catch((error: unknown) => {
      if (!(error instanceof BusinessException)) throw error;
    });
    await afterwards();
  }
}

/** Trying it again would say the same; the next complete reading tries it. */
function isOfThisOrder(error: unknown): boolean {
  return error instanceof MappingError || error instanceof DefectError;
}
