import { COUNTED_LISTS, erpSource, expectedReference, mesSource, mesStatusSource } from '../src/index.js';
import type { BalancesFact, ConfirmationFact, CostEntryFact, ErpFact, ErpStockLine, Observation, PlantFact, ReportedFact, SentReport } from '../src/index.js';

export const SITE = 'BER1';
export const ORDER = 'WO-1';
const SOURCE = 'mes';

export function pieces(value: string): { readonly value: string; readonly unit: string } {
  return { value, unit: 'H87' };
}

function euro(amount: string): { readonly amount: string; readonly currency: string } {
  return { amount, currency: 'EUR' };
}

/** Bracket FG-100 of 0.75 kg steel RM-1 and 2 bushes CP-2, standard lot 100: set-up 30 min and 1.5 min a piece at 60.00/h, then 4 min a piece at 45.00/h. */
export const PLANT: PlantFact = {
  type: 'plant', currency: 'EUR', activityRates: { 'WC-10': euro('60.00'), 'WC-20': euro('45.00') },
  items: [
    { itemId: 'FG-100', baseUnit: 'H87', baseUnitDecimals: 0, conversions: [], tracking: 'none', locationId: 'FIN', standardCost: euro('22.30'), standardLotSize: '100' },
    { itemId: 'RM-1', baseUnit: 'KGM', baseUnitDecimals: 3, conversions: [], tracking: 'lot', locationId: 'RAW', standardCost: euro('12.00') },
    { itemId: 'CP-2', baseUnit: 'H87', baseUnitDecimals: 0, conversions: [], tracking: 'none', locationId: 'RAW', standardCost: euro('4.25') },
  ],
};

const ORDER_FACT: ErpFact = {
  type: 'order', workOrderId: ORDER, itemId: 'FG-100',
  operations: [{ operationId: '0010', workCenterId: 'WC-10', setupMinutes: '30', runMinutes: '1.5' }, { operationId: '0020', workCenterId: 'WC-20', setupMinutes: '0', runMinutes: '4' }],
  components: [
    { itemId: 'RM-1', operationId: '0010', perLot: { value: '0.75', unit: 'KGM' }, lotSize: pieces('1'), issueMethod: 'backflush' },
    { itemId: 'CP-2', operationId: '0020', perLot: pieces('2'), lotSize: pieces('1'), issueMethod: 'backflush' },
  ],
};

type MadeReport = Pick<SentReport, 'confirmationId' | 'operationId' | 'kind' | 'yield' | 'scrap'> & { readonly setupMinutes: number; readonly runMinutes: number };

/** What was told of one bracket order, written down by hand: nothing here comes from an ERP. */
export class BracketOrder {
  private readonly told: Observation[] = [];
  private readonly counts = new Map<string, number>();

  constructor() {
    this.erp('plant', PLANT);
    this.erp('orders', ORDER_FACT);
  }

  /** Everything, with a last look at the ERP, whose stock is what was moved, and at the MES. */
  observations(): readonly Observation[] {
    const count = (source: string): number => this.counts.get(source) ?? 0;
    const lists = Object.fromEntries(COUNTED_LISTS.map((list) => [list, count(erpSource(SITE, list))])) as BalancesFact['lists'];
    const answered = count(mesSource(SITE));
    return [
      ...this.told, { source: mesStatusSource(SITE), sequence: 1, siteId: SITE, fact: { type: 'mesStatus', said: answered, answered } },
      { source: erpSource(SITE, 'balances'), sequence: 1, siteId: SITE, fact: { type: 'balances', lists, endedOrders: [], rows: this.stockRows() } },
    ];
  }

  /** The MES reports, and the ERP has a confirmation of just that. */
  report(number: string, { setupMinutes, runMinutes, ...report }: MadeReport): this {
    const reported: ReportedFact = {
      type: 'reported', sourceSystem: SOURCE, acceptedAt: '2026-11-22T08:00:00Z',
      report: { ...report, workOrderId: ORDER, machineTimes: [stretch('setup', setupMinutes), stretch('run', runMinutes)] },
    };
    this.tell(mesSource(SITE), reported);
    this.erp('confirmations', this.confirmation(number, report, [{ activity: 'setup', seconds: String(setupMinutes * 60) }, { activity: 'run', seconds: String(runMinutes * 60) }]));
    return this;
  }

