import { startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import { BusinessClock } from './business-clock.js';
import { takeEstateFolder } from './estate-folder.js';
import type { EstateFolder } from './estate-folder.js';
import { gatewayClient } from './mes/gateway.client.js';
import { MesRunner } from './mes/mes-runner.js';
import { Mes } from './mes/mes.js';
import { ReportBook } from './mes/report-book.js';
import { ShopFloor } from './mes/shop-floor.js';
import type { EstateOptions } from './options.js';
import { CLERKS_OF_A_RUNNING_PLANT, CLERKS_OF_AN_IDLE_PLANT, PlantClerk } from './plant-clerk.js';

const CLERK_EVERY_MS = 1_000;
/** Kept for the hands of people who try the gateway. */
const FOR_PEOPLE = ['WO-1001'];

/** Where the MES finds the gateway. */
export interface GatewayAddress {
  readonly baseUrl: string;
  readonly apiKey: string;
}

/** The plant's foreign systems, running. */
export class Estate {
  private runner: MesRunner | undefined;
  private clerking: Promise<void> = Promise.resolve();
  private readonly clerks: NodeJS.Timeout;

  private constructor(
    private readonly options: EstateOptions, private readonly folder: EstateFolder, readonly clock: BusinessClock, readonly erp: SimulatedErp, private readonly book: ReportBook,
    private readonly onDefect: (error: unknown) => void,
  ) {
    const clerk = new PlantClerk(erp, options.idle ? CLERKS_OF_AN_IDLE_PLANT : CLERKS_OF_A_RUNNING_PLANT, options.seed, clock.now);
    this.clerks = setInterval(() => {
      this.clerking = this.clerking.then(() => clerk.round()).catch(onDefect);
    }, CLERK_EVERY_MS);
  }

  /** Opens everything that was kept and serves the ERP. `onDefect` is told of what nobody foresaw: the process must end then. */
  static async start(options: EstateOptions, onDefect: (error: unknown) => void): Promise<Estate> {
    const folder = await takeEstateFolder(options.data);
    const clock = await BusinessClock.open(folder.path, options.speed);
    const erp = await startSimulatedErp({ now: clock.now, seed: options.seed, folder: folder.path, port: options.erpPort, host: options.erpHost, ...folder.keys, onDefect });
    const book = await ReportBook.open(folder.path, erp.siteId);
    const lastPosting = await erp.read(({ view }) => Date.parse(view.lastAt));
    clock.notBefore(new Date(book.reports().reduce((latest, { finishedAt }) => Math.max(latest, Date.parse(finishedAt)), lastPosting)));
    return new Estate(options, folder, clock, erp, book, onDefect);
  }

  /** The MES begins, or goes on with another address. An idle plant stands still. */
  async meet({ baseUrl, apiKey }: GatewayAddress): Promise<void> {
    if (this.options.idle) return;
    await this.runner?.stop();
    const { siteId } = this.erp;
    const say = (line: string): void => console.log(`MES ${siteId}: ${line}`);
    const mes = new Mes({
      siteId, book: this.book, floor: new ShopFloor(this.options.seed), gateway: gatewayClient({ baseUrl, apiKey, siteId }), now: this.clock.now, leaveAlone: FOR_PEOPLE,
      say,
    });
    this.runner = new MesRunner(mes, say, this.onDefect);
  }

  /** Finishes the write that is under way. */
  async stop(): Promise<void> {
    clearInterval(this.clerks);
    await Promise.all([this.runner?.stop(), this.clerking]);
    await this.erp.close();
    await this.book.close();
    await this.clock.stop();
    await this.folder.release();
  }
}
