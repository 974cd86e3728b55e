import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Pool, PoolClient } from 'pg';
import { readSiteFiles } from './read-site-files.js';
import { REFERENCE_LISTS } from './site-configuration.js';
import type { SiteDocument } from './site-document.js';
import { INSERT_REVISION, LOCK_IMPORT, RUN_REVISION, SELECT_LAST_IMPORT, WRITE_REFERENCE_CODES } from './sites.sql.js';

export interface SiteImport {
  readonly siteId: string;
  /** The revision that the site's file stands for now. */
  readonly revision: number;
  /** False: the file says what it said at its last import, and nothing was written. */
  readonly changed: boolean;
}

/**
 * Brings the site files of `folder` into the database, each as a new revision that runs from now on. A file that says what it said at its
 * last import changes nothing, so that a revision written by a command is not undone by a restart. All sites or none.
 * @throws SiteFilesInvalid every fault of every file at once
 */
export async function importSites(pool: Pool, folder: string, backends?: readonly string[]): Promise<readonly SiteImport[]> {
  const documents = await readSiteFiles(folder, backends);
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(LOCK_IMPORT);
    const imports: SiteImport[] = [];
    for (const document of documents) imports.push(await importSite(client, document));
    await client.query('commit');
    client.release();
    return imports;
  } catch (error) {
    client.release(true); // The connection goes, and its transaction with it.
    throw error;
  }
}

async function importSite(client: PoolClient, document: SiteDocument): Promise<SiteImport> {
  const { siteId } = document;
  const contentHash = createHash('sha256').update(canonicalize(document) ?? '').digest('hex');
  const { rows: [last] } = await client.query<{ revision: number; contentHash: string | null }>(SELECT_LAST_IMPORT, [siteId]);
  const newest = last?.revision ?? 0;
  if (last?.contentHash === contentHash) return { siteId, revision: newest, changed: false };

  const revision = newest + 1;
  await client.query(INSERT_REVISION, [siteId, revision, contentHash, document, 'file']);
  await client.query(RUN_REVISION, [siteId, revision, document]);
  const codes = REFERENCE_LISTS.flatMap((list) => document.referenceData[list].map((code, position) => ({ list, position, ...code })));
  await client.query(WRITE_REFERENCE_CODES, [siteId, JSON.stringify(codes)]);
  return { siteId, revision, changed: true };
}
