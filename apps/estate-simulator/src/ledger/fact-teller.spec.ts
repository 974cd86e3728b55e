import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import type { BalancesFact, Observation } from '@plantway/truth-ledger';
import { ErpTeller } from './fact-teller.js';

const NOW = new Date('2026-11-22T08:00:00.000Z');
const BALANCES = 'erp:BER1:balances';
const pieces = (value: string) => ({ value, unit: 'H87' });

describe('the looks at the ERP', () => {
  let erp: SimulatedErp;
  let heard: Map<string, number>;
  let teller: ErpTeller;
  beforeEach(async () => {
    erp = await startSimulatedErp({ now: () => NOW });
    heard = new Map();
    teller = new ErpTeller(erp, 'BER1', () => 0); // no time goes by
  });
  afterEach(() => erp.close());

  async function tell(): Promise<readonly Observation[]> {
    const told = await teller.tell((source) => heard.get(source) ?? 0, false);
    for (const { source, sequence } of told) heard.set(source, Math.max(sequence, heard.get(source) ?? 0));
    return told;
  }

  async function settle(): Promise<BalancesFact | undefined> {
    const looks: Observation[] = [];
    for (let told = await tell(); told.length > 0; told = await tell()) looks.push(...told.filter(({ source }) => source === BALANCES));
    return looks.at(-1)?.fact as BalancesFact | undefined;
  }

  it('wait while documents are told, and the last one comes as soon as nothing else is new', async () => {
    expect((await tell()).some(({ source }) => source === BALANCES)).toBe(false);

    expect((await tell()).map(({ source }) => source)).toEqual([BALANCES]);
    expect(await tell()).toEqual([]);
  });

  it('have a new place for a confirmation that moves no stock, and for an order that ends without a document', async () => {
    const first = await settle();
    await erp.apply({
      type: 'confirm', reference: 'time-only', workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', postingDate: '2026-11-22', yield: pieces('0'), scrap: [], producedLots: [], serialNumbers: [], consumptions: [],
      otherOutputs: [], activities: [],
    });

    const second = await settle();
    expect([second?.lists.confirmations, second?.lists.stockDocuments]).toEqual([1, first?.lists.stockDocuments]);

    await erp.apply({ type: 'cancelOrder', workOrderId: 'WO-1002' });
    const third = await settle();
    expect(third).toEqual({ ...second, endedOrders: ['WO-1002'] });
  });
});
