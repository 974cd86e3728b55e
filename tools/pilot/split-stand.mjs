import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../dist/libs/database/src/index.js';
import { Processes } from './processes.mjs';
import { ESTATE, LONGEST_WRITE_MS, SETTINGS } from './settings.mjs';

const READY = /ready at (http:\/\/[\d.:]+)/;
const SITES = ['BER1', 'CHI1'];

/** Each tier a process of its own, bound to the next over HTTP: ERP and MES system APIs, process API, worker. */
export async function startSplitStand({ folder, seed, speed }) {
  const processes = new Processes(folder);
  const home = join(folder, 'database');
  mkdirSync(home, { mode: 0o755 });
  const database = await startEmbeddedPostgres(home, () => {});
  const stop = async () => {
    await processes.stop();
    await database.stop();
  };
  try {
    return { ...(await startTiers(processes, database.settings, { data: join(folder, 'estate'), seed, speed })), homes: [database.home], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startTiers(processes, { user, password, host, port, database }, { data, seed, speed }) {
  const environment = { ...SETTINGS, DATABASE_URL: `postgres://${user}:${password}@${host}:${port}/${database}`, HTTP_PORT: '0', LOG_LEVEL: 'info' };
  const admin = (...words) => processes.run('plantway', 'admin', words, environment);
  await admin('prepare');
  const key = (role, name, ...words) => admin('create-key', '--role', role, '--name', name, ...words);

  const { message: estate, child } = await processes.fork('estate-simulator', {
    words: ['--data', data, '--seed', `${seed}`, '--speed', `${speed}`, '--longest-write-ms', `${LONGEST_WRITE_MS}`], environment: ESTATE,
  });
  const systemErpUrl = await processes.start('system-erp-api', { environment: { ...environment, ERP_SIMULATED_URL: estate.erp.url, ERP_SIMULATED_API_KEY: estate.erp.apiKey }, ready: READY });
  const systemMesUrl = await processes.start('system-mes-api', { environment: { ...environment, MES_WEBHOOK_URL: estate.mes.url, MES_WEBHOOK_SECRET: estate.mes.secret }, ready: READY });
  const tiers = {
    ...environment,
    SYSTEM_ERP_URL: systemErpUrl, SYSTEM_ERP_API_KEY: await key('erpTeam', 'process tier at the ERP'), SYSTEM_ERP_TIMEOUT_MS: '4500',
    SYSTEM_MES_URL: systemMesUrl, SYSTEM_MES_API_KEY: await key('erpTeam', 'process tier at the MES'), SYSTEM_MES_TIMEOUT_MS: '4500',
  };
  await processes.start('worker', { environment: tiers, ready: READY });
  const processUrl = await processes.start('process-api', { environment: tiers, ready: READY });

  const mesKeys = {};
  for (const siteId of SITES) mesKeys[siteId] = { mes: await key('mes', `MES of ${siteId}`, '--site', siteId, '--source-system', 'estate-mes') };
  child.send({ type: 'gateway', baseUrl: processUrl, systemErpUrl, keys: mesKeys });
  const keys = { planner: await key('planner', 'planner'), supervisor: await key('supervisor', 'supervisor'), admin: await key('admin', 'admin') };
  return { processUrl, systemErpUrl, keys, estate: { erpUrl: estate.erp.url, mesUrl: estate.mes.url, ledgerUrl: estate.ledger.url, keys: JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) } };
}
