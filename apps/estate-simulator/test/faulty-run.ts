import { expectedReference, grade } from '@plantway/truth-ledger';
import type { Fact, Finding, GradeOptions, Observation } from '@plantway/truth-ledger';
import { pieces, TODAY } from './scarce-plant.js';
import { SeededRun } from './seeded-run.js';
import { SITE, SOURCE } from './told-plant.js';
import type { Report } from './told-plant.js';

/** A plant that has worked without a fault, with two reports of its spare order at hand, in which faults are planted. */
export class FaultyRun extends SeededRun {
  readonly first: Report;
  readonly second: Report;

  constructor() {
    super(11);
    this.work(60);
    this.engine.apply({ type: 'receiveGoods', at: this.engine.view.lastAt, itemId: 'RM-1', locationId: 'RAW', lotId: 'RM1-B', quantity: { value: '500', unit: 'KGM' }, postingDate: TODAY });
    this.first = this.spareReport('0010', 20);
    this.second = this.spareReport('0010', 10, { scrap: [{ quantity: pieces(1), reasonCode: 'BURR' }] });
  }

  /** Reports that are taken on and posted at once; answers their numbers. */
  posted(...reports: readonly Report[]): string[] {
    return reports.map((report) => {
      this.takeOn(report);
      return this.post(report)!;
    });
  }

  findings(observations: readonly Observation[] = this.observations(), options: Partial<GradeOptions> = {}): readonly Finding[] {
    return grade(observations, { sites: [SITE], ...options }).findings;
  }

  /** The observations with the facts of one type changed. */
  tampered<T extends Fact['type']>(type: T, change: (fact: Extract<Fact, { type: T }>) => Fact): Observation[] {
    return this.observations().map((observation) => (observation.fact.type === type ? { ...observation, fact: change(observation.fact as Extract<Fact, { type: T }>) } : observation));
  }

  referenceOf({ confirmationId }: Report): string {
    return expectedReference({ siteId: SITE, sourceSystem: SOURCE, kind: 'productionConfirmation', senderId: confirmationId }, 'confirmation');
  }
}
