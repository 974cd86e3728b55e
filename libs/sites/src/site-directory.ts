import { DEFAULT_CONFIRMATION_POLICY, sequenceStart, type ConfirmationPolicy, type ReferenceCode } from '@plantway/canonical';
import type { Pool } from 'pg';
import type { ReferenceList, SiteConfiguration } from './site-configuration.js';
import type { SiteDocument } from './site-document.js';
import { DEFAULT_EQUIPMENT_POLICY, DEFAULT_OWNERSHIP, DEFAULT_RECONCILIATION, DEFAULT_WORK_CALENDAR } from './site-defaults.js';
import { SELECT_REFERENCE_CODES, SELECT_RUNNING_REVISIONS, SELECT_SITES } from './sites.sql.js';

/** The plants of this gateway. Read without waiting: what was loaded last. */
export interface SiteDirectory {
  /** Every plant, by siteId. */
  all(): readonly SiteConfiguration[];
  get(siteId: string): SiteConfiguration | undefined;
}

/** A directory over plants that are known already; what tests and the split shape's clients use. */
export function siteDirectoryOf(sites: readonly SiteConfiguration[]): SiteDirectory {
  const bySiteId = new Map(sites.map((site) => [site.siteId, site]));
  return { all: () => sites, get: (siteId) => bySiteId.get(siteId) };
}

/** What the confirmation flow asks of a directory: the policy of a site; the defaults for one that it does not know. */
export function confirmationPolicies(directory: SiteDirectory): (siteId: string) => ConfirmationPolicy {
  return (siteId) => directory.get(siteId)?.confirmationPolicy ?? DEFAULT_CONFIRMATION_POLICY;
}

/** How often a process looks whether a site was imported anew, in milliseconds. */
export const SITES_CHECK_MS = 3_000;

/** The directory that PostgreSQL holds; `reload` shows revisions that were written since, `keepFresh` does so by itself. */
export class DatabaseSiteDirectory implements SiteDirectory {
  private current: SiteDirectory = siteDirectoryOf([]);

  private revisions = '';
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  private constructor(private readonly pool: Pool) {}

  /** @throws the database's error when it cannot be read: a gateway without sites must not start. */
  static async load(pool: Pool): Promise<DatabaseSiteDirectory> {
    const directory = new DatabaseSiteDirectory(pool);
    await directory.reload();
    return directory;
  }

  async reload(): Promise<void> {
    const revisions = await this.runningRevisions(); // before the rows: a revision that comes in between is met by the next check
    const [sites, codes] = await Promise.all([
      this.pool.query<SiteRow>(SELECT_SITES),
      this.pool.query<ReferenceCodeRow>(SELECT_REFERENCE_CODES),
    ]);
    this.current = siteDirectoryOf(sites.rows.map((row) => configurationOf(row, codes.rows)));
    this.revisions = revisions;
  }

  /**
   * Looks every `intervalMs` whether another revision runs, and loads it; until `close`. The timer keeps no process alive.
   * A check that fails is told to `report` and leaves the sites as they are.
   */
  keepFresh(intervalMs: number, report: (error: unknown) => void): void {
    if (this.closed || this.timer !== undefined) return;
    this.timer = setTimeout(() => void this.check(report).finally(() => {
      this.timer = undefined;
      this.keepFresh(intervalMs, report);
    }), intervalMs).unref();
  }

  /** Ends `keepFresh`. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  private async check(report: (error: unknown) => void): Promise<void> {
    try {
      if ((await this.runningRevisions()) !== this.revisions) await this.reload();
    } catch (error) {
      if (!this.closed) report(error);
    }
  }

  private async runningRevisions(): Promise<string> {
    const { rows: [row] } = await this.pool.query<{ revisions: string }>(SELECT_RUNNING_REVISIONS);
    return row?.revisions ?? '';
  }

  all(): readonly SiteConfiguration[] {
    return this.current.all();
  }

  get(siteId: string): SiteConfiguration | undefined {
    return this.current.get(siteId);
  }
}

interface SiteRow {
  readonly revision: number;
  readonly configuration: SiteDocument;
}
interface ReferenceCodeRow extends ReferenceCode {
  readonly siteId: string;
  readonly list: ReferenceList;
}

function configurationOf({ revision, configuration }: SiteRow, rows: readonly ReferenceCodeRow[]): SiteConfiguration {
  const codes = (list: ReferenceList): ReferenceCode[] =>
    rows.filter((row) => row.siteId === configuration.siteId && row.list === list).map(({ code, description, active }) => ({ code, description, active }));
  const downtimeReasons = configuration.referenceData.downtimeReasons.map((reason) => ({ ...reason, isPlanned: reason.isPlanned ?? false }));
  const inTree = new Map(downtimeReasons.map((reason) => [reason.code, reason]));
  const { siteId, name, currency, timeZone, dayStartsAt, shifts, erp, erpCodes, mes, demoPlant } = configuration;
  return {
    systems: configuration.systems ?? {},
    workCalendar: { ...DEFAULT_WORK_CALENDAR, ...configuration.workCalendar },
    equipment: configuration.equipment ?? [],
    equipmentPolicy: { ...DEFAULT_EQUIPMENT_POLICY, ...configuration.equipmentPolicy },
    downtimeReasons,
    plannedOrders: configuration.plannedOrders ?? { conversion: 'manual' },
    reconciliation: { ...DEFAULT_RECONCILIATION, ...configuration.reconciliation },
    latencyTargets: configuration.latencyTargets ?? {},
    ownership: { ...DEFAULT_OWNERSHIP, ...configuration.ownership },
    ...(demoPlant === undefined ? {} : { demoPlant }),
    siteId, name, currency, revision, erp, erpCodes,
    ...(mes === undefined ? {} : { mes }),
    confirmationPolicy: confirmationPolicyOf(configuration),
    calendar: { timeZone, dayStartsAt, shifts },
    referenceData: { reasons: codes('reasons'), units: codes('units'), workCenters: codes('workCenters'), downtimeReasons: codes('downtimeReasons').map((code) => inTree.get(code.code) ?? { ...code, isPlanned: false }) },
  };
}

/** A revision that says nothing about it runs with the defaults. */
function confirmationPolicyOf({ postingDates, runningTotals, sourceSequence }: SiteDocument): ConfirmationPolicy {
  return {
    closedPeriod: postingDates?.closedPeriod ?? DEFAULT_CONFIRMATION_POLICY.closedPeriod,
    runningTotals: runningTotals ?? DEFAULT_CONFIRMATION_POLICY.runningTotals,
    sourceSequence: { ...DEFAULT_CONFIRMATION_POLICY.sourceSequence, startsAt: sequenceStart(sourceSequence?.scope ?? 'operation'), ...sourceSequence },
  };
}
