import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoPlant, startSimulatedErp } from '@plantway/simulation';
import type { PlantSource, SimulatedErp } from '@plantway/simulation';
import { BusinessClock } from './business-clock.js';
import { takeEstateFolder } from './estate-folder.js';
import type { EstateFolder } from './estate-folder.js';
import { startLedger } from './ledger/start-ledger.js';
import type { RunningLedger } from './ledger/start-ledger.js';
import { factsOnDisk } from './mes/fact-teller.js';
import { gatewayClient } from './mes/gateway.client.js';
import type { MesFact } from './mes/mes-fact.js';
import { MesRunner } from './mes/mes-runner.js';
import { Mes } from './mes/mes.js';
import { MesServer } from './mes/server/mes-server.js';
import type { EstateOptions } from './options.js';
import { estatePlants } from './plants/estate-plant.js';
import type { EstatePlant } from './plants/estate-plant.js';
import { SystemsServer } from './systems/server/systems-server.js';
import type { SystemKeys } from './systems/server/systems-server.js';
import { SiteSystems } from './systems/site-systems.js';
import { SystemsRunner } from './systems/systems-runner.js';
import { CLERKS_OF_A_HALTED_PLANT, CLERKS_OF_A_RUNNING_PLANT, CLERKS_OF_AN_IDLE_PLANT, PlantClerk } from './plant-clerk.js';

const CLERK_EVERY_MS = 1_000;
/** Share of runs whose reported material is scanned by itself. */
const APART_SHARE = 0.5;

/** Where MES, APS, QMS and machines find the gateway, with keys for each site. */
export interface GatewayAddress {
  readonly baseUrl: string;
  /** Where the ERP and the customer system API are, when they are processes of their own. */
  readonly systemErpUrl?: string;
  readonly systemCustomerUrl?: string;
  readonly keys: Readonly<Record<string, { readonly mes?: string; readonly aps?: string; readonly qms?: string }>>;
  /** The broker of the machines; without it what they say is kept. */
  readonly mqtt?: { readonly url: string; readonly sites: Readonly<Record<string, { readonly username: string; readonly password: string }>> };
}

/** What serves and works in the estate beside the ERP. */
interface Floors {
  readonly mes: ReadonlyMap<string, Mes>;
  readonly server: MesServer;
  readonly url: string;
  readonly systems: ReadonlyMap<string, SiteSystems>;
  readonly systemsServer: SystemsServer;
  readonly systemsUrl: string;
}

/** The plants' foreign systems, running: an ERP, a MES, business systems and machines for each site, and a truth ledger that hears what they do. */
export class Estate {
  private runners: readonly (MesRunner | SystemsRunner)[] = [];
  private clerking: Promise<void> = Promise.resolve();
  private readonly clerks: NodeJS.Timeout;

  private constructor(
    private readonly options: EstateOptions, private readonly folder: EstateFolder, readonly clock: BusinessClock, readonly erp: SimulatedErp,
    private readonly floors: Floors, private readonly ledger: RunningLedger | undefined, plants: readonly EstatePlant[], private readonly onDefect: (error: unknown) => void,
  ) {
    ledger?.watch({
      erp, mesSites: [...floors.mes.keys()], reported: (siteId, fromSequence) => this.reported(siteId, fromSequence), progress: (siteId) => floors.mes.get(siteId)!.book.progress,
      systems: [...floors.systems.values()].flatMap(({ all }) => all), counters: [...floors.systems.values()].map(({ counters }) => counters),
    });
    const clerks = plants.map(({ demo }) => new PlantClerk(erp, demo, clerkRules(options), options.seed, clock.now));
    this.clerks = setInterval(() => {
      this.clerking = this.clerking.then(async () => {
        for (const clerk of clerks) await clerk.round();
      }).catch(onDefect);
    }, CLERK_EVERY_MS);
  }

  /** Opens everything that was kept and serves ERP and MES. `onDefect` is told of what nobody foresaw: the process must end then. */
  static async start(options: EstateOptions, onDefect: (error: unknown) => void): Promise<Estate> {
    const folder = await takeEstateFolder(options.data);
    const clock = await BusinessClock.open(folder.path, options.speed);
    const { apiKey, controlKey, mesSecret, ledgerKey } = folder.keys;
    const plants = estatePlants(options.plants);
    const ledger = options.ledger === false ? undefined : startLedger({ folder: join(folder.path, 'truth-ledger'), sites: plants.map(({ siteId }) => siteId), key: ledgerKey, say: console.log, ...options.ledger });
    const erp = await startSimulatedErp({
      now: clock.now, seed: options.seed, plants: plants.map((plant) => plantSource(plant, options)), folder: folder.path, port: options.erpPort, host: options.erpHost, longestWriteMs: options.longestWriteMs, apiKey, controlKey,
      onDefect, onPosted: () => ledger?.watcher.onPosted(),
    });
    const mes = new Map<string, Mes>();
    const systems = new Map<string, SiteSystems>();
    for (const plant of plants) {
      const { siteId } = plant;
      const ofSite = await SiteSystems.open({
        plant, seed: options.seed, folder: folder.path, now: clock.now, churnMinutes: options.churnMinutes, microStopBelowSeconds: options.microStopBelowSeconds,
        say: (line) => console.log(`systems of ${siteId}: ${line}`), onFact: () => ledger?.watcher.onPosted(), itemOf: (workOrderId) => itemIn(mes.get(siteId), workOrderId),
      });
      systems.set(siteId, ofSite);
      mes.set(siteId, await Mes.open({
        plant: plant.mes, seed: options.seed, leaveAlone: options.leaveAlone, mistakeShare: options.mistakesPercent / 100, refusalShare: options.refusalsPercent / 100, apartShare: APART_SHARE, folder: folder.path, now: clock.now,
        say: (line) => console.log(`MES ${siteId}: ${line}`), standstills: ofSite.standstills, watcher: ofSite.machines,
        onFact: (fact) => {
          ledger?.watcher.onReported(fact.siteId, fact.sequence, fact);
          void ofSite.hear(fact).catch(onDefect);
        },
      }));
    }
    for (const siteId of erp.sites) clock.notBefore(new Date(await erp.read(({ view }) => Date.parse(view.lastAt), siteId)));
    for (const { book } of mes.values()) clock.notBefore(new Date(book.lastTime));
    for (const { lastTime } of systems.values()) clock.notBefore(new Date(lastTime));
    const server = new MesServer({ mes, secret: mesSecret, controlKey, now: clock.now, onDefect });
    const systemsServer = new SystemsServer({ systems: [...systems.values()].flatMap(({ all }) => all), people: [...systems.values()].map(({ inspector }) => inspector), keys: systemKeys(folder.keys), controlKey, onDefect });
    const floors = {
      mes, server, url: await server.listen(options.mesPort, options.mesHost), systems, systemsServer, systemsUrl: await systemsServer.listen(options.systemsPort, options.systemsHost),
    };
    return new Estate(options, folder, clock, erp, floors, ledger, plants, onDefect);
  }

