// Plantway's full path of an accepted confirmation: access, limits, validation, de-duplication, lineage, lane and event, as the process API runs alone.
// The worker is not started: delivery is a bench of its own.
import { join } from 'node:path';
import { ProcessApiModule } from '../../../dist/apps/process-api/src/process-api.module.js';
import { databaseClock, openPool } from '../../../dist/libs/database/src/index.js';
import { createHttpApp } from '../../../dist/libs/http/src/index.js';
import { createLogger } from '../../../dist/libs/observability/src/index.js';
import { Credentials } from '../../../dist/libs/security/src/index.js';
import { DatabaseSiteDirectory, importSites } from '../../../dist/libs/sites/src/index.js';

const root = join(import.meta.dirname, '../../..');
const pool = openPool({ ...JSON.parse(process.env.BENCH_DATABASE), maxConnections: 20 });
const clock = await databaseClock(pool);
await importSites(pool, join(root, 'sites'));
const sites = await DatabaseSiteDirectory.load(pool);
const credentials = new Credentials(pool, clock);
const { apiKey } = await credentials.create({ name: 'bench', role: 'mes', sites: ['BER1'], sourceSystem: 'bench-mes' });

const app = await createHttpApp(ProcessApiModule.forRoot({ pool, clock, sites }), { logger: createLogger({ level: 'warn', service: 'bench' }), credentials, siteExists: (siteId) => sites.get(siteId) !== undefined });
await app.listen(0, '127.0.0.1');
process.send({ port: app.getHttpServer().address().port, apiKey });
