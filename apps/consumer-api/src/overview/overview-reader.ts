import type { Instant, WorkOrderStatus } from '@plantway/canonical';
import type { CallOptions, ProcessReadPort } from '@plantway/ports';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';
import type { Pool } from 'pg';
import { inOneSnapshot } from '../one-snapshot.js';
import { projectedAt } from '../projected.dto.js';
import type { BacklogSummaryDto, OverviewDto } from './overview.dto.js';
import { READ_OVERVIEW } from './overview.sql.js';

interface OverviewRow {
  readonly work_orders: { status: WorkOrderStatus; count: number }[];
  readonly late_work_orders: number;
  readonly open_holds: number;
  readonly open_downtimes: number;
  readonly open_alerts: number;
  readonly reports_posted: number;
  readonly reports_reversed: number;
}

/** Reads how a plant stands: the projections at one moment, and beside them what the process tier says about its backlog. */
export class OverviewReader {
  constructor(private readonly pool: Pool, private readonly process: ProcessReadPort, private readonly onProblem: (error: unknown) => void) {}

  async read({ siteId, name, calendar }: SiteConfiguration, now: Date, options: CallOptions): Promise<OverviewDto> {
    const productionDay = productionDayOf(calendar, now.toISOString());
    const [{ standing, result }, backlog] = await Promise.all([
      inOneSnapshot(this.pool, async (client) => (await client.query<OverviewRow>({ name: 'consumer.read-overview', text: READ_OVERVIEW, values: [siteId, now, productionDay] })).rows[0]),
      this.backlog(siteId, options),
    ]);
    return {
      siteId, name, workOrders: result.work_orders, lateWorkOrders: result.late_work_orders, openHolds: result.open_holds, openDowntimes: result.open_downtimes, openAlerts: result.open_alerts,
      productionDay, reportsPosted: result.reports_posted, reportsReversed: result.reports_reversed,
      ...(backlog !== undefined && { lateMessages: backlog.late, backlog: backlog.summary }),
      ...projectedAt(standing),
    };
  }

  /** A process tier that is down takes no more than its own line from the overview. */
  private async backlog(siteId: string, options: CallOptions): Promise<{ readonly late: number; readonly summary: BacklogSummaryDto } | undefined> {
    try {
      const { asOf, rows } = await this.process.backlog(siteId, options);
      const oldest = rows.flatMap(({ oldestAcceptedAt }) => oldestAcceptedAt ?? []).sort(byInstant)[0] as Instant | undefined;
      return { late: sum(rows, 'late'), summary: { asOf, open: sum(rows, 'open'), stopped: sum(rows, 'stopped'), ...(oldest !== undefined && { oldestAcceptedAt: oldest }) } };
    } catch (error) {
      this.onProblem(error);
      return undefined;
    }
  }
}

const byInstant = (left: Instant, right: Instant): number => Date.parse(left) - Date.parse(right);
const sum = <Name extends string>(rows: readonly Readonly<Record<Name, number>>[], name: Name): number => rows.reduce((total, row) => total + row[name], 0);