  /** Address of the MES's webhooks and control routes. */
  get mesUrl(): string {
    return this.floors.url;
  }
  /** Where the business systems serve, with the keys that open them. */
  get systems(): { readonly url: string; readonly keys: SystemKeys } {
    return { url: this.floors.systemsUrl, keys: systemKeys(this.folder.keys) };
  }
  get keys(): EstateFolder['keys'] {
    return this.folder.keys;
  }
  get sites(): readonly string[] {
    return this.erp.sites;
  }

  /** Where the truth ledger serves; undefined when there is none, or when it is not there within `waitMs`. */
  async ledgerUrl(waitMs: number): Promise<string | undefined> {
    if (this.ledger === undefined) return undefined;
    const patience = new AbortController();
    const address = await Promise.race([this.ledger.address, sleep(waitMs, undefined, { signal: patience.signal })]);
    patience.abort();
    return address?.url;
  }

  /** What a site's MES reported from `fromSequence` on (1 is the first), as it stands on disk now. */
  reported(siteId: string, fromSequence: number): AsyncIterable<MesFact> {
    return factsOnDisk(this.folder.path, siteId, fromSequence);
  }

  /** The systems of every site that has a key begin, or go on with another address. Idle plants stand still. */
  async meet({ baseUrl, systemErpUrl = baseUrl, systemCustomerUrl = baseUrl, keys, mqtt }: GatewayAddress): Promise<void> {
    if (this.options.idle) return;
    await Promise.all(this.runners.map((runner) => runner.stop()));
    this.runners = [];
    for (const [siteId, mes] of this.floors.mes) {
      const own = keys[siteId];
      if (own === undefined) continue;
      const say = (line: string): void => console.log(`${siteId}: ${line}`);
      await mes.begin();
      if (own.mes !== undefined) this.runners = [...this.runners, new MesRunner(mes, gatewayClient({ baseUrl, systemErpUrl, apiKey: own.mes, siteId }), say, this.onDefect)];
      const machines = mqtt?.sites[siteId];
      const connection = { baseUrl, systemErpUrl, systemCustomerUrl, keys: own, ...(machines === undefined || mqtt === undefined ? {} : { broker: { url: mqtt.url, ...machines } }) };
      this.runners = [...this.runners, new SystemsRunner(this.floors.systems.get(siteId)!, connection, { upTo: () => mes.floor.upTo, say, onDefect: this.onDefect })];
    }
  }

  /** Finishes the writes that are under way. */
  async stop(): Promise<void> {
    clearInterval(this.clerks);
    await Promise.all([this.floors.server.close(), this.floors.systemsServer.close()]);
    await Promise.all([...this.runners.map((runner) => runner.stop()), this.clerking]);
    await this.erp.close();
    for (const mes of this.floors.mes.values()) await mes.close();
    for (const systems of this.floors.systems.values()) await systems.close();
    await this.ledger?.stop();
    await this.clock.stop();
    await this.folder.release();
  }
}

function plantSource({ siteId, demo }: EstatePlant, { seed, orders }: EstateOptions): PlantSource {
  return {
    siteId,
    data: (startsAt) => {
      const data = demoPlant({ ...demo, startsAt, seed });
      return orders === 'none' ? { ...data, orders: [] } : data;
    },
  };
}

function systemKeys({ apsKey, crmKey, cmmsKey, qmsKey }: EstateFolder['keys']): SystemKeys {
  return { aps: apsKey, crm: crmKey, cmms: cmmsKey, qms: qmsKey };
}

function itemIn(mes: Mes | undefined, workOrderId: string): string | undefined {
  return mes?.floor.state.orders.get(workOrderId)?.operations.values().next().value?.jobOrder.itemId;
}

function clerkRules({ idle, orders }: EstateOptions) {
  if (orders === 'none') return CLERKS_OF_A_HALTED_PLANT;
  return idle ? CLERKS_OF_AN_IDLE_PLANT : CLERKS_OF_A_RUNNING_PLANT;
}
