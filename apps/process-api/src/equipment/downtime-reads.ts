import type { Downtime, Instant, MaintenanceStatus, MaintenanceWork } from '@plantway/canonical';
import type { DowntimeBook } from '@plantway/execution';
import type { MessageReader } from '@plantway/messaging';
import { MAINTENANCE_SIDE, type CallOptions, type Clock, type MaintenancePort, type Page } from '@plantway/ports';
import { answeredInTime } from '../work-orders/answered-in-time.js';

export interface DowntimeReadsOptions {
  readonly downtimes: Pick<DowntimeBook, 'journey'>;
  readonly messages: Pick<MessageReader, 'list'>;
  readonly maintenance: Pick<MaintenancePort, 'requests'>;
  readonly clock: Clock;
  /** How long the maintenance system may take to answer, in milliseconds. */
  readonly timeoutMs: number;
  /** Told why it is not known how far a request is. */
  readonly report: (problem: string) => void;
}

/** How far maintenance is with a failure. */
export interface MaintenanceProgress {
  /** The maintenance system's number of the request. */
  readonly number?: string;
  readonly status: MaintenanceStatus | 'unavailable';
  readonly doneAt?: Instant;
  /** When the maintenance system said so, or did not. */
  readonly asOf: Instant;
}

/** A downtime with its request to maintenance, when one stands there. */
export interface DowntimeDetail {
  readonly downtime: Downtime;
  readonly maintenance?: MaintenanceProgress;
}

const LARGEST_PAGE = 1_000;

/** Reads downtimes with how far maintenance is, which only the maintenance system knows. */
export class DowntimeReads {
  constructor(private readonly options: DowntimeReadsOptions) {}

  /** Undefined when the site has no such downtime. It is shown without its progress while the maintenance system is away. */
  async read(siteId: string, downtimeId: string, correlationId: string): Promise<DowntimeDetail | undefined> {
    const journey = await this.options.downtimes.journey(siteId, downtimeId);
    if (journey === undefined) return undefined;
    const { downtime } = journey;
    if (downtime.maintenanceRequestId === undefined) return { downtime };
    const number = await this.numberOf(siteId, downtime.maintenanceRequestId, journey.correlationId);
    return { downtime, maintenance: { ...(number !== undefined && { number }), ...(await this.progressOf(downtime, number, correlationId)) } };
  }

  /** As the maintenance system has receipted it. */
  private async numberOf(siteId: string, requestId: string, correlationId: string): Promise<string | undefined> {
    const { items } = await this.options.messages.list(siteId, { kind: 'maintenanceRequest', correlationId });
    return items.find(({ senderId }) => senderId === requestId)?.erp?.documents.find(({ type }) => type === 'maintenanceRequest')?.number;
  }

  private async progressOf(downtime: Downtime, number: string | undefined, correlationId: string): Promise<Omit<MaintenanceProgress, 'number'>> {
    const { clock, timeoutMs, report } = this.options;
    try {
      const { work, asOf } = await answeredInTime(clock, timeoutMs, (call) => this.workOf(downtime, number, { ...call, correlationId }), MAINTENANCE_SIDE);
      return work === undefined ? { status: 'unavailable', asOf } : { status: work.status, ...(work.doneAt !== undefined && { doneAt: work.doneAt }), asOf };
    } catch (error) {
      report(`how far maintenance is with ${downtime.downtimeId} of ${downtime.siteId} is not known: ${String(error)}`);
      return { status: 'unavailable', asOf: clock.now().toISOString() };
    }
  }

  private async workOf({ siteId, equipmentId }: Downtime, number: string | undefined, call: CallOptions): Promise<{ readonly work?: MaintenanceWork; readonly asOf: Instant }> {
    let page: Page<MaintenanceWork> | undefined;
    do {
      const cursor = page?.nextCursor ?? undefined;
      page = await this.options.maintenance.requests(siteId, { equipmentId, ...(cursor !== undefined && { cursor }), limit: LARGEST_PAGE }, call);
      const work = page.items.find((each) => each.number === number);
      if (work !== undefined) return { work, asOf: page.asOf };
    } while (page.nextCursor !== null);
    return { asOf: page.asOf };
  }
}
