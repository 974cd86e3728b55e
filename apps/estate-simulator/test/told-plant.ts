import { ErpEngine, SeededRandom } from '@plantway/simulation';
import type { ErpCommand, ErpOrder } from '@plantway/simulation';
import { erpSource, expectedReference, mesSource, mesStatusSource, peopleSource } from '@plantway/truth-ledger';
import type { Explanation, MadeAmounts, MesFact, Observation, SentConsumption, SentReport } from '@plantway/truth-ledger';
import { balancesFact, erpFacts, TOLD_LISTS } from '../src/ledger/erp-facts.js';
import { pieces, scarcePlant, SPARE_ORDER, START, TODAY } from './scarce-plant.js';

/** The site of the plant. */
export const SITE = 'BER1';
export const SOURCE = 'estate-mes';

export type Report = SentReport & { readonly machineTimes: NonNullable<SentReport['machineTimes']> };

/** A plant with the real ERP engine, and all that a truth ledger is told of it: what the gateway answers to the MES, what it posts, and what a person discards. */
export class ToldPlant {
  readonly engine: ErpEngine;
  readonly mesFacts: MesFact[] = [];
  readonly explanations: Explanation[] = [];
  protected readonly random: SeededRandom;
  private minutes = 0;
  private count = 0;

  constructor(readonly seed: number) {
    this.random = new SeededRandom(seed);
    this.engine = ErpEngine.replay([{ type: 'seedPlant', at: START, plant: scarcePlant(seed) }]);
  }

  /** Everything that was told, the sources one after the other. */
  observations(): Observation[] {
    const balances = balancesFact(this.engine);
    return [
      ...this.mesFacts.map((fact, place): Observation => ({ source: mesSource(SITE), sequence: place + 1, siteId: SITE, fact })),
      { source: mesStatusSource(SITE), sequence: 1 + 2 * this.mesFacts.length, siteId: SITE, fact: { type: 'mesStatus', said: this.mesFacts.length, answered: this.mesFacts.length } },
      ...TOLD_LISTS.flatMap((list) => erpFacts(this.engine, list, 1).map((fact, place): Observation => ({ source: erpSource(SITE, list), sequence: place + 1, siteId: SITE, fact }))),
      { source: erpSource(SITE, 'balances'), sequence: balances.sequence, siteId: SITE, fact: balances.fact },
      ...this.explanations.map((fact): Observation => ({ source: peopleSource(SITE, fact.kind, SOURCE, fact.senderId), sequence: 1, siteId: SITE, fact })),
    ];
  }

  /** A report of the spare order. */
  spareReport(operationId: string, good: number, changes: Partial<SentReport> = {}): Report {
    return { ...this.frame(this.engine.order(SPARE_ORDER)!, operationId, 'partial'), yield: pieces(good), ...changes };
  }

  /** The gateway takes a report on. */
  takeOn(report: SentReport): void {
    this.mesFacts.push({ type: 'reported', sourceSystem: SOURCE, report, acceptedAt: this.later(0) });
  }

  /** The gateway will never take a report. */
  refuse(report: SentReport, made?: MadeAmounts): void {
    this.mesFacts.push({
      type: 'refused', sourceSystem: SOURCE, kind: 'productionConfirmation', senderId: report.confirmationId, report, ...(made === undefined ? {} : { made }), code: 'VALIDATION_FAILED', detail: 'No such unit.',
      refusedAt: this.later(0),
    });
  }

  /** The gateway will never take the wish that a report be taken back. */
  refuseReversal(confirmationId: string): string {
    const senderId = `reversal-of-${confirmationId}`;
    this.mesFacts.push({ type: 'refused', sourceSystem: SOURCE, kind: 'confirmationReversal', senderId, code: 'CONFIRMATION_NOT_FOUND', detail: 'Never heard of.', refusedAt: this.later(0) });
    return senderId;
  }

  /** The gateway takes the wish on that a report be taken back. */
  takeOnReversal(confirmationId: string): string {
    const reversalId = `reversal-of-${confirmationId}`;
    this.mesFacts.push({ type: 'reversed', sourceSystem: SOURCE, reversalId, confirmationId, acceptedAt: this.later(0) });
    return reversalId;
  }

