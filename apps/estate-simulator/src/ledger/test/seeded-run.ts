import { BERLIN, demoPlant, ErpEngine, SeededRandom } from '@plantway/simulation';
import type { ErpCommand, ErpOrder, NewOrder, PlantData } from '@plantway/simulation';
import { erpSource, expectedReference, mesSource, peopleSource } from '@plantway/truth-ledger';
import type { Explanation, MadeAmounts, MesFact, Observation, ReportedConsumption, SentReport } from '@plantway/truth-ledger';
import { balancesFact, erpFacts, TOLD_LISTS } from '../erp-facts.js';

const SITE = 'BER1';
const SOURCE = 'estate-mes';
const START = '2026-11-22T08:00:00.000Z';
const TODAY = '2026-11-22';
const REASONS = ['BURR', 'SCRATCH'] as const;
/** An order that the plant leaves alone. */
export const SPARE_ORDER = 'WO-SPARE';

export function pieces(value: number | string): { readonly value: string; readonly unit: string } {
  return { value: String(value), unit: 'H87' };
}

/** One order after the other is counted piece by piece, and every third at a machine that only counts upwards. */
const PRODUCTS = ['FG-100', 'FG-300', 'FG-100', 'SA-10', 'FG-200', 'FG-100', 'FG-300', 'FG-100', 'FG-100'] as const;

/** The demo plant with little material, so that some of it is short, and orders of every kind. */
function scarcePlant(seed: number): PlantData {
  const plant = demoPlant({ ...BERLIN, startsAt: new Date(START), seed });
  const scarce = (itemId: string, value: string): string => (itemId.startsWith('RM-') ? String(Number(value) / 100) : value);
  const random = new SeededRandom(seed);
  const order = (workOrderId: string, itemId: string, quantity: number): NewOrder => ({
    workOrderId, itemId, quantity: pieces(quantity), overDeliveryTolerancePercent: '5', startAt: START, dueAt: START, released: true,
  });
  const orders = PRODUCTS.map((itemId, place) => order(`WO-${place + 1}`, itemId, random.between(2, 8) * 10));
  return { ...plant, orders: [...orders, order(SPARE_ORDER, 'FG-100', 100)], openingStock: plant.openingStock.map((stock) => ({ ...stock, quantity: { ...stock.quantity, value: scarce(stock.itemId, stock.quantity.value) } })) };
}

export type Report = SentReport & { readonly machineTimes: NonNullable<SentReport['machineTimes']> };

interface Total {
  shown: number;
  scrapped: number;
  posted: number;
  postedScrap: number;
}

/**
 * A plant with the real ERP engine behind a gateway that makes no mistake: reports come and go as a MES makes them, and each is posted under the published reference. What
 * the ERP refuses, a person discards.
 */
export class SeededRun {
  readonly engine: ErpEngine;
  readonly mesFacts: MesFact[] = [];
  readonly explanations: Explanation[] = [];
  private readonly random: SeededRandom;
  private minutes = 0;
  private count = 0;
  /** Reports that stand, with the ERP's number. */
  private readonly standing: { readonly report: Report; readonly number: string }[] = [];
  /** Running totals by "order|operation": what the MES shows, and what the gateway has posted. */
  private readonly totals = new Map<string, Total>();

  constructor(readonly seed: number) {
    this.random = new SeededRandom(seed);
    this.engine = ErpEngine.replay([{ type: 'seedPlant', at: START, plant: scarcePlant(seed) }]);
  }

  /** Lets the plant work; afterwards stock arrives for whatever is still open. */
  work(steps: number): this {
    for (let step = 0; step < steps; step += 1) {
      const choice = this.random.between(1, 100);
      if (choice <= 6) this.takeBack();
      else if (choice <= 12) this.replace();
      else if (choice <= 16) this.receive();
      else this.report();
    }
    for (const [key, total] of this.totals) if (total.posted !== total.shown || total.postedScrap !== total.scrapped) this.readAgain(key);
    for (let round = 0; round < 40 && this.engine.followUps().some(({ status }) => status === 'open'); round += 1) this.receive('400');
    return this;
  }

