import { CounterWatch } from '../machines/counter-watch.js';
import { MachineHall } from '../machines/machine-hall.js';
import { Standstills } from '../machines/standstills.js';
import type { MesFact } from '../mes/mes-fact.js';
import { Aps } from './aps/aps.js';
import type { BusinessSystem } from './business-system.js';
import { Cmms } from './cmms/cmms.js';
import { Crm } from './crm/crm.js';
import { Inspector } from './qms/inspector.js';
import { Qms } from './qms/qms.js';
import type { SystemOptions } from './system-options.js';

export interface SiteSystemsOptions extends SystemOptions {
  readonly churnMinutes: number;
  readonly microStopBelowSeconds: number;
  /** Item of a work order that the MES has. */
  readonly itemOf: (workOrderId: string) => string | undefined;
}

/** The business systems and the machines of one site. */
export class SiteSystems {
  readonly counters: CounterWatch;

  private constructor(
    readonly siteId: string, readonly standstills: Standstills, readonly aps: Aps, readonly crm: Crm, readonly cmms: Cmms, readonly qms: Qms, readonly machines: MachineHall, readonly inspector: Inspector,
  ) {
    this.counters = new CounterWatch(machines);
  }

  /** Opens everything that was kept. */
  static async open(options: SiteSystemsOptions): Promise<SiteSystems> {
    const { plant, seed } = options;
    const standstills = new Standstills(plant, seed);
    const crm = await Crm.open(options);
    await crm.work(); // the first orders stand from the beginning
    return new SiteSystems(
      plant.siteId, standstills, await Aps.open(options), crm, await Cmms.open({ ...options, failureAt: (equipmentId, at) => standstills.failureAt(equipmentId, at) }), await Qms.open(options),
      await MachineHall.open({ ...options, standstills }), await Inspector.open(options),
    );
  }

  get all(): readonly BusinessSystem[] {
    return [this.aps, this.crm, this.cmms, this.qms, this.machines];
  }

  /** The latest business time that one of them knows, milliseconds. */
  get lastTime(): number {
    return Math.max(...[this.aps, this.crm, this.cmms, this.qms, this.machines, this.inspector].map(({ lastTime }) => lastTime));
  }

  hear(fact: MesFact): Promise<void> {
    return this.inspector.hear(fact);
  }

  async close(): Promise<void> {
    for (const system of [...this.all, this.inspector]) await system.close();
  }
}
