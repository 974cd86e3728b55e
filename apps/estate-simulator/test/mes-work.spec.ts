import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MesStand } from './mes-stand.js';
import type { MesHabits } from './mes-stand.js';

describe('the MES at work', () => {
  let stand: MesStand;
  afterEach(() => stand.close());

  async function start(siteId: string, habits?: MesHabits): Promise<void> {
    stand = await MesStand.open(siteId, habits);
  }

  describe.each(['BER1', 'CHI1'])('at %s', (siteId) => {
    it('makes every order to its end, and the gateway takes every word of it: partial and final, scrap, rework, lots, serial numbers with what was built in, material, side outputs, persons', async () => {
      await start(siteId);
      await stand.handOver();
      await stand.workFor(240);

      expect(stand.unfinished()).toEqual([]);
      expect(stand.mes.floor.isQuiet).toBe(true);
      const accepted = (wanted: string): number => stand.gateway.accepted.filter(({ type }) => type === wanted).length;
      const { corrections, ...counts } = stand.mes.book.counts;
      expect(counts).toEqual({ reports: accepted('report'), consumptions: accepted('consumption'), reversals: accepted('reversal'), acknowledgements: accepted('acknowledgement'), overtaken: 0, refused: 0, unanswered: 0 });
      const answered = counts.reports + counts.consumptions + counts.reversals;
      expect(stand.mes.book.progress).toEqual({ said: answered, answered });
      expect(corrections).toBeGreaterThan(0);
      expect(stand.gateway.reports.length).toBeGreaterThan(60);

      const some = (what: (report: (typeof stand.gateway.reports)[number]) => boolean): boolean => stand.gateway.reports.some(what);
      expect(some(({ kind }) => kind === 'partial') && some(({ kind }) => kind === 'final')).toBe(true);
      expect(some(({ scrap }) => scrap!.length > 0) && some(({ rework }) => rework !== undefined)).toBe(true);
      expect(some(({ producedLots }) => producedLots!.length > 0)).toBe(true);
      expect(some(({ genealogy }) => genealogy!.some(({ componentSerialNumbers }) => componentSerialNumbers.length > 0))).toBe(true);
      expect(some(({ consumptions }) => consumptions!.length > 0) && some(({ otherOutputs }) => otherOutputs!.length > 0)).toBe(true);
      expect(stand.gateway.reports.every(({ labor }) => labor!.length <= 1 && labor!.every(({ personId }) => personId !== undefined))).toBe(true);

      const used = stand.facts.flatMap((fact) => (fact.type === 'confirmed' ? fact.work.consumptions : []));
      if (siteId === 'CHI1') expect(used.some(({ itemId, lotId }) => itemId === 'MED-40' && lotId === 'M40-17')).toBe(true); // a lot that the ERP has, and no more than is there
      expect(used.filter(({ itemId, lotId }) => itemId === 'MED-40' && lotId !== 'M40-17')).toEqual([]);
    });

    it('does the same for the same seed and something else for another', async () => {
      const bookOf = async (seed: number): Promise<string> => {
        await start(siteId, { seed });
        await stand.handOver();
        await stand.workFor(8);
        return readFileSync(join(stand.folder, `mes-${siteId}.ndjson`), 'utf8');
      };

      const first = await bookOf(5);
      await stand.close();
      const again = await bookOf(5);
      await stand.close();

      expect(again).toBe(first);
      expect(await bookOf(6)).not.toBe(first);
      expect(first.split('\n').length).toBeGreaterThan(50);
    });
  });

  it('waits with a run until its material is there', async () => {
    await start('CHI1');
    await stand.erp.apply({ type: 'setLotStatus', itemId: 'MED-40', lotId: 'M40-17', status: 'blocked' }, 'CHI1');
    await stand.handOver();
    await stand.workFor(48);
    const cartridges = () => stand.gateway.reports.filter(({ workOrderId, operationId }) => operationId === '0010' && stand.mes.floor.state.orders.get(workOrderId)!.operations.get('0010')!.jobOrder.itemId === 'FL-520');
    expect(cartridges()).toEqual([]);

    await stand.erp.apply({ type: 'setLotStatus', itemId: 'MED-40', lotId: 'M40-17', status: 'unrestricted' }, 'CHI1');
    await stand.workFor(48);

    expect(cartridges().length).toBeGreaterThan(0);
  });

  it('reports running totals at Chicago that its physical work adds up to', async () => {
    await start('CHI1', { mistakeShare: 0.3 });
    await stand.handOver();
    await stand.workFor(240);

    const made = new Map<string, number>();
    for (const fact of stand.facts) {
      if (fact.type !== 'confirmed') continue;
      const key = `${fact.report.workOrderId}|${fact.report.operationId}`;
      made.set(key, (made.get(key) ?? 0) + Number(fact.work.yield.value));
      expect(fact.report).toEqual(expect.objectContaining({ cumulative: true, yield: { value: String(made.get(key)), unit: 'H87' } }));
    }
    expect(stand.facts.some((fact) => fact.type === 'confirmed' && Number(fact.work.yield.value) < 0)).toBe(true);
    expect(stand.facts.some(({ type }) => type === 'takenBack')).toBe(false);
  });

  it('holds an operation and the one after it while a correction is not settled', async () => {
    await start('BER1', { mistakeShare: 1 });
    const [workOrderId] = await stand.released();
    await stand.mes.push('ref', workOrderId, 1, await stand.gateway.dispatch(workOrderId));
    stand.gateway.posts = false;

    await stand.workFor(24);

    const reported = (): readonly string[] => stand.gateway.accepted.filter(({ type }) => type !== 'acknowledgement').map(({ id }) => id);
    expect(reported()).toEqual(['mes-BER1-000001', 'mes-BER1-000002']);
    expect(stand.gateway.reports[1]).toEqual(expect.objectContaining({ replaces: 'mes-BER1-000001', yield: { value: '5', unit: 'H87' }, scrap: [expect.objectContaining({ quantity: { value: '1', unit: 'H87' } })] }));

    stand.gateway.posts = true;
    await stand.workFor(10);

    expect(reported().length).toBeGreaterThan(2);
  });

  it('works pieces that it put aside again, and reports them as yield or scrap, without anything new going in or falling off', async () => {
    await start('BER1', { mistakeShare: 0 });
    await stand.handOver();
    await stand.workFor(240);

    const orders = [...stand.mes.floor.state.orders.values()].filter(({ isDone }) => isDone);
    const aside = stand.facts.reduce((sum, fact) => sum + (fact.type === 'confirmed' ? Number(fact.work.rework.value) : 0), 0);
    expect(aside).toBeGreaterThan(0);
    for (const { operations } of orders) {
      let input = Number([...operations.values()][0].jobOrder.quantity.value);
      for (const { good, scrapped, aside: left } of operations.values()) {
        expect({ good, sum: good + scrapped, left }).toEqual({ good, sum: input, left: 0 });
        input = good;
      }
    }
    const punched = orders.filter(({ operations }) => operations.get('0010')?.jobOrder.itemId === 'FG-300');
    const washers = (workOrderId: string): number => stand.facts.reduce((sum, fact) => sum + (fact.type === 'confirmed' && fact.report.workOrderId === workOrderId ? Number(fact.work.otherOutputs[0]?.quantity.value ?? 0) : 0), 0);
    expect(punched.map(({ workOrderId }) => washers(workOrderId))).toEqual(punched.map(({ operations }) => Number(operations.get('0010')!.jobOrder.quantity.value))); // one falls off each piece, once
    expect(punched.length).toBeGreaterThan(0);
  });
});
