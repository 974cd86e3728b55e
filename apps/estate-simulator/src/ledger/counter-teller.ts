import { countersSource } from '@plantway/truth-ledger';
import type { Observation } from '@plantway/truth-ledger';
import type { CounterWatch } from '../machines/counter-watch.js';
import type { Teller } from './fact-teller.js';

/** Tells what was seen at the gateway of the counters of a site: what has changed since it was told last, all of it when the ledger may have missed something. */
export class CounterTeller implements Teller {
  readonly sources: readonly string[];
  private readonly told = new Map<string, string>();
  private through: number | undefined;

  constructor(private readonly watch: CounterWatch) {
    this.sources = [countersSource(watch.siteId)];
  }

  async tell(told: (source: string) => number): Promise<readonly Observation[]> {
    const [source] = this.sources;
    const from = told(source);
    if (from !== this.through) this.told.clear();
    const fresh = this.watch.seen.filter((seen) => this.told.get(`${seen.equipmentId}|${seen.counterId}`) !== JSON.stringify(seen));
    for (const seen of fresh) this.told.set(`${seen.equipmentId}|${seen.counterId}`, JSON.stringify(seen));
    this.through = from + fresh.length;
    return fresh.map((fact, place) => ({ source, sequence: from + place + 1, siteId: this.watch.siteId, fact }));
  }
}
