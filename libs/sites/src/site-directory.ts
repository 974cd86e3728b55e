import type { ReferenceCode } from '@plantway/canonical';
import type { Pool } from 'pg';
import type { ReferenceList, SiteConfiguration } from './site-configuration.js';
import type { SiteDocument } from './site-document.js';
import { SELECT_REFERENCE_CODES, SELECT_SITES } from './sites.sql.js';

/** The plants of this gateway. Read without waiting: it is loaded once and loaded again by `reload`. */
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

/** The directory that PostgreSQL holds; `reload` shows revisions that were written since. */
export class DatabaseSiteDirectory implements SiteDirectory {
  private current: SiteDirectory = siteDirectoryOf([]);

  private constructor(private readonly pool: Pool) {}

  /** @throws the database's error when it cannot be read: a gateway without sites must not start. */
  static async load(pool: Pool): Promise<DatabaseSiteDirectory> {
    const directory = new DatabaseSiteDirectory(pool);
    await directory.reload();
    return directory;
  }

  async reload(): Promise<void> {
    const [sites, codes] = await Promise.all([
      this.pool.query<SiteRow>(SELECT_SITES),
      this.pool.query<ReferenceCodeRow>(SELECT_REFERENCE_CODES),
    ]);
    this.current = siteDirectoryOf(sites.rows.map((row) => configurationOf(row, codes.rows)));
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
  const { siteId, name, currency, timeZone, dayStartsAt, shifts, erp, erpCodes } = configuration;
  return {
    siteId, name, currency, revision, erp, erpCodes,
    calendar: { timeZone, dayStartsAt, shifts },
    referenceData: { reasons: codes('reasons'), units: codes('units'), workCenters: codes('workCenters'), downtimeReasons: codes('downtimeReasons') },
  };
}
