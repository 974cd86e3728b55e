import { join } from 'node:path';
import type { PlantData } from './engine/plant-data.js';
import { DurableErp } from './journal/durable-erp.js';
import { EnforcedReferences } from './journal/enforced-references.js';

/** One plant of an ERP, and what it knows before the first posting. */
export interface PlantSource {
  readonly siteId: string;
  /** Asked for once, when the plant's journal is empty. `startsAt` is business time. */
  readonly data: (startsAt: Date) => PlantData;
}

export interface PlantRegisterOptions {
  /** Business time. */
  readonly now: () => Date;
  /** Folder of the journals; absent: in memory. */
  readonly folder?: string;
  readonly onPosted?: () => void;
  /** References are keys, as `EnforcedReferences` says; absent: they are not. */
  readonly enforceReference?: { readonly keptMs?: number | undefined };
}

/** The plants of one ERP, one journal each. While it comes back from its journals, whoever asks for a plant waits. */
export class PlantRegister {
  /** Set while the ERP is away. */
  private away: Promise<void> | undefined;

  private constructor(private readonly sources: readonly PlantSource[], private readonly options: PlantRegisterOptions, private readonly plants: Map<string, DurableErp>) {}

  /** @throws JournalError when a journal is damaged or of another plant */
  static async open(sources: readonly PlantSource[], options: PlantRegisterOptions): Promise<PlantRegister> {
    if (sources.length === 0) throw new RangeError('An ERP has at least one plant.');
    const register = new PlantRegister(sources, options, new Map());
    await register.openAll();
    return register;
  }

  get sites(): readonly [string, ...string[]] {
    return this.sources.map(({ siteId }) => siteId) as [string, ...string[]];
  }

  has(siteId: string): boolean {
    return this.sources.some((source) => source.siteId === siteId);
  }

  /** The plant as it is now; not to be kept. @throws RangeError for a plant that this ERP does not have */
  at(siteId: string = this.sites[0]): DurableErp {
    const plant = this.plants.get(siteId);
    if (plant === undefined) throw new RangeError(`This ERP has no plant ${siteId}.`);
    return plant;
  }

  /** Works with the plant once the ERP is there. */
  async use<T>(siteId: string | undefined, work: (plant: DurableErp) => Promise<T>): Promise<T> {
    while (this.away !== undefined) await this.away;
    return work(this.at(siteId));
  }

  /** Forgets everything, does `meanwhile`, and comes back from the journals; an ERP in memory keeps what it has. */
  async restart(meanwhile: () => Promise<void>): Promise<void> {
    const restarted = this.closeAndReopen(meanwhile);
    this.away = restarted.catch(() => undefined);
    try {
      await restarted;
    } finally {
      this.away = undefined;
    }
  }

  async close(): Promise<void> {
    await this.away;
    for (const plant of this.plants.values()) await plant.close();
  }

  private async closeAndReopen(meanwhile: () => Promise<void>): Promise<void> {
    const isDurable = this.options.folder !== undefined;
    if (isDurable) for (const plant of this.plants.values()) await plant.close();
    await meanwhile();
    if (isDurable) await this.openAll();
  }

  private async openAll(): Promise<void> {
    const { now, folder, onPosted, enforceReference } = this.options;
    for (const { siteId, data } of this.sources) {
      this.plants.set(siteId, await DurableErp.open({
        siteId, now, seed: data, ...(folder === undefined ? {} : { path: join(folder, `erp-${siteId}.ndjson`) }), ...(onPosted === undefined ? {} : { onPosted }),
        ...(enforceReference === undefined ? {} : { references: new EnforcedReferences(enforceReference.keptMs) }),
      }));
    }
  }
}
