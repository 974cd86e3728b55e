import { fork } from 'node:child_process';
import { cpSync, createWriteStream, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPool } from '../../dist/libs/database/src/index.js';
import { Credentials } from '../../dist/libs/security/src/index.js';
import { Processes } from '../pilot/processes.mjs';
import { SITE } from './plant.mjs';
import { SETTINGS, SILENCE } from './settings.mjs';
import { SupervisedDatabase } from './supervised-database.mjs';
import { Supervised } from './supervised.mjs';

const ROOT = join(import.meta.dirname, '../..');
const NOWHERE = 'http://127.0.0.1:9';

/**
 * The whole gateway as real processes: PostgreSQL, two process APIs, two workers and the ERP system API under a supervisor, and the simulated ERP beside them. The MES system API only
 * offers job orders (mes-pull); planning, maintenance, customers and quality are away: what is reported needs none of them.
 */
export async function startStand({ folder, orders, seed, guarantee, isSilent = false, databaseFolder = join(folder, 'database'), databaseUrlOf = urlOf }) {
  mkdirSync(databaseFolder, { recursive: true, mode: 0o755 });
  const sites = siteFolder(folder);
  const parts = [];
  const stop = async () => {
    for (const part of parts.reverse()) await part.stop();
  };
  try {
    const erp = await startErp(folder, { orders, seed, enforceReference: guarantee === 'K' });
    parts.push({ stop: async () => erp.child.kill('SIGKILL') });
    const database = await new SupervisedDatabase(databaseFolder).start();
    parts.push(database);
    const environment = { ...SETTINGS, ...(isSilent && SILENCE), DATABASE_URL: await databaseUrlOf(database.settings) };
    await new Processes(folder).run('plantway', 'admin', ['prepare', '--sites', sites], environment);
    const keys = await makeKeys(database.settings);

    const start = async (name, app, more) => {
      const supervised = new Supervised({ name, app, environment: { ...environment, ...more }, folder });
      parts.push(supervised);
      return supervised.start();
    };
    const [systemErp, systemMes] = await Promise.all([
      start('system-erp-api', 'system-erp-api', { ERP_SIMULATED_URL: erp.url, ERP_SIMULATED_API_KEY: erp.apiKey }),
      start('system-mes-api', 'system-mes-api', { MES_WEBHOOK_URL: NOWHERE, MES_WEBHOOK_SECRET: `whsec_${Buffer.alloc(32, 7).toString('base64')}` }),
    ]);
    await requireClass(guarantee, systemErp.url, keys.tier);
    const tiers = {
      SYSTEM_ERP_URL: systemErp.url, SYSTEM_ERP_API_KEY: keys.tier, SYSTEM_MES_URL: systemMes.url, SYSTEM_MES_API_KEY: keys.tier,
      ...Object.fromEntries(['PLANNING', 'MAINTENANCE', 'CUSTOMER', 'QUALITY'].flatMap((family) => [[`SYSTEM_${family}_URL`, NOWHERE], [`SYSTEM_${family}_API_KEY`, 'nobody is asked']])),
    };
    const [api1, api2, worker1, worker2] = await Promise.all([['process-api-1', 'process-api'], ['process-api-2', 'process-api'], ['worker-1', 'worker'], ['worker-2', 'worker']].map(([name, app]) => start(name, app, tiers)));
    return { erp, database, keys, systemErp, apis: [api1, api2], workers: [worker1, worker2], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The gateway must take the ERP for what it is, or the run would prove something else. */
async function requireClass(guarantee, url, key) {
  const response = await fetch(`${url}/system/erp/v1/sites/${SITE}/capabilities`, { headers: { authorization: `Bearer ${key}` } });
  const { operations } = await response.json();
  for (const operation of ['confirm', 'reverse']) {
    const known = operations.find((each) => each.operation === operation)?.guaranteeClass;
    if (known !== guarantee) throw new Error(`the gateway takes '${operation}' of this ERP for class ${known}, not ${guarantee}`);
  }
}

export function urlOf({ user, password, host, port, database }) {
  return `postgres://${user}:${password}@${host}:${port}/${database}`;
}

async function startErp(folder, options) {
  const child = fork(join(import.meta.dirname, 'erp.mjs'), [JSON.stringify(options)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: ['--max-old-space-size=6144'] });
  child.stderr.pipe(createWriteStream(join(folder, 'erp.log')));
  const ready = await new Promise((resolve, reject) => {
    child.once('message', resolve);
    child.once('exit', (code) => reject(new Error(`the ERP ended with ${code}: see erp.log`)));
  });
  return { ...ready, child };
}

/** The demo plant, whose MES fetches its job orders. */
function siteFolder(folder) {
  const sites = join(folder, 'sites');
  for (const name of ['templates', SITE]) cpSync(join(ROOT, 'sites', name), join(sites, name), { recursive: true });
  const file = join(sites, SITE, 'site.yaml');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\nmes: { backend: mes-pull }\n`);
  return sites;
}

async function makeKeys(settings) {
  const pool = openPool({ ...settings, maxConnections: 2 });
  const credentials = new Credentials(pool, { now: () => new Date() });
  const key = async (role, name, sourceSystem) => (await credentials.create({ role, name, sites: '*', sourceSystem })).apiKey;
  const keys = { mes: await key('mes', 'MES', 'mes-chaos'), supervisor: await key('supervisor', 'supervisor', 'supervisor'), tier: await key('erpTeam', 'tiers', 'erpTeam') };
  await pool.end();
  return keys;
}
