import type { process } from '@plantway/clients';
import type { CounterSeenFact } from '@plantway/truth-ledger';
import type { MachineHall } from './machine-hall.js';

/** What the gateway shows of the counters of a machine. */
export type ShownCounter = Pick<process.EquipmentCounterDto, 'counterId' | 'total' | 'takenAt'>;

/** Somebody who looks at the gateway, after the machines of a site told of their counters, at what it has counted. */
export class CounterWatch {
  private readonly shown = new Map<string, CounterSeenFact>();

  constructor(private readonly hall: Pick<MachineHall, 'siteId' | 'lastReadings'>) {}

  get siteId(): string {
    return this.hall.siteId;
  }
  /** The newest look at each counter. */
  get seen(): readonly CounterSeenFact[] {
    return [...this.shown.values()];
  }

  /** Looks at the machines of which the gateway did not show the last reading yet. @throws Error when the gateway cannot be read now */
  async look(read: (equipmentId: string) => Promise<readonly ShownCounter[]>): Promise<void> {
    const behind = [...this.hall.lastReadings].filter(([key, takenAt]) => Date.parse(this.shown.get(key)?.takenAt ?? '') !== Date.parse(takenAt));
    for (const equipmentId of new Set(behind.map(([key]) => key.slice(0, key.indexOf('|'))))) {
      for (const { counterId, total, takenAt } of await read(equipmentId)) this.shown.set(`${equipmentId}|${counterId}`, { type: 'counterSeen', equipmentId, counterId, total: total.value, takenAt });
    }
  }
}
