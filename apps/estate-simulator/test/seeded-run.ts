import type { ErpOrder } from '@plantway/simulation';
import type { MadeAmounts, ReportedConsumption } from '@plantway/truth-ledger';
import { pieces, SPARE_ORDER, TODAY } from './scarce-plant.js';
import { SOURCE, ToldPlant } from './told-plant.js';
import type { Report } from './told-plant.js';

const REASONS = ['BURR', 'SCRATCH'] as const;

interface Total {
  shown: number;
  scrapped: number;
  posted: number;
  postedScrap: number;
}

/**
 * A plant behind a gateway that makes no mistake: reports come and go as a MES makes them, and each is posted under the published reference. What
 * the ERP refuses, a person discards.
 */
export class SeededRun extends ToldPlant {
  /** Reports that stand, with the ERP's number. */
  private readonly standing: { readonly report: Report; readonly number: string }[] = [];
  /** Running totals by "order|operation": what the MES shows, and what the gateway has posted. */
  private readonly totals = new Map<string, Total>();

  /** Lets the plant work; afterwards stock arrives for whatever is still open. */
  work(steps: number): this {
    for (let step = 0; step < steps; step += 1) {
      const choice = this.random.between(1, 100);
      if (choice <= 6) this.takeBack();
      else if (choice <= 12) this.replace();
      else if (choice <= 16) this.receive();
      else if (choice <= 20) this.consume();
      else this.report();
    }
    for (const [key, total] of this.totals) if (total.posted !== total.shown || total.postedScrap !== total.scrapped) this.readAgain(key);
    this.close();
    for (let round = 0; round < 40 && this.engine.followUps().some(({ status }) => status === 'open'); round += 1) this.receive('400');
    return this;
  }

  /** A planner ends an order that will not be finished. */
  private close(): void {
    const order = [...this.engine.view.orders.values()].find(({ workOrderId, phase, operations }) => workOrderId !== SPARE_ORDER && phase === 'released' && operations.at(-1)!.finalBy === undefined);
    if (order !== undefined) this.engine.apply({ type: 'closeOrder', at: this.later(0), workOrderId: order.workOrderId });
  }

  private report(): void {
    const orders = [...this.engine.view.orders.values()].filter(({ workOrderId, phase, operations }) => workOrderId !== SPARE_ORDER && phase === 'released' && operations.some(({ finalBy }) => finalBy === undefined));
    if (orders.length === 0) return;
    const order = this.random.pick(orders.slice(0, 6));
    if (isCumulative(order)) this.runningTotal(order);
    else this.send(this.reportOf(order));
  }

  /** Material that somebody scans by itself goes into an order, also one whose end was reported; what the ERP refuses is discarded. */
  private consume(): void {
    const orders = [...this.engine.view.orders.values()].filter(({ workOrderId, phase }) => workOrderId !== SPARE_ORDER && phase === 'released');
    const order = this.random.pick(orders);
    const reported = order.components.find(({ issueMethod }) => issueMethod === 'reported');
    const material = reported ?? { itemId: 'PK-1', operationId: order.operations[0].operationId };
    const consumption = this.takeOnConsumption({
      consumptionId: `u-${this.nextId()}`, workOrderId: order.workOrderId, operationId: material.operationId, itemId: material.itemId, quantity: pieces(this.random.between(1, 4)),
    });
    if (this.issue(consumption) === undefined) this.explain('materialConsumption', consumption.consumptionId);
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

  /** The gateway takes the report on and posts it; what the ERP refuses is discarded at the desk. */
  private send(report: Report): boolean {
    this.takeOn(report);
    const number = this.post(report);
    if (number === undefined) this.explain('productionConfirmation', report.confirmationId);
    else this.standing.push({ report, number });
    return number !== undefined;
  }

  /** A reading of running totals: growth, or now and then the same again, without any time. What is refused, or discarded at the desk, comes with the next reading; its time does not. */
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
    const frame = this.frame(order, operationId, kind);
    const isNothingNew = kind === 'partial' && made === 0;
    const report: Report = { ...frame, ...amounts(total.shown, total.scrapped), ...(isNothingNew ? { machineTimes: [] } : {}), cumulative: true };
    const news = amounts(made - scrapped, scrapped);
    const fate = kind === 'partial' ? this.random.between(0, 7) : 7;
    if (fate === 0) this.refuse(report, news);
    else this.mesFacts.push({ type: 'reported', sourceSystem: SOURCE, report, made: news, acceptedAt: this.later(0) });
    if (fate <= 1) this.explain('productionConfirmation', report.confirmationId);
    else if (!isNothingNew) this.postTotal(report, total);
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
    const report: Report = { ...victim.report, confirmationId: this.nextId(), replaces: victim.report.confirmationId, scrap: [...(victim.report.scrap ?? []), { quantity: pieces(1), reasonCode: 'BURR' }] };
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
