import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { databaseClock, lockFolder, migrate, openPool, type DatabaseSettings } from '@plantway/database';
import { Credentials } from '@plantway/security';
import { DatabaseSiteDirectory, SITES_CHECK_MS, importSites, readSiteFiles, type SiteDocument } from '@plantway/sites';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { BusinessTime } from './business-time.js';
import type { CliOptions } from './cli-options.js';
import { readCredentialsFile, writeCredentialsFile, type LauncherKeys, type MqttAccess } from './credentials-file.js';
import { makeDataFolder } from './data-folder.js';
import type { EmbeddedSettings } from './embedded-settings.js';
import { stopEstateOf, type EstateOptions, type GatewayAddress } from './estate-process.js';
import type { GatewayParts } from './gateway-app.js';
import { openGatewayLog } from './gateway-log.js';
import { freePortFrom } from './http-port.js';
import { ensureLauncherKeys, newEstateKeys } from './launcher-keys.js';
import { startMachineBroker } from './machine-broker.js';
import type { Progress } from './progress.js';
import { readRuntimeRecord, RuntimeFile } from './runtime-record.js';
import { ShutdownPlan } from './shutdown-plan.js';
import { STOP_TIMES } from './stop-times.js';
import { superviseDatabase } from './supervised-database.js';
import { superviseEstate } from './supervised-estate.js';
import type { SupervisedProcess, Supervisor } from './supervisor.js';

/** This machine only: the demo's keys lie in a file, and whoever opens it to others puts a proxy with TLS before it. */
const HOST = '127.0.0.1';
const CONNECTIONS = 20;

/**
 * The embedded shape: every tier in this process, PostgreSQL and the simulated systems beside it. Started in the order in which one part needs the
 * other, stopped backwards: no more requests, the engine drains, then the estate, then the database.
 */
export class Gateway {
  private readonly shutdown = new ShutdownPlan();
  private readonly kills: (() => void)[] = [];
  private stopping = false;
  private starting: Promise<string> | undefined;

  constructor(private readonly root: string, private readonly options: CliOptions, private readonly settings: EmbeddedSettings, private readonly progress: Progress) {}

  /** Brings everything up and answers the base URL. @throws Error in plain words; what was started is stopped again by `stop` */
  start(): Promise<string> {
    this.starting = this.bringUp();
    return this.starting;
  }

