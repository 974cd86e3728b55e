import { systemSource, systemsSource, systemStatusSource } from '@plantway/truth-ledger';
import type { Observation } from '@plantway/truth-ledger';
import type { BusinessSystem } from '../systems/business-system.js';
import { MOST_AT_ONCE } from './fact-teller.js';
import type { Teller } from './fact-teller.js';

/** Tells what one business system, or the machines, of a site did, and how far it is. */
class SystemTeller implements Teller {
  readonly sources: readonly string[];

  constructor(private readonly system: BusinessSystem) {
    const { siteId, family } = system;
    this.sources = [systemSource(siteId, family), systemStatusSource(siteId, family)];
  }

  async tell(told: (source: string) => number): Promise<readonly Observation[]> {
    const { siteId, family, facts } = this.system;
    const { said, unanswered } = this.system.look();
    const [source, status] = this.sources;
    const from = told(source);
    const fresh = facts.slice(from, from + MOST_AT_ONCE).map((fact, place): Observation => ({ source, sequence: from + place + 1, siteId, fact }));
    const place = 1 + facts.length + 2 * said - unanswered; // grows with everything that was done, said and answered
    return place <= told(status) ? fresh : [...fresh, { source: status, sequence: place, siteId, fact: { type: 'systemStatus', family, facts: facts.length, unanswered } }];
  }
}

/** Tells which systems a site has. */
class SiteTeller implements Teller {
  readonly sources: readonly string[];

  constructor(private readonly siteId: string, private readonly systems: readonly BusinessSystem[]) {
    this.sources = [systemsSource(siteId)];
  }

  async tell(told: (source: string) => number): Promise<readonly Observation[]> {
    const { siteId } = this;
    const [source] = this.sources;
    return told(source) > 0 ? [] : [{ source, sequence: 1, siteId, fact: { type: 'systems', families: this.systems.map(({ family }) => family) } }];
  }
}

/** Tellers of all systems beside ERP and MES. */
export function systemTellers(systems: readonly BusinessSystem[]): readonly Teller[] {
  const sites = [...new Set(systems.map(({ siteId }) => siteId))];
  return [...sites.map((siteId) => new SiteTeller(siteId, systems.filter((system) => system.siteId === siteId))), ...systems.map((system) => new SystemTeller(system))];
}
