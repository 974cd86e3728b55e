import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Mes } from '../src/mes/mes.js';
import { postAll } from './erp-keeper.js';
import { LEFT_TO_PEOPLE, MesStand } from './mes-stand.js';
import type { MesHabits } from './mes-stand.js';

describe('job orders at the MES', () => {
  let stand: MesStand;
  beforeEach(async () => {
    stand = await MesStand.open('BER1');
  });
  afterEach(() => stand.close());

  async function restart(siteId: string, habits?: MesHabits): Promise<void> {
    await stand.close();
    stand = await MesStand.open(siteId, habits);
  }

  it('leaves alone what is kept for people: neither answered nor worked on', async () => {
    await stand.handOver();
    await stand.workFor(10);

    expect(stand.mes.standing(LEFT_TO_PEOPLE[0])).toEqual(expect.objectContaining({ version: 1 }));
    expect(stand.gateway.accepted.filter((outgoing) => JSON.stringify(outgoing).includes(LEFT_TO_PEOPLE[0]))).toEqual([]);
  });

  it('accepts job orders, or answers as it was told to: a refused order is not made, of a partly accepted one only that part', async () => {
    const [refused, partly, whole] = await stand.released();
    stand.mes.planAnswer(refused, { answer: 'refused', reason: 'The fixture is in repair.', acceptedShare: 0 });
    stand.mes.planAnswer(partly, { answer: 'partly', reason: 'Half of it.', acceptedShare: 0.5 });
    for (const workOrderId of [refused, partly, whole]) await stand.mes.push(`ref-${workOrderId}`, workOrderId, 1, await stand.gateway.dispatch(workOrderId));
    await stand.workFor(120);

    const answerTo = (workOrderId: string) => stand.gateway.acknowledgements.filter((outgoing) => outgoing.workOrderId === workOrderId).map(({ body: { answer } }) => answer);
    expect(new Set(answerTo(refused))).toEqual(new Set(['refused']));
    expect(new Set(answerTo(partly))).toEqual(new Set(['partly']));
    expect(new Set(answerTo(whole))).toEqual(new Set(['accepted']));
    expect(stand.gateway.reports.some(({ workOrderId }) => workOrderId === refused)).toBe(false);
    const { good, scrapped, jobOrder } = [...stand.mes.floor.state.orders.get(partly)!.operations.values()][0];
    expect(good + scrapped).toBe(Math.floor(Number(jobOrder.quantity.value) / 2));
  });

  describe.each(['BER1', 'CHI1'])('at %s, where it takes only a part of some orders', (siteId) => {
    it('answers all job orders of such an order alike, makes what it has accepted, and ends it', async () => {
      await restart(siteId, { refusalShare: 0.5 });
      await stand.handOver();
      await stand.workFor(240);

      const answers = new Map<string, string>();
      for (const { workOrderId, body: { answer, acceptedQuantity } } of stand.gateway.acknowledgements) {
        const said = `${answer} ${acceptedQuantity?.value ?? ''}`;
        expect(answers.get(workOrderId) ?? said).toBe(said);
        answers.set(workOrderId, said);
      }
      const parts = [...answers].filter(([, said]) => said.startsWith('partly'));
      expect(parts.length).toBeGreaterThan(0);
      expect(parts.length).toBeLessThan(answers.size);
      expect(stand.unfinished()).toEqual([]);
      for (const [workOrderId, said] of parts) {
        const [first, ...others] = [...stand.mes.floor.state.orders.get(workOrderId)!.operations.values()];
        const ordered = Number(first.jobOrder.quantity.value);
        expect(said).toBe(`partly ${first.good + first.scrapped}`);
        expect(first.good + first.scrapped).toBeLessThan(ordered);
        expect(first.good + first.scrapped).toBeGreaterThanOrEqual(Math.floor(ordered / 2));
        expect([first, ...others].every(({ isFinal }) => isFinal)).toBe(true);
      }
      expect(await postAll(stand.erp, siteId, stand.gateway.accepted)).toEqual([]);
    });

    it('takes all of every order when nobody wants it otherwise', async () => {
      await restart(siteId);
      await stand.handOver();
      await stand.workFor(1);

      expect(new Set(stand.gateway.acknowledgements.map(({ body: { answer } }) => answer))).toEqual(new Set(['accepted']));
    });
  });

  it('takes a newer version of a work order on, keeps it when an older one comes late, and answers each version once', async () => {
    const [workOrderId] = await stand.released();
    const [first, second] = [await stand.gateway.dispatch(workOrderId, 1), await stand.gateway.dispatch(workOrderId, 2)];
    await stand.mes.push('ref-2', workOrderId, 2, second);

    expect(await stand.mes.push('ref-1', workOrderId, 1, first)).toEqual(expect.objectContaining({ version: 2, reference: 'ref-2' }));
    expect(await stand.mes.push('ref-2', workOrderId, 2, second)).toEqual(expect.objectContaining({ version: 2, reference: 'ref-2' }));

    await stand.mes.send(stand.gateway);
    expect(stand.gateway.acknowledgements.map(({ id }) => id)).toEqual(second.map(({ jobOrderId }) => `ack-${jobOrderId}@2`));
  });

  it('takes job orders on while the plant stands still, and answers them when it begins', async () => {
    const idle = await Mes.open({ plant: stand.mes.plant, seed: 1, mistakeShare: 0, folder: join(stand.folder, 'idle'), now: () => stand.now, leaveAlone: [], say: () => undefined });
    const [workOrderId] = await stand.gateway.released();

    await idle.push('ref', workOrderId, 1, await stand.gateway.dispatch(workOrderId));
    expect(idle.book.waiting).toBe(0);
    await idle.begin();

    expect(idle.book.next()).toEqual(expect.objectContaining({ type: 'acknowledgement' }));
    await idle.close();
  });
});
