import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { postAll } from './erp-keeper.js';
import { LEFT_TO_PEOPLE, MesStand } from './mes-stand.js';
import type { MesHabits } from './mes-stand.js';

describe('what the MES says of its work', () => {
  let stand: MesStand;
  beforeEach(async () => {
    stand = await MesStand.open('BER1');
  });
  afterEach(() => stand.close());

  async function restart(siteId: string, habits?: MesHabits): Promise<void> {
    await stand.close();
    stand = await MesStand.open(siteId, habits);
  }

  describe.each(['BER1', 'CHI1'])('at %s', (siteId) => {
    it('can be posted by the ERP in this very order, machine time and corrections included, without a refusal or a follow-up', async () => {
      await restart(siteId, { mistakeShare: 0.3 });
      await stand.handOver();
      await stand.workFor(240);

      expect(await postAll(stand.erp, siteId, stand.gateway.accepted)).toEqual([]);

      const { followUps, orders, costs } = await stand.erp.read((engine) => ({ followUps: engine.followUps(), orders: engine.view.orders, costs: engine.costEntries() }), siteId);
      expect(followUps).toEqual([]);
      for (const { workOrderId, operations } of stand.mes.floor.state.orders.values()) {
        if (LEFT_TO_PEOPLE.includes(workOrderId)) continue;
        const made = [...operations.values()].map(({ good, scrapped }) => [String(good), String(scrapped)]);
        expect({ workOrderId, made: orders.get(workOrderId)!.operations.map((operation) => [operation.yield.booked, operation.scrap.booked]) }).toEqual({ workOrderId, made });
      }
      expect(costs.filter(({ event }) => event === 'activity').length).toBeGreaterThan(60);
      expect(stand.mes.book.counts.corrections).toBeGreaterThan(0);
    });

    it('is whole over restarts, and can be posted all the same', async () => {
      await restart(siteId);
      await stand.handOver();
      for (let life = 0; life < 12; life += 1) {
        await stand.workFor(20);
        await stand.mes.close();
        await stand.resume(siteId);
      }

      expect(stand.unfinished()).toEqual([]);
      expect(await postAll(stand.erp, siteId, stand.gateway.accepted)).toEqual([]);
    });
  });

  it('has corrections of both kinds at Berlin: reports that replace, and reversals', async () => {
    await restart('BER1', { mistakeShare: 0.3 });
    await stand.handOver();
    await stand.workFor(240);

    expect(stand.gateway.accepted.filter(({ type }) => type === 'reversal').length).toBeGreaterThan(0);
    expect(stand.gateway.reports.filter(({ replaces }) => replaces !== undefined).length).toBeGreaterThan(0);
    expect(stand.mes.book.counts.reversals).toBeGreaterThan(0);
  });
});
