import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { migrate, openPool } from '@plantway/database';
import { Credentials, verifyAudit } from '@plantway/security';
import { DatabaseCrossReference, DatabaseSiteDirectory, importSites, readCrossReference } from '@plantway/sites';
import type { Pool } from 'pg';
import { rebuildProjections } from '../../consumer-api/src/consumer-api.module.js';
import { ClaimBook } from '../../worker/src/worker.module.js';
import { ADMIN_HELP, readAdminOptions, type AdminRequest } from './admin-options.js';
import { UsageError } from './cli-options.js';
import { runningDatabase } from './running-database.js';

const root = join(import.meta.dirname, '../../../..');

// `npm run admin`: what the embedded shape does at its start, for tiers that run as processes of their own.
try {
  const { request, data } = readAdminOptions(process.argv.slice(2));
  if (request.command === 'help') console.log(ADMIN_HELP);
  else await administrate(request, data);
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${ADMIN_HELP}` : (error as Error).message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function administrate(request: AdminRequest, data: string): Promise<void> {
  const settings = runningDatabase(resolve(root, data));
  if (request.command === 'prepare') for (const name of await migrate(settings)) console.log(`applied ${name}`);
  const pool = openPool(settings);
  try {
    await withPool(request, pool);
  } finally {
    await pool.end();
  }
}

async function withPool(request: AdminRequest, pool: Pool): Promise<void> {
  const credentials = new Credentials(pool, { now: () => new Date() });
  switch (request.command) {
    case 'prepare':
      await importSites(pool, request.sites === undefined ? join(root, 'sites') : resolve(request.sites));
      console.log(`sites: ${(await DatabaseSiteDirectory.load(pool)).all().map(({ siteId }) => siteId).join(', ')}`);
      return;
    case 'rebuild-projections': {
      const { events, position } = await rebuildProjections(pool, { evenIncomplete: request.evenIncomplete, onProgress: ({ position: at, lastPosition }) => console.log(`${at} of ${lastPosition}`) });
      console.log(`the projections are made again from ${events} events, up to position ${position}`);
      return;
    }
    case 'verify-audit': {
      const { isWhole, entries, lastHash, findings } = await verifyAudit(pool, request.anchor);
      for (const finding of findings) console.error(finding);
      if (!isWhole) throw new Error(`the audit of ${entries} entries is not what was written`);
      console.log(`${entries} entries, all as they were written; the last one has hash ${lastHash}`);
      return;
    }
    case 'create-key':
      console.log((await credentials.create(request.credential)).apiKey);
      return;
    case 'list-keys':
      for (const { credentialId, name, role, sites, sourceSystem, expiresAt } of await credentials.list()) {
        console.log([credentialId, role, sites === '*' ? 'every site' : sites.join(','), sourceSystem, name, expiresAt?.toISOString() ?? 'no end'].join('\t'));
      }
      return;
    case 'revoke-key':
      if (!(await credentials.revoke(request.credentialId))) throw new Error(`there is no credential ${request.credentialId} that could be revoked; list-keys shows them`);
      console.log(`revoked ${request.credentialId}`);
      return;
    case 'take-over': {
      const { siteId, reason } = request;
      if ((await DatabaseSiteDirectory.load(pool)).get(siteId) === undefined) throw new Error(`site ${siteId} is not imported`);
      await new ClaimBook(pool).takeOver(siteId, { actor: userInfo().username, reason, at: new Date() });
      console.log(`the worker of this gateway takes ${siteId} over with its next claim; it sends when the gateway before it has surely stopped`);
      return;
    }
    case 'cross-reference import': {
      const { file, siteId, backend } = request;
      if ((await DatabaseSiteDirectory.load(pool)).get(siteId)?.erpCodes[backend] === undefined) throw new Error(`site ${siteId} is not imported, or its file has no codes for ${backend}`);
      const rows = readCrossReference(readFileSync(file, 'utf8'), file.endsWith('.csv') ? 'csv' : 'json');
      await new DatabaseCrossReference(pool).write(siteId, backend, rows);
      console.log(`${rows.length} rows of ${siteId} and ${backend} stand`);
      return;
    }
    case 'help':
      console.log(ADMIN_HELP);
  }
}
