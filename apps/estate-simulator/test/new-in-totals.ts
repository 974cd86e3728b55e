import Big from 'big.js';
import type { Quantity } from '@plantway/canonical';
import type { Report } from '../src/mes/mes-fact.js';

/** What is new in reports of running totals, each against all that was posted of its operation; what is below that is netted by a later one. */
export class NewInTotals {
  private readonly posted = new Map<string, Big>();
  private readonly serialNumbers = new Set<string>();

  /** Undefined when a report says nothing that is not posted. */
  newIn(report: Report): Report | undefined {
    const { scrap = [], producedLots = [], consumptions = [], otherOutputs = [], serialNumbers = [], machineTimes = [] } = report;
    const rest = (channel: string, { value, unit }: Quantity): Quantity => ({ value: this.restOf(`${report.workOrderId}|${report.operationId}|${channel}`, value), unit });
    const rows = <Row extends { readonly quantity?: Quantity }>(all: readonly Row[], channelOf: (row: Row) => string): Row[] =>
      all.map((row) => ({ ...row, quantity: rest(channelOf(row), row.quantity!) })).filter(({ quantity }) => quantity.value !== '0');
    const news: Report = {
      ...report, yield: rest('yield', report.yield), ...(report.rework === undefined ? {} : { rework: rest('rework', report.rework) }),
      scrap: rows(scrap, ({ reasonCode }) => `scrap ${reasonCode}`), producedLots: rows(producedLots, ({ lotId }) => `lot ${lotId}`),
      consumptions: rows(consumptions, ({ itemId, lotId }) => `used ${itemId} ${lotId}`), otherOutputs: rows(otherOutputs, ({ itemId, lotId }) => `output ${itemId} ${lotId}`),
      serialNumbers: serialNumbers.filter((serialNumber) => !this.serialNumbers.has(serialNumber)),
    };
    for (const serialNumber of serialNumbers) this.serialNumbers.add(serialNumber);
    const lists = [news.scrap, news.producedLots, news.consumptions, news.otherOutputs, news.serialNumbers, machineTimes];
    const isNothing = news.yield.value === '0' && (news.rework?.value ?? '0') === '0' && lists.every((list) => list!.length === 0);
    return isNothing && report.kind === 'partial' ? undefined : news;
  }

  private restOf(channel: string, total: string): string {
    const posted = this.posted.get(channel) ?? new Big(0);
    const rest = new Big(total).minus(posted);
    if (rest.lte(0)) return '0';
    this.posted.set(channel, posted.plus(rest));
    return rest.toFixed();
  }
}
