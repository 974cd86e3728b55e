import { erpSource, mesSource, mesStatusSource } from '@plantway/truth-ledger';
import type { Fact, Observation } from '@plantway/truth-ledger';
import type { SimulatedErp } from '@plantway/simulation';
import { balancesFact, erpFacts, TOLD_LISTS } from './erp-facts.js';
import { mesFact } from './mes-facts.js';
import type { MesFact, MesProgress } from '../mes/mes-fact.js';

/** Most facts of one list in one telling: a long past is told in several. */
export const MOST_AT_ONCE = 500;
const BALANCES_EVERY_MS = 10_000;

/** Somebody who knows what a foreign system did. */
export interface Teller {
  /** Lists that it tells. */
  readonly sources: readonly string[];
  /**
   * What comes next of each list, all as of one moment. `told` answers the number up to which a list was heard. `everything`: also what is told only now and
   * then.
   */
  tell(told: (source: string) => number, everything: boolean): Promise<readonly Observation[]>;
}

/** Tells what a plant's ERP has posted. It asks the ERP as of one moment, so that no document comes without its stock and its cost. */
export class ErpTeller implements Teller {
  readonly sources: readonly string[];
  private balancesToldAt = 0;

  constructor(private readonly erp: Pick<SimulatedErp, 'read'>, private readonly siteId: string, private readonly technicalNow: () => number = () => performance.now()) {
    this.sources = [...TOLD_LISTS.map((list) => erpSource(siteId, list)), erpSource(siteId, 'balances')];
  }

  tell(told: (source: string) => number, everything: boolean): Promise<readonly Observation[]> {
    const { siteId } = this;
    const isTimeToLook = everything || this.technicalNow() - this.balancesToldAt >= BALANCES_EVERY_MS;
    return this.erp.read((engine) => {
      const documents = TOLD_LISTS.flatMap((list) => {
        const source = erpSource(siteId, list);
        return numbered(siteId, source, told(source) + 1, erpFacts(engine, list, told(source) + 1, MOST_AT_ONCE));
      });
      const balances = erpSource(siteId, 'balances');
      if (!isTimeToLook && documents.length > 0) return documents; // when nothing happens any more, the last look comes at once
      this.balancesToldAt = this.technicalNow();
      const { sequence, fact } = balancesFact(engine);
      return sequence <= told(balances) ? documents : [...documents, ...numbered(siteId, balances, sequence, [fact])];
    }, siteId);
  }
}

/** What a MES teller is told from. */
export interface WatchedMes {
  /** What the gateway answered to the MES from this number on, as it stands in its book. */
  reported(siteId: string, fromSequence: number): AsyncIterable<MesFact>;
  /** How much the MES has said, and how much of it was answered. */
  progress(siteId: string): MesProgress;
}

/** Tells what the gateway answered to a site's MES: what stands in its book, and from then on what it hears; and each time how much has no answer yet. */
export class MesTeller implements Teller {
  readonly sources: readonly string[];
  private readonly heard = new Map<number, MesFact>();
  private latest: number | undefined;

  constructor(
    private readonly siteId: string, private readonly sourceSystem: string, private readonly mes: WatchedMes,
  ) {
    this.sources = [mesSource(siteId), mesStatusSource(siteId)];
  }

  /** The gateway answered just now. */
  hear(fact: MesFact): void {
    this.latest = Math.max(this.latest ?? 0, fact.sequence);
    this.heard.set(fact.sequence, fact);
    if (this.heard.size > MOST_AT_ONCE) this.heard.delete(this.heard.keys().next().value!); // it stands in the book
  }

  async tell(told: (source: string) => number): Promise<readonly Observation[]> {
    const { siteId } = this;
    const { said, answered } = this.mes.progress(siteId); // before the facts: they are no fewer
    const [status, sequence] = [mesStatusSource(siteId), 1 + said + answered];
    const facts = await this.facts(told);
    return sequence <= told(status) ? facts : [...facts, ...numbered(siteId, status, sequence, [{ type: 'mesStatus', said, answered }])];
  }

  private async facts(told: (source: string) => number): Promise<readonly Observation[]> {
    const source = mesSource(this.siteId);
    const from = told(source) + 1;
    for (const sequence of [...this.heard.keys()]) if (sequence < from) this.heard.delete(sequence);
    if (this.latest !== undefined && this.latest < from) return [];
    const facts = this.heard.has(from) ? this.heardFrom(from) : await this.inTheBook(from);
    return numbered(this.siteId, source, from, facts.map((fact) => mesFact(fact, this.sourceSystem)));
  }

  private heardFrom(sequence: number): readonly MesFact[] {
    const facts: MesFact[] = [];
    for (let next = this.heard.get(sequence); next !== undefined; next = this.heard.get(next.sequence + 1)) facts.push(next);
    return facts;
  }

  private async inTheBook(from: number): Promise<readonly MesFact[]> {
    const facts: MesFact[] = [];
    for await (const fact of this.mes.reported(this.siteId, from)) {
      facts.push(fact);
      if (facts.length === MOST_AT_ONCE) return facts;
    }
    this.latest ??= from + facts.length - 1;
    return facts;
  }
}

function numbered(siteId: string, source: string, from: number, facts: readonly Fact[]): readonly Observation[] {
  return facts.map((fact, place) => ({ source, sequence: from + place, siteId, fact }));
}
