import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPool, startEmbeddedPostgres } from '../../dist/libs/database/src/index.js';
import { Credentials } from '../../dist/libs/security/src/index.js';
import { readSiteFiles } from '../../dist/libs/sites/src/index.js';
import { startMachineBroker } from './machine-broker.mjs';
import { Processes } from './processes.mjs';
import { ESTATE, LONGEST_WRITE_MS, SETTINGS } from './settings.mjs';

const READY = /ready at (http:\/\/[\d.:]+)/;

/** Each tier a process of its own, bound to the next over HTTP: the system APIs, process API, worker, consumer API; the broker of the machines in this one. */
export async function startSplitStand({ folder, sites, seed, speed }) {
  const processes = new Processes(folder);
  const home = join(folder, 'database');
  mkdirSync(home, { mode: 0o755 });
  const database = await startEmbeddedPostgres(home, () => {});
  const stop = async () => {
    await processes.stop();
    await database.stop();
  };
  try {
    return { ...(await startTiers(processes, database.settings, { data: join(folder, 'estate'), sites, seed, speed })), homes: [database.home], stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startTiers(processes, { user, password, host, port, database }, { data, sites: { folder: sites, siteIds }, seed, speed }) {
  const environment = { ...SETTINGS, DATABASE_URL: `postgres://${user}:${password}@${host}:${port}/${database}`, HTTP_PORT: '0', LOG_LEVEL: 'info' };
  await processes.run('plantway', 'admin', ['prepare', '--sites', sites], environment);
  const pool = openPool({ host, port, user, password, database, maxConnections: 2 });
  processes.alsoClose({ close: () => pool.end() });
  const credentials = new Credentials(pool, { now: () => new Date() });
  const key = async (role, name, siteIdOfKey = '*', sourceSystem = role) => (await credentials.create({ role, name, sites: siteIdOfKey === '*' ? '*' : [siteIdOfKey], sourceSystem })).apiKey;
  const start = (app, more) => processes.start(app, { environment: { ...environment, ...more }, ready: READY });

  const plants = (await readSiteFiles(sites)).filter(({ siteId, demoPlant }) => demoPlant !== undefined && demoPlant !== siteId);
  const { message: estate, child } = await processes.fork('estate-simulator', {
    words: ['--data', data, '--seed', `${seed}`, '--speed', `${speed}`, '--longest-write-ms', `${LONGEST_WRITE_MS}`, ...plants.flatMap(({ siteId, demoPlant, timeZone, currency }) => ['--plant', `${siteId}=${demoPlant},${timeZone},${currency}`])],
    environment: ESTATE,
  });
  const businessTime = `${estate.businessTime}@${new Date().toISOString()}*${speed}`;
  const { url: systemsUrl, keys: systemKeys } = estate.systems;
  const [systemErpUrl, systemMesUrl, systemPlanningUrl, systemMaintenanceUrl, systemCustomerUrl, systemQualityUrl] = await Promise.all([
    start('system-erp-api', { ERP_SIMULATED_URL: estate.erp.url, ERP_SIMULATED_API_KEY: estate.erp.apiKey }),
    start('system-mes-api', { MES_WEBHOOK_URL: estate.mes.url, MES_WEBHOOK_SECRET: estate.mes.secret }),
    start('system-planning-api', { APS_URL: systemsUrl, APS_KEY: systemKeys.aps }),
    start('system-maintenance-api', { CMMS_URL: systemsUrl, CMMS_KEY: systemKeys.cmms }),
    start('system-customer-api', { CRM_URL: systemsUrl, CRM_KEY: systemKeys.crm }),
    start('system-quality-api', { QMS_URL: systemsUrl, QMS_KEY: systemKeys.qms }),
  ]);
  const tiers = {
    BUSINESS_TIME: businessTime, SYSTEM_ERP_TIMEOUT_MS: '4500', SYSTEM_MES_TIMEOUT_MS: '4500', SYSTEM_TIMEOUT_MS: '4500',
    ...(await reached('ERP', systemErpUrl)), ...(await reached('MES', systemMesUrl)), ...(await reached('PLANNING', systemPlanningUrl)),
    ...(await reached('MAINTENANCE', systemMaintenanceUrl)), ...(await reached('CUSTOMER', systemCustomerUrl)), ...(await reached('QUALITY', systemQualityUrl)),
  };
  const [processUrl] = await Promise.all([start('process-api', tiers), start('worker', tiers)]);
  const consumerUrl = await start('consumer-api', { BUSINESS_TIME: businessTime, PROCESS_API_URL: processUrl, PROCESS_API_KEY: await key('supervisor', 'consumer API') });
  const broker = await startMachineBroker(siteIds);
  processes.alsoClose(broker);
  await start('system-equipment-api', {
    MQTT_URL: broker.url, MQTT_USERNAME: broker.listener.username, MQTT_PASSWORD: broker.listener.password, PROCESS_API_URL: processUrl, PROCESS_API_KEY: await key('edge', 'machines', '*', 'equipment-mqtt'),
  });

  const keysOf = async (siteId) => Object.fromEntries(await Promise.all(['mes', 'aps', 'qms'].map(async (role) => [role, await key(role, `${role} of ${siteId}`, siteId, `estate-${role}`)])));
  const siteKeys = {};
  for (const siteId of siteIds) siteKeys[siteId] = await keysOf(siteId);
  child.send({ type: 'gateway', baseUrl: processUrl, systemErpUrl, systemCustomerUrl, keys: siteKeys, mqtt: { url: broker.url, sites: broker.sites } });
  const keys = { planner: await key('planner', 'planner'), supervisor: await key('supervisor', 'supervisor'), admin: await key('admin', 'admin') };
  return { processUrl, systemErpUrl, consumerUrl, keys, estate: { erpUrl: estate.erp.url, mesUrl: estate.mes.url, systemsUrl, ledgerUrl: estate.ledger.url, keys: JSON.parse(readFileSync(join(data, 'keys.json'), 'utf8')) } };

  /** Where a system API is, and the key of the process tier for it. */
  async function reached(family, url) {
    return { [`SYSTEM_${family}_URL`]: url, [`SYSTEM_${family}_API_KEY`]: await key('erpTeam', `process tier, ${family}`) };
  }
}
