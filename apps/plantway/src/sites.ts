import { join } from 'node:path';
import { openPool } from '@plantway/database';
import { exportSite, importSites, readSiteFiles } from '@plantway/sites';
import { UsageError } from './cli-options.js';
import { importInWords } from './import-in-words.js';
import { runningDatabase } from './running-database.js';
import { readSiteRequest, SITE_HELP, type SiteRequest } from './site-options.js';

// `npm run site:lint`, `site:import`, `site:export`.
try {
  await serve(readSiteRequest(process.argv.slice(2), join(import.meta.dirname, '../../../..')));
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${SITE_HELP}` : (error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function serve(request: SiteRequest): Promise<void> {
  if (request.command === 'help') return console.log(SITE_HELP);
  if (request.command === 'lint') {
    const sites = await readSiteFiles(request.folder);
    return console.log(`${sites.length} sites have no fault: ${sites.map(({ siteId }) => siteId).join(', ')}`);
  }
  const pool = openPool({ ...runningDatabase(request.data), maxConnections: 1 });
  try {
    if (request.command === 'import') {
      for (const line of importInWords(await importSites(pool, request.folder))) console.log(line);
      return;
    }
    const file = await exportSite(pool, request.siteId);
    if (file === undefined) throw new Error(`there is no site ${request.siteId}`);
    console.log(file);
  } finally {
    await pool.end();
  }
}