  /** Stops what was started, also in the middle of a start; within 5 s. */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.starting?.catch(() => undefined);
    await this.shutdown.run(this.progress.say);
  }

  /** Ends the other processes at once. Nothing that was acknowledged is lost; the database recovers at its next start. */
  stopHard(): void {
    for (const kill of this.kills) kill();
  }

  private async bringUp(): Promise<string> {
    const { options, progress } = this;
    const composing = import('./gateway-app.js'); // its code is read while the database starts
    composing.catch(() => undefined); // the fault is met where it is needed
    const { runtime, logger } = await this.takeData();

    const address: { -readonly [Name in keyof GatewayAddress]: GatewayAddress[Name] } = { baseUrl: '', keys: {} };
    let businessTime: BusinessTime | undefined;
    const estateOptions = {
      program: join(this.root, 'dist/apps/estate-simulator/src/main.js'), folder: join(options.data, 'estate'), seed: options.seed, speed: options.speed, idle: options.idle,
      longestWriteMs: this.settings.estate.longestWriteMs, plants: furtherPlants(await readSiteFiles(options.sites)),
    };
    // Side by side, because each waits for the disk and its own code most of the time.
    const database = this.supervised('PostgreSQL', STOP_TIMES.database, superviseDatabase(options.data, runtime, progress));
    const estate = this.supervised('the estate simulator', STOP_TIMES.estate, superviseEstate(estateOptions, runtime, progress, (successor) => {
      businessTime = new BusinessTime(successor.ready.businessTime, options.speed);
      if (address.baseUrl !== '') successor.tell(address);
    }));

    const parts = await this.openDatabase((await database).current.settings, logger);
    const siteIds = parts.sites.all().map(({ siteId }) => siteId);
    const keys = await ensureLauncherKeys(parts.credentials, siteIds, options.data);
    address.keys = await newEstateKeys(parts.credentials, siteIds);
    const { erp, mes, systems, businessTime: toldTime } = (await estate).current.ready;
    businessTime ??= new BusinessTime(toldTime, options.speed);
    const businessNow = (): Date => businessTime!.now();
    const machines = await startMachineBroker({ host: HOST, port: options.mqttPort, siteIds, known: readCredentialsFile(options.data).mqtt?.sites });
    this.shutdown.add('the broker of the machines', STOP_TIMES.broker, () => machines.broker.close());
    progress.say(`machines publish at ${machines.url}`);
    address.mqtt = { url: machines.url, sites: machines.sites };
    const { createGatewayApp } = await composing;
    this.goOn();

    const app = await progress.during('composing the gateway', () => createGatewayApp({ ...parts, root: this.root, settings: this.settings, logger, erp, mes, systems, broker: machines.broker, businessNow, businessSpeed: options.speed }));
    this.shutdown.add('the gateway', STOP_TIMES.gateway, () => closeApp(app));
    this.goOn();

    address.baseUrl = await this.open(app, keys, machines);
    runtime.change({ state: 'ready', baseUrl: address.baseUrl });
    (await estate).current.tell(address);
    return address.baseUrl;
  }

  /** The data folder, for this process alone. */
  private async takeData(): Promise<{ readonly runtime: RuntimeFile; readonly logger: Logger }> {
    const { shutdown, progress, options: { data, seed, idle, speed } } = this;
    makeDataFolder(data);
    const lock = lockFolder(data);
    shutdown.add('the lock', STOP_TIMES.lock, () => lock.release());
    const log = openGatewayLog(data, this.settings.observability.logLevel);
    shutdown.add('the log', STOP_TIMES.log, () => log.flush());
    await stopEstateOf(readRuntimeRecord(data)?.estate, progress.say);
    const runtime = new RuntimeFile(data, { state: 'starting', pid: process.pid, startedAt: new Date().toISOString(), seed, idle, speed });
    shutdown.add('the runtime record', STOP_TIMES.runtimeRecord, () => runtime.change({ state: 'stopped' }));
    return { runtime, logger: log.logger };
  }

  /** Notes at once that it is to be stopped, whether it is up by then or not. */
  private supervised<Process extends SupervisedProcess>(name: string, stopWithinMs: number, coming: Promise<Supervisor<Process>>): Promise<Supervisor<Process>> {
    const known = coming.then((supervisor) => void this.kills.push(() => supervisor.current.kill()), () => undefined);
    this.shutdown.add(name, stopWithinMs, async () => {
      await known;
      await coming.then((supervisor) => supervisor.stop(), () => undefined);
    });
    return coming;
  }

  /** The newest schema, and what stands in the database. */
  private async openDatabase(settings: DatabaseSettings, logger: Logger): Promise<Pick<GatewayParts, 'pool' | 'clock' | 'sites' | 'credentials'>> {
    const { progress, shutdown } = this;
    this.goOn();
    await progress.during('bringing the database schema up to date', () => migrate(settings, progress.say));
    const pool = openPool({ ...settings, maxConnections: CONNECTIONS });
    shutdown.add('the connections to the database', STOP_TIMES.connections, () => pool.end());
    const clock = await databaseClock(pool);
    shutdown.add('the clock', STOP_TIMES.clock, () => clock.close());
    await importSites(pool, this.options.sites);
    const sites = await DatabaseSiteDirectory.load(pool);
    sites.keepFresh(SITES_CHECK_MS, (error) => logger.warn({ err: error }, 'the sites cannot be read again; the known ones stay'));
    shutdown.add('the sites', STOP_TIMES.clock, async () => sites.close());
    return { pool, clock, sites, credentials: new Credentials(pool, clock) };
  }

  /** Listens on the first free port, and writes down where and with which keys. */
  private async open(app: NestFastifyApplication, keys: LauncherKeys, machines: MqttAccess): Promise<string> {
    await app.listen(await freePortFrom(this.options.port, HOST, this.progress.say), HOST);
    const baseUrl = `http://${HOST}:${(app.getHttpServer().address() as AddressInfo).port}`;
    writeCredentialsFile(this.options.data, baseUrl, keys, machines);
    return baseUrl;
  }

  private goOn(): void {
    if (this.stopping) throw new Error('the start was broken off');
  }
}

/** Takes no more connections first; then Nest ends what works in the background, answers the requests under way, and closes. */
async function closeApp(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  server.close();
  server.closeIdleConnections();
  await app.close();
}

/** Sites that the estate plays like a demo plant under another name. */
function furtherPlants(documents: readonly SiteDocument[]): EstateOptions['plants'] {
  return documents.flatMap(({ siteId, demoPlant, timeZone, currency }) => (demoPlant === undefined || demoPlant === siteId ? [] : [{ siteId, like: demoPlant, timeZone, currency }]));
}
