import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_PLANTS, demoPlant, startSimulatedErp } from '@plantway/simulation';
import type { PlantSource, SimulatedErp } from '@plantway/simulation';
import { BusinessClock } from './business-clock.js';
import { takeEstateFolder } from './estate-folder.js';
import type { EstateFolder } from './estate-folder.js';
import { startLedger } from './ledger/start-ledger.js';
import type { RunningLedger } from './ledger/start-ledger.js';
import { factsOnDisk } from './mes/fact-teller.js';
import { gatewayClient } from './mes/gateway.client.js';
import type { MesFact } from './mes/mes-fact.js';
import { MES_PLANTS } from './mes/mes-plant.js';
import { MesRunner } from './mes/mes-runner.js';
import { Mes } from './mes/mes.js';
import { MesServer } from './mes/server/mes-server.js';
import type { EstateOptions } from './options.js';
import { CLERKS_OF_A_HALTED_PLANT, CLERKS_OF_A_RUNNING_PLANT, CLERKS_OF_AN_IDLE_PLANT, PlantClerk } from './plant-clerk.js';

const CLERK_EVERY_MS = 1_000;

/** Where the MES finds the gateway, with a key for each site. */
export interface GatewayAddress {
  readonly baseUrl: string;
  /** Where the ERP system API is, when it is a process of its own. */
  readonly systemErpUrl?: string;
  readonly keys: Readonly<Record<string, { readonly mes: string }>>;
}

/** The plants' foreign systems, running: an ERP, a MES for each site, and a truth ledger that hears what they do. */
export class Estate {
  private runners: readonly MesRunner[] = [];
  private clerking: Promise<void> = Promise.resolve();
  private readonly clerks: NodeJS.Timeout;

  private constructor(
    private readonly options: EstateOptions, private readonly folder: EstateFolder, readonly clock: BusinessClock, readonly erp: SimulatedErp,
    private readonly floors: { readonly mes: ReadonlyMap<string, Mes>; readonly server: MesServer; readonly url: string }, private readonly ledger: RunningLedger | undefined,
    private readonly onDefect: (error: unknown) => void,
  ) {
    ledger?.watch({
      erp, mesSites: [...floors.mes.keys()], reported: (siteId, fromSequence) => this.reported(siteId, fromSequence), progress: (siteId) => floors.mes.get(siteId)!.book.progress,
    });
    const clerks = erp.sites.map((siteId) => new PlantClerk(erp, siteId, clerkRules(options), options.seed, clock.now));
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
    const ledger = options.ledger === false ? undefined : startLedger({ folder: join(folder.path, 'truth-ledger'), sites: MES_PLANTS.map(({ siteId }) => siteId), key: ledgerKey, say: console.log, ...options.ledger });
    const erp = await startSimulatedErp({
      now: clock.now, seed: options.seed, plants: plantSources(options), folder: folder.path, port: options.erpPort, host: options.erpHost, longestWriteMs: options.longestWriteMs, apiKey, controlKey, onDefect,
      onPosted: () => ledger?.watcher.onPosted(),
    });
    const mes = new Map<string, Mes>();
    for (const plant of MES_PLANTS) {
      const say = (line: string): void => console.log(`MES ${plant.siteId}: ${line}`);
      mes.set(plant.siteId, await Mes.open({
        plant, seed: options.seed, leaveAlone: options.leaveAlone, mistakeShare: options.mistakesPercent / 100, refusalShare: options.refusalsPercent / 100, folder: folder.path, now: clock.now, say,
        onFact: (fact) => ledger?.watcher.onReported(fact.siteId, fact.sequence, fact),
      }));
    }
    for (const siteId of erp.sites) clock.notBefore(new Date(await erp.read(({ view }) => Date.parse(view.lastAt), siteId)));
    for (const { book } of mes.values()) clock.notBefore(new Date(book.lastTime));
    const server = new MesServer({ mes, secret: mesSecret, controlKey, now: clock.now, onDefect });
    return new Estate(options, folder, clock, erp, { mes, server, url: await server.listen(options.mesPort, options.mesHost) }, ledger, onDefect);
  }

  /** Address of the MES's webhooks and control routes. */
  get mesUrl(): string {
    return this.floors.url;
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

  /** The MES of every site that has a key begins, or goes on with another address. Idle plants stand still. */
  async meet({ baseUrl, systemErpUrl = baseUrl, keys }: GatewayAddress): Promise<void> {
    if (this.options.idle) return;
    await Promise.all(this.runners.map((runner) => runner.stop()));
    this.runners = [];
    for (const [siteId, mes] of this.floors.mes) {
      const apiKey = keys[siteId]?.mes;
      if (apiKey === undefined) continue;
      await mes.begin();
      const gateway = gatewayClient({ baseUrl, systemErpUrl, apiKey, siteId });
      this.runners = [...this.runners, new MesRunner(mes, gateway, (line) => console.log(`MES ${siteId}: ${line}`), this.onDefect)];
    }
  }

  /** Finishes the writes that are under way. */
  async stop(): Promise<void> {
    clearInterval(this.clerks);
    await this.floors.server.close();
    await Promise.all([...this.runners.map((runner) => runner.stop()), this.clerking]);
    await this.erp.close();
    for (const mes of this.floors.mes.values()) await mes.close();
    await this.ledger?.stop();
    await this.clock.stop();
    await this.folder.release();
  }
}

function plantSources({ seed, orders }: EstateOptions): readonly PlantSource[] {
  return DEMO_PLANTS.map((plant) => ({
    siteId: plant.siteId,
    data: (startsAt) => {
      const data = demoPlant({ ...plant, startsAt, seed });
      return orders === 'none' ? { ...data, orders: [] } : data;
    },
  }));
}

function clerkRules({ idle, orders }: EstateOptions) {
  if (orders === 'none') return CLERKS_OF_A_HALTED_PLANT;
  return idle ? CLERKS_OF_AN_IDLE_PLANT : CLERKS_OF_A_RUNNING_PLANT;
}
