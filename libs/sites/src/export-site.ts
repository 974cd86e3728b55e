import type { Pool } from 'pg';
import { stringify } from 'yaml';
import type { SiteDocument } from './site-document.js';
import { SELECT_RUNNING_DOCUMENT } from './sites.sql.js';

/** The running revision of a site as a file that says everything itself, its template filled in; undefined when there is no such site. */
export async function exportSite(pool: Pool, siteId: string): Promise<string | undefined> {
  const { rows: [row] } = await pool.query<{ revision: number; configuration: SiteDocument }>(SELECT_RUNNING_DOCUMENT, [siteId]);
  if (row === undefined) return undefined;
  const { extends: template, ...document } = row.configuration;
  return `# Revision ${row.revision} of ${siteId} as it runs${template === undefined ? '' : `, the template ${template} filled in`}.\n${stringify(document, { lineWidth: 0 })}`;
}
