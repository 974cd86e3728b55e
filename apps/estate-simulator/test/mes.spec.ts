import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { demoPlantSources, startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import { factsOnDisk } from '../src/mes/fact-teller.js';
import type { MesFact } from '../src/mes/mes-fact.js';
import { MES_PLANTS } from '../src/mes/mes-plant.js';
import { Mes } from '../src/mes/mes.js';
import { postAll } from './erp-keeper.js';
import { SimulatedGateway } from './simulated-gateway.js';

const LEFT_TO_PEOPLE = 'WO-1001';

describe('the MES', () => {
  let folder: string;
  let now: Date;
  let erp: SimulatedErp;
  let gateway: SimulatedGateway;
  let mes: Mes;
  let said: string[];
  let facts: MesFact[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mes-'));
    now = new Date('2026-11-22T08:00:00Z');
    erp = await startSimulatedErp({ now: () => now, plants: demoPlantSources(1) });
    said = [];
    facts = [];
    await startMes('BER1');
  });
  afterEach(async () => {
    await mes.close();
    await erp.close();
    rmSync(folder, { recursive: true });
  });

  async function startMes(siteId: string, { seed = 1, mistakeShare = 0.1 } = {}): Promise<void> {
    gateway = new SimulatedGateway(erp, siteId);
    await resumeMes(siteId, { seed, mistakeShare });
  }

  async function resumeMes(siteId: string, { seed = 1, mistakeShare = 0.1 } = {}): Promise<void> {
    mes = await Mes.open({
      plant: MES_PLANTS.find((plant) => plant.siteId === siteId)!, seed, mistakeShare, folder, now: () => now, leaveAlone: [LEFT_TO_PEOPLE, 'WO-2001'], say: (line) => said.push(line), onFact: (fact) => facts.push(fact),
    });
    await mes.begin();
  }

  async function restartAs(siteId: string, options?: { readonly seed?: number; readonly mistakeShare?: number }): Promise<void> {
    await mes.close();
    rmSync(folder, { recursive: true });
    now = new Date('2026-11-22T08:00:00Z');
    facts = [];
    await startMes(siteId, options);
  }

  /** All released orders reach the MES. */
  async function handOver(): Promise<void> {
    if (mes.plant.style === 'pull') return mes.pull(gateway);
    for (const workOrderId of await gateway.released()) await mes.push(`ref-${workOrderId}`, workOrderId, 1, await gateway.dispatch(workOrderId));
  }

  /** The plant works for some hours, in steps of ten business minutes, and says what it did. */
  async function workFor(hours: number): Promise<void> {
    for (let minutes = 0; minutes < hours * 60; minutes += 10) {
      await mes.lookAtMaterial(gateway);
      await mes.work();
      await mes.send(gateway);
      await mes.followOutcomes(gateway);
      now = new Date(now.getTime() + 600_000);
    }
    await mes.work();
    await mes.send(gateway);
  }

  describe.each(['BER1', 'CHI1'])('at %s', (siteId) => {
    beforeEach(() => restartAs(siteId));

    it('makes every order to its end, and the ERP takes every report without a refusal or a follow-up', async () => {
      await handOver();
      await workFor(240);

      const orders = mes.floor.state.orders;
      const open = [...orders.values()].filter(({ isDone, workOrderId }) => !isDone && !['WO-1001', 'WO-2001'].includes(workOrderId));
      expect(open.map(({ workOrderId }) => workOrderId)).toEqual([]);
      expect(mes.floor.isQuiet).toBe(true);
      expect(mes.book.counts).toEqual(expect.objectContaining({ refused: 0, accepted: gateway.accepted.length }));
      expect(mes.book.counts.corrections).toBeGreaterThan(0);
      expect(gateway.reports.length).toBeGreaterThan(60);
    });

    it('reports partial and final, scrap with reasons, rework, lots, serial numbers with what was built in, reported material, side outputs, persons', async () => {
      await handOver();
      await workFor(240);

      const some = (what: (report: (typeof gateway.reports)[number]) => boolean): boolean => gateway.reports.some(what);
      expect(some(({ kind }) => kind === 'partial') && some(({ kind }) => kind === 'final')).toBe(true);
      expect(some(({ scrap }) => scrap!.length > 0) && some(({ rework }) => rework !== undefined)).toBe(true);
      expect(some(({ producedLots }) => producedLots!.length > 0)).toBe(true);
      expect(some(({ genealogy }) => genealogy!.some(({ componentSerialNumbers }) => componentSerialNumbers.length > 0))).toBe(true);
      expect(some(({ consumptions }) => consumptions!.length > 0) && some(({ otherOutputs }) => otherOutputs!.length > 0)).toBe(true);
      expect(gateway.reports.every(({ labor }) => labor!.length <= 1 && labor!.every(({ personId }) => personId !== undefined))).toBe(true);
    });

    it('does the same for the same seed and something else for another', async () => {
      const bookOf = async (seed: number): Promise<string> => {
        await restartAs(siteId, { seed });
        await handOver();
        await workFor(20);
        return readFileSync(join(folder, `mes-${siteId}.ndjson`), 'utf8');
      };

      const first = await bookOf(5);

      expect(await bookOf(5)).toBe(first);
      expect(await bookOf(6)).not.toBe(first);
    });
  });

  it('says what the ERP can post in this very order, corrections included', async () => {
    await handOver();
    await workFor(240);

    expect(await postAll(erp, 'BER1', gateway.accepted)).toEqual([]);

    expect(await erp.read((engine) => engine.followUps(), 'BER1')).toEqual([]);
    expect(gateway.accepted.filter(({ type }) => type === 'reversal').length).toBeGreaterThan(0);
    expect(gateway.reports.filter(({ replaces }) => replaces !== undefined).length).toBeGreaterThan(0);
  });

  it('uses reported material from lots that the ERP has, and no more than is there', async () => {
    await restartAs('CHI1');
    await handOver();
    await workFor(240);

    const used = facts.flatMap((fact) => (fact.type === 'confirmed' ? fact.work.consumptions : []));
    expect(used.some(({ itemId, lotId }) => itemId === 'MED-40' && lotId === 'M40-17')).toBe(true);
    expect(used.filter(({ itemId, lotId }) => itemId === 'MED-40' && lotId !== 'M40-17')).toEqual([]);
  });

  it('waits with a run until its material is there', async () => {
    await erp.apply({ type: 'setLotStatus', itemId: 'MED-40', lotId: 'M40-17', status: 'blocked' }, 'CHI1');
    await restartAs('CHI1');
    await handOver();
    await workFor(48);
    const cartridges = () => gateway.reports.filter(({ workOrderId, operationId }) => operationId === '0010' && mes.floor.state.orders.get(workOrderId)!.operations.get('0010')!.jobOrder.itemId === 'FL-520');
    expect(cartridges()).toEqual([]);

    await erp.apply({ type: 'setLotStatus', itemId: 'MED-40', lotId: 'M40-17', status: 'unrestricted' }, 'CHI1');
    await workFor(48);

    expect(cartridges().length).toBeGreaterThan(0);
  });

  it('reports running totals at Chicago that its physical work adds up to', async () => {
    await restartAs('CHI1', { mistakeShare: 0.3 });
    await handOver();
    await workFor(240);

    const made = new Map<string, number>();
    for (const fact of facts) {
      if (fact.type !== 'confirmed') continue;
      const key = `${fact.report.workOrderId}|${fact.report.operationId}`;
      made.set(key, (made.get(key) ?? 0) + Number(fact.work.yield.value));
      expect(fact.report).toEqual(expect.objectContaining({ cumulative: true, yield: { value: String(made.get(key)), unit: 'H87' } }));
    }
    expect(facts.some((fact) => fact.type === 'confirmed' && Number(fact.work.yield.value) < 0)).toBe(true);
    expect(facts.some(({ type }) => type === 'takenBack')).toBe(false);
  });

  it('holds an operation and the one after it while a correction is not settled', async () => {
    await restartAs('BER1', { mistakeShare: 1 });
    const [workOrderId] = (await gateway.released()).filter((id) => id !== LEFT_TO_PEOPLE);
    await mes.push('ref', workOrderId, 1, await gateway.dispatch(workOrderId));
    gateway.posts = false;

    await workFor(24);

    const reported = (): readonly string[] => gateway.accepted.filter(({ type }) => type !== 'acknowledgement').map(({ id }) => id);
    expect(reported()).toEqual(['mes-BER1-000001', 'mes-BER1-000002']);
    expect(gateway.reports[1]).toEqual(expect.objectContaining({ replaces: 'mes-BER1-000001', yield: { value: '5', unit: 'H87' }, scrap: [expect.objectContaining({ quantity: { value: '1', unit: 'H87' } })] }));

    gateway.posts = true;
    await workFor(10);

    expect(reported().length).toBeGreaterThan(2);
  });

  it('works pieces that it put aside again, and reports them as yield or scrap, without anything new going in or falling off', async () => {
    await restartAs('BER1', { mistakeShare: 0 });
    await handOver();
    await workFor(240);

    const orders = [...mes.floor.state.orders.values()].filter(({ isDone }) => isDone);
    const aside = facts.reduce((sum, fact) => sum + (fact.type === 'confirmed' ? Number(fact.work.rework.value) : 0), 0);
    expect(aside).toBeGreaterThan(0);
    for (const { operations } of orders) {
      let input = Number([...operations.values()][0].jobOrder.quantity.value);
      for (const { good, scrapped, aside: left } of operations.values()) {
        expect({ good, sum: good + scrapped, left }).toEqual({ good, sum: input, left: 0 });
        input = good;
      }
    }
    const punched = orders.filter(({ operations }) => operations.get('0010')?.jobOrder.itemId === 'FG-300');
    const washers = (workOrderId: string): number => facts.reduce((sum, fact) => sum + (fact.type === 'confirmed' && fact.report.workOrderId === workOrderId ? Number(fact.work.otherOutputs[0]?.quantity.value ?? 0) : 0), 0);
    expect(punched.map(({ workOrderId }) => washers(workOrderId))).toEqual(punched.map(({ operations }) => Number(operations.get('0010')!.jobOrder.quantity.value))); // one falls off each piece, once
    expect(punched.length).toBeGreaterThan(0);
  });

  it('leaves alone what is kept for people: neither answered nor worked on', async () => {
    await handOver();
    await workFor(10);

    expect(mes.standing(LEFT_TO_PEOPLE)).toEqual(expect.objectContaining({ version: 1 }));
    expect(gateway.accepted.filter((outgoing) => JSON.stringify(outgoing).includes(LEFT_TO_PEOPLE))).toEqual([]);
  });

  it('accepts job orders, or answers as it was told to: a refused order is not made, of a partly accepted one only that part', async () => {
    const [refused, partly, whole] = (await gateway.released()).filter((id) => id !== LEFT_TO_PEOPLE);
    mes.planAnswer(refused, { answer: 'refused', reason: 'The fixture is in repair.', acceptedShare: 0 });
    mes.planAnswer(partly, { answer: 'partly', reason: 'Half of it.', acceptedShare: 0.5 });
    for (const workOrderId of [refused, partly, whole]) await mes.push(`ref-${workOrderId}`, workOrderId, 1, await gateway.dispatch(workOrderId));
    await workFor(120);

    const answerTo = (workOrderId: string) => gateway.acknowledgements.filter((outgoing) => outgoing.workOrderId === workOrderId).map(({ body: { answer } }) => answer);
    expect(new Set(answerTo(refused))).toEqual(new Set(['refused']));
    expect(new Set(answerTo(partly))).toEqual(new Set(['partly']));
    expect(new Set(answerTo(whole))).toEqual(new Set(['accepted']));
    expect(gateway.reports.some(({ workOrderId }) => workOrderId === refused)).toBe(false);
    const { good, scrapped, jobOrder } = [...mes.floor.state.orders.get(partly)!.operations.values()][0];
    expect(good + scrapped).toBe(Math.floor(Number(jobOrder.quantity.value) / 2));
  });

  it('takes a newer version of a work order on, keeps it when an older one comes late, and answers each version once', async () => {
    const [workOrderId] = (await gateway.released()).filter((id) => id !== LEFT_TO_PEOPLE);
    const [first, second] = [await gateway.dispatch(workOrderId, 1), await gateway.dispatch(workOrderId, 2)];
    await mes.push('ref-2', workOrderId, 2, second);

    expect(await mes.push('ref-1', workOrderId, 1, first)).toEqual(expect.objectContaining({ version: 2, reference: 'ref-2' }));
    expect(await mes.push('ref-2', workOrderId, 2, second)).toEqual(expect.objectContaining({ version: 2, reference: 'ref-2' }));

    await mes.send(gateway);
    expect(gateway.acknowledgements.map(({ id }) => id)).toEqual(second.map(({ jobOrderId }) => `ack-${jobOrderId}@2`));
  });

  it('sends the very same again until it has an answer, in order', async () => {
    await handOver();
    gateway.loseNextAnswers = 2;

    expect(await mes.send(gateway)).toBe(0);
    expect(await mes.send(gateway)).toBe(0);
    expect(await mes.send(gateway)).toBeUndefined();

    expect(gateway.received.slice(0, 3)).toEqual([gateway.accepted[0], gateway.accepted[0], gateway.accepted[0]]);
    expect(new Set(gateway.accepted.map(({ id }) => id)).size).toBe(gateway.accepted.length);
    expect(mes.book.waiting).toBe(0);
  });

  it('goes on while the gateway is away, and after a restart says what has no answer, body unchanged', async () => {
    await handOver();
    await workFor(3);
    const answered = gateway.accepted.length;
    gateway.away = true;
    for (let hour = 0; hour < 4; hour += 1) {
      now = new Date(now.getTime() + 3_600_000);
      await mes.work();
      if (mes.book.waiting > 0) expect(await mes.send(gateway)).toBe(0);
    }
    const waiting = mes.book.waiting;
    const next = mes.book.next();
    expect(waiting).toBeGreaterThan(3);
    await mes.close();

    gateway.away = false;
    await resumeMes('BER1');
    expect(mes.book.waiting).toBe(waiting);
    expect(mes.book.next()).toEqual(next);
    expect(await mes.send(gateway)).toBeUndefined();

    expect(gateway.accepted.length).toBe(answered + waiting);
    await workFor(2);
    const ids = gateway.accepted.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('makes every order to its end over restarts, as the ERP can post it', async () => {
    await handOver();
    for (let life = 0; life < 12; life += 1) {
      await workFor(20);
      await mes.close();
      await resumeMes('BER1');
    }

    expect([...mes.floor.state.orders.values()].filter(({ isDone, workOrderId }) => !isDone && workOrderId !== LEFT_TO_PEOPLE)).toEqual([]);
    expect(await postAll(erp, 'BER1', gateway.accepted)).toEqual([]);
  });

  it('says nothing while it is down, and the floor goes on', async () => {
    await handOver();
    await workFor(1);
    const before = gateway.received.length;
    mes.goDown(3_600_000);

    await workFor(5);
    expect(gateway.received.length).toBe(before);
    expect(mes.book.waiting).toBeGreaterThan(3);

    mes.goDown(0);
    await mes.send(gateway);
    expect(mes.book.waiting).toBe(0);
  });

  it('tells a refusal and does not stop at it', async () => {
    await handOver();
    gateway.refuse = mes.book.next()!.id;

    await mes.send(gateway);

    expect(said).toEqual([`acknowledgement ${gateway.refuse} was refused: VALIDATION_FAILED no`]);
    expect(mes.book.waiting).toBe(0);
    expect(mes.book.counts.refused).toBe(1);
  });

  it('tells one fact for each report and reversal when it was accepted, in that order, and the same facts again from the disk', async () => {
    await handOver();
    await workFor(60);

    expect(facts.map(({ sequence }) => sequence)).toEqual(facts.map((_fact, place) => place + 1));
    const idOf = (fact: MesFact): string => (fact.type === 'confirmed' ? fact.report.confirmationId : fact.reversalId);
    expect(facts.map(idOf)).toEqual(gateway.accepted.filter(({ type }) => type !== 'acknowledgement').map(({ id }) => id));
    const replayed: MesFact[] = [];
    for await (const fact of factsOnDisk(folder, 'BER1', 4)) replayed.push(fact);
    expect(replayed).toEqual(facts.slice(3));
  });

  it('takes job orders on while the plant stands still, and answers them when it begins', async () => {
    await restartAs('BER1');
    const idle = await Mes.open({ plant: mes.plant, seed: 1, mistakeShare: 0, folder: join(folder, 'idle'), now: () => now, leaveAlone: [], say: () => undefined });
    const [workOrderId] = await gateway.released();

    await idle.push('ref', workOrderId, 1, await gateway.dispatch(workOrderId));
    expect(idle.book.waiting).toBe(0);
    await idle.begin();

    expect(idle.book.next()).toEqual(expect.objectContaining({ type: 'acknowledgement' }));
    await idle.close();
  });
});