  /** The MES takes a report back, and the ERP has the reversal. */
  takeBack(number: string, original: string, confirmationId: string): this {
    this.tell(mesSource(SITE), { type: 'reversed', sourceSystem: SOURCE, reversalId: 'r-1', confirmationId, acceptedAt: '2026-11-22T09:00:00Z' });
    const { fact } = this.told.find((observation) => observation.fact.type === 'confirmation' && observation.fact.number === original)!;
    const reference = expectedReference({ siteId: SITE, sourceSystem: SOURCE, kind: 'confirmationReversal', senderId: 'r-1' }, `reversal-${original}`);
    this.erp('confirmations', { ...(fact as ConfirmationFact), number, reference, reverses: original });
    return this;
  }

  /** Stock moves: "kind item location lot quantity". */
  stock(number: string, confirmationNumber: string | undefined, ...lines: readonly string[]): this {
    this.erp('stockDocuments', {
      type: 'stockDocument', number, ...(confirmationNumber === undefined ? {} : { confirmationNumber }),
      lines: lines.map((line) => {
        const [kind, itemId = '', locationId = '', lotId = '', quantity = ''] = line.split(' ');
        return { kind: kind as ErpStockLine['kind'], itemId, locationId, lotId: lotId === '-' ? '' : lotId, quantity };
      }),
    });
    return this;
  }

  /** A cost entry: "account object debit" and "account object -credit". */
  cost(event: string, sourceDocument: string, ...lines: readonly string[]): this {
    const number = `6${(this.counts.get(erpSource(SITE, 'costEntries')) ?? 0) + 1}`;
    const entry: CostEntryFact = {
      type: 'costEntry', number, event, sourceDocument, workOrderId: ORDER,
      lines: lines.map((line) => {
        const [account = '', object = '', amount = ''] = line.split(' ');
        return amount.startsWith('-') ? { account, object, debit: '0.00', credit: amount.slice(1) } : { account, object, debit: amount, credit: '0.00' };
      }),
    };
    this.erp('costEntries', entry);
    return this;
  }

  private stockRows(): BalancesFact['rows'] {
    const grams = new Map<string, number>();
    for (const { fact } of this.told) {
      if (fact.type !== 'stockDocument') continue;
      for (const { kind, itemId, locationId, lotId, quantity } of fact.lines) {
        const key = `${itemId}|${locationId}|${lotId}`;
        grams.set(key, (grams.get(key) ?? 0) + (kind === 'issue' ? -1 : 1) * Math.round(Number(quantity) * 1000));
      }
    }
    return [...grams].map(([key, amount]) => {
      const [itemId = '', locationId = '', lotId = ''] = key.split('|');
      return { itemId, locationId, lotId, quantity: String(amount / 1000) };
    });
  }

  private confirmation(number: string, report: Omit<MadeReport, 'setupMinutes' | 'runMinutes'>, activities: ConfirmationFact['entered']['activities']): ConfirmationFact {
    const { confirmationId: senderId, operationId, kind, scrap = [] } = report;
    return {
      type: 'confirmation', number, reference: expectedReference({ siteId: SITE, sourceSystem: SOURCE, kind: 'productionConfirmation', senderId }, 'confirmation'), workOrderId: ORDER, operationId,
      postingDate: '2026-11-22', kind, yield: report.yield.value, scrap: scrap.map(({ quantity }) => quantity.value), rework: '0',
      entered: { yield: report.yield, scrap, producedLots: [], serialNumbers: [], consumptions: [], otherOutputs: [], activities },
    };
  }

  private erp(stream: Parameters<typeof erpSource>[1], fact: ErpFact): void {
    this.tell(erpSource(SITE, stream), fact);
  }

  private tell(source: string, fact: Observation['fact']): void {
    const sequence = (this.counts.get(source) ?? 0) + 1;
    this.counts.set(source, sequence);
    this.told.push({ source, sequence, siteId: SITE, fact });
  }
}

function stretch(activityCode: 'setup' | 'run', minutes: number) {
  const startedAt = '2026-11-22T06:00:00.000Z';
  return { activityCode, startedAt, finishedAt: new Date(Date.parse(startedAt) + minutes * 60_000).toISOString() };
}