  /** The ERP posts a report, as it is or with other amounts; answers the number, undefined when it refuses. */
  post(report: Report, made: MadeAmounts = report): string | undefined {
    const entry = {
      reference: expectedReference({ siteId: SITE, sourceSystem: SOURCE, kind: 'productionConfirmation', senderId: report.confirmationId }, 'confirmation'),
      workOrderId: report.workOrderId, operationId: report.operationId, kind: report.kind, postingDate: TODAY, yield: made.yield, scrap: made.scrap ?? [],
      ...(made.rework === undefined ? {} : { rework: made.rework }), producedLots: made.producedLots ?? [], serialNumbers: [],
      consumptions: (made.consumptions ?? []).map((consumption) => ({ ...consumption, backflush: consumption.backflush === true })),
      otherOutputs: (made.otherOutputs ?? []).map((output) => ({ ...output, type: 'byProduct' as const })),
      activities: report.machineTimes.map(({ activityCode, startedAt, finishedAt }) => ({ activity: activityCode, seconds: String((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000) })),
      ...(report.workCenterId === undefined ? {} : { workCenterId: report.workCenterId }),
    };
    const outcome = this.engine.apply({ type: 'confirm', at: this.later(0), ...entry });
    return outcome.posted ? outcome.result.number : undefined;
  }

  /** The gateway takes a report of material on. */
  takeOnConsumption(consumption: SentConsumption): SentConsumption {
    this.mesFacts.push({ type: 'consumed', sourceSystem: SOURCE, consumption, acceptedAt: this.later(0) });
    return consumption;
  }

  /** The ERP issues material, as it was reported or otherwise; answers the number, undefined when it refuses. */
  issue({ consumptionId, workOrderId, operationId, itemId, quantity, lotId }: SentConsumption): string | undefined {
    const reference = expectedReference({ siteId: SITE, sourceSystem: SOURCE, kind: 'materialConsumption', senderId: consumptionId }, 'consumption');
    const outcome = this.engine.apply({ type: 'issueGoods', at: this.later(0), reference, workOrderId, operationId, itemId, quantity, ...(lotId === undefined ? {} : { lotId }), postingDate: TODAY });
    return outcome.posted ? outcome.result.number : undefined;
  }

  /** The ERP takes a confirmation back; false when it refuses. */
  reverse(confirmationNumber: string, senderId: string): boolean {
    const reference = expectedReference({ siteId: SITE, sourceSystem: SOURCE, kind: 'confirmationReversal', senderId }, `reversal-${confirmationNumber}`);
    const command: ErpCommand = { type: 'reverse', at: this.later(0), reference, confirmationNumber, postingDate: TODAY };
    return this.engine.apply(command).posted;
  }

  /** A person discards a message at the desk. */
  explain(kind: Explanation['kind'], senderId: string): void {
    this.explanations.push({ type: 'explained', sourceSystem: SOURCE, kind, senderId, by: 'supervisor', reason: 'refused by the ERP', explainedAt: this.later(0) });
  }

  protected frame(order: ErpOrder, operationId: string, kind: SentReport['kind']): Pick<Report, 'confirmationId' | 'workOrderId' | 'operationId' | 'kind' | 'machineTimes' | 'workCenterId'> {
    const [setUpAt, runAt, doneAt] = [this.later(0), this.later(this.random.between(0, 20)), this.later(this.random.between(1, 240))];
    return {
      confirmationId: this.nextId(), workOrderId: order.workOrderId, operationId, kind, workCenterId: order.operations.find((operation) => operation.operationId === operationId)!.workCenterId,
      machineTimes: [{ activityCode: 'setup', startedAt: setUpAt, finishedAt: runAt }, { activityCode: 'run', startedAt: runAt, finishedAt: doneAt }],
    };
  }

  protected later(minutes: number): string {
    this.minutes += minutes;
    return new Date(Date.parse(START) + this.minutes * 1000).toISOString();
  }

  protected nextId(): string {
    this.count += 1;
    return `c-${this.count}`;
  }
}