  /** Everything that was told, the sources one after the other. */
  observations(): Observation[] {
    const balances = balancesFact(this.engine);
    return [
      ...this.mesFacts.map((fact, place): Observation => ({ source: mesSource(SITE), sequence: place + 1, siteId: SITE, fact })),
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

  /** The gateway takes the wish on that a report be taken back. */
  takeOnReversal(confirmationId: string): string {
    const reversalId = `reversal-of-${confirmationId}`;
    this.mesFacts.push({ type: 'reversed', sourceSystem: SOURCE, reversalId, confirmationId, acceptedAt: this.later(0) });
    return reversalId;
  }

  private report(): void {
    const orders = [...this.engine.view.orders.values()].filter(({ workOrderId, phase, operations }) => workOrderId !== SPARE_ORDER && phase === 'released' && operations.some(({ finalBy }) => finalBy === undefined));
    if (orders.length === 0) return;
    const order = this.random.pick(orders.slice(0, 6));
    if (isCumulative(order)) this.runningTotal(order);
    else this.send(this.reportOf(order));
  }

  private reportOf(order: ErpOrder): Report {
    const place = this.random.pick(order.operations.flatMap(({ finalBy }, index) => (finalBy === undefined ? [index] : [])));
    const operation = order.operations[place];
    const before = place === 0 ? undefined : order.operations[place - 1];
    const open = Math.max(0, Number(before?.yield.booked ?? order.quantity.value) - Number(operation.yield.booked) - Number(operation.scrap.booked));
    const made = Math.min(open, this.random.between(1, 20));
    const scrapped = this.random.between(0, 9) < 3 ? Math.min(made, this.random.between(1, 2)) : 0;
    const good = made - scrapped;
    const isEnd = place === order.operations.length - 1;
    const isLotTracked = this.engine.view.items.get(order.itemId)!.tracking === 'lot';
    const components = order.components.filter((component) => component.operationId === operation.operationId);
    const first = Math.floor(good / 2);
    return {
      ...this.frame(order, operation.operationId, made === open && (before === undefined || before.finalBy !== undefined) ? 'final' : 'partial'),
      yield: pieces(good), ...(scrapped === 0 ? {} : { scrap: [{ quantity: pieces(scrapped), reasonCode: this.random.pick(REASONS) }] }),
      ...(this.random.between(0, 9) === 0 ? { rework: pieces(this.random.between(1, 3)) } : {}),
      ...(isEnd && isLotTracked && good > 1 && this.random.between(0, 2) > 0
        ? { producedLots: [{ lotId: `${order.workOrderId}-A`, quantity: pieces(first) }, { lotId: `${order.workOrderId}-B`, quantity: pieces(good - first) }] } : {}),
      consumptions: components.flatMap(({ itemId, issueMethod }): readonly ReportedConsumption[] => (issueMethod === 'reported' && made > 0 ? [{ itemId, quantity: pieces(made), backflush: false }]
        : itemId === 'RM-1' && this.random.between(0, 3) === 0 ? [{ itemId, lotId: 'RM1-B', backflush: true }] : [])),
      ...(this.random.between(0, 7) === 0 ? { otherOutputs: [{ itemId: 'BY-1', quantity: { value: '0.1234', unit: 'KGM' } }] } : {}),
    };
  }

  private frame(order: ErpOrder, operationId: string, kind: SentReport['kind']): Pick<Report, 'confirmationId' | 'workOrderId' | 'operationId' | 'kind' | 'machineTimes' | 'workCenterId'> {
    this.count += 1;
    const [setUpAt, runAt, doneAt] = [this.later(0), this.later(this.random.between(0, 20)), this.later(this.random.between(1, 240))];
    return {
      confirmationId: `c-${this.count}`, workOrderId: order.workOrderId, operationId, kind, workCenterId: order.operations.find((operation) => operation.operationId === operationId)!.workCenterId,
      machineTimes: [{ activityCode: 'setup', startedAt: setUpAt, finishedAt: runAt }, { activityCode: 'run', startedAt: runAt, finishedAt: doneAt }],
    };
  }

  /** The gateway takes the report on and posts it; what the ERP refuses is discarded at the desk. */
  private send(report: Report): boolean {
    this.takeOn(report);
    const number = this.post(report);
    if (number === undefined) this.explain('productionConfirmation', report.confirmationId);
    else this.standing.push({ report, number });
    return number !== undefined;
  }

  /** A reading of running totals: growth, or now and then the same again; the gateway may post two readings as one. */
  private runningTotal(order: ErpOrder): void {
    const place = order.operations.findIndex(({ finalBy }) => finalBy === undefined);
    const { operationId } = order.operations[place];
    const key = totalsKey(order.workOrderId, operationId);
    const total = this.totals.get(key) ?? { shown: 0, scrapped: 0, posted: 0, postedScrap: 0 };
    this.totals.set(key, total);
    const target = place === 0 ? Number(order.quantity.value) : Number(order.operations[place - 1].yield.booked);
    const made = Math.min(target - total.shown - total.scrapped, this.random.between(0, 15));
    const scrapped = Math.min(made, this.random.between(0, 5) === 0 ? 1 : 0);
    total.shown += made - scrapped;
    total.scrapped += scrapped;
    const kind = total.shown + total.scrapped >= target ? 'final' : 'partial';
    const report: Report = { ...this.frame(order, operationId, kind), ...amounts(total.shown, total.scrapped), cumulative: true };
    this.mesFacts.push({ type: 'reported', sourceSystem: SOURCE, report, made: amounts(made - scrapped, scrapped), acceptedAt: this.later(0) });
    if (kind === 'partial' && (made === 0 || this.random.between(0, 3) === 0)) return; // nothing new, or posted with the next reading
    this.postTotal(report, total);
  }

  /** The MES tells its total once more, and the gateway posts what is still missing. */
  private readAgain(key: string): void {
    const [workOrderId = '', operationId = ''] = key.split('|');
    const total = this.totals.get(key)!;
    const report: Report = { ...this.frame(this.engine.order(workOrderId)!, operationId, 'partial'), ...amounts(total.shown, total.scrapped), cumulative: true };
    this.mesFacts.push({ type: 'reported', sourceSystem: SOURCE, report, made: amounts(0, 0), acceptedAt: this.later(0) });
    this.postTotal(report, total);
  }

  private postTotal(report: Report, total: Total): void {
    const number = this.post(report, amounts(total.shown - total.posted, total.scrapped - total.postedScrap));
    if (number === undefined) throw new Error(`The running total ${report.confirmationId} was refused.`);
    Object.assign(total, { posted: total.shown, postedScrap: total.scrapped });
  }

  private takeBack(): void {
    const victim = this.pickStanding();
    if (victim === undefined) return;
    const reversalId = this.takeOnReversal(victim.report.confirmationId);
    if (this.reverse(victim.number, reversalId)) this.standing.splice(this.standing.indexOf(victim), 1);
    else this.explain('confirmationReversal', reversalId);
  }

  /** A report is put right: the old one is taken back under the name of the new one, which follows. When the ERP refuses, both are discarded. */
  private replace(): void {
    const victim = this.pickStanding();
    if (victim === undefined) return;
    this.count += 1;
    const report: Report = { ...victim.report, confirmationId: `c-${this.count}`, replaces: victim.report.confirmationId, scrap: [...(victim.report.scrap ?? []), { quantity: pieces(1), reasonCode: 'BURR' }] };
    if (!this.reverse(victim.number, report.confirmationId)) {
      this.takeOn(report);
      this.explain('confirmationReversal', report.confirmationId);
      this.explain('productionConfirmation', report.confirmationId);
      return;
    }
    this.standing.splice(this.standing.indexOf(victim), 1);
    this.send(report);
  }

  private pickStanding(): { readonly report: Report; readonly number: string } | undefined {
    return this.standing.length === 0 ? undefined : this.random.pick(this.standing.slice(-8));
  }

  /** Material arrives: a little of something, or `value` of what is short. */
  private receive(value = '6'): void {
    const itemId = value === '6' ? this.random.pick(['RM-1', 'RM-2', 'RM-3'] as const) : this.engine.followUps().find(({ status }) => status === 'open')!.itemId;
    const item = this.engine.view.items.get(itemId)!;
    const lot = item.tracking === 'lot' ? { lotId: value === '6' ? `NEW-${this.random.between(1, 3)}` : (this.engine.followUps().find(({ status }) => status === 'open')!.lotIds?.[0] ?? 'NEW-9') } : {};
    this.engine.apply({ type: 'receiveGoods', at: this.later(0), itemId, locationId: item.locationId, ...lot, quantity: { value, unit: item.baseUnit }, postingDate: TODAY });
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

  private later(minutes: number): string {
    this.minutes += minutes;
    return new Date(Date.parse(START) + this.minutes * 1000).toISOString();
  }
}

function amounts(good: number, scrap: number): MadeAmounts {
  return { yield: pieces(good), ...(scrap === 0 ? {} : { scrap: [{ quantity: pieces(scrap), reasonCode: 'BURR' }] }) };
}

function totalsKey(workOrderId: string, operationId: string): string {
  return `${workOrderId}|${operationId}`;
}

function isCumulative({ workOrderId }: ErpOrder): boolean {
  return Number(workOrderId.replace('WO-', '')) % 3 === 0;
}
