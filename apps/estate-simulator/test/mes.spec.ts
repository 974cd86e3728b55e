import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startSimulatedErp } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import type { Report } from '../src/mes/gateway-for-mes.js';
import { Mes } from '../src/mes/mes.js';
import { ReportBook } from '../src/mes/report-book.js';
import { ShopFloor } from '../src/mes/shop-floor.js';
import { SimulatedGateway } from './simulated-gateway.js';

describe('the MES', () => {
  let folder: string;
  let now: Date;
  let erp: SimulatedErp;
  let gateway: SimulatedGateway;
  let book: ReportBook;
  let mes: Mes;
  let said: string[];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mes-'));
    now = new Date('2026-11-22T08:00:00Z');
    erp = await startSimulatedErp({ now: () => now, seed: 1 });
    gateway = new SimulatedGateway(erp);
    said = [];
    await startMes();
  });
  afterEach(async () => {
    await book.close();
    await erp.close();
    rmSync(folder, { recursive: true });
  });

  async function startMes(seed = 1): Promise<void> {
    book = await ReportBook.open(folder, 'BER1');
    mes = new Mes({ siteId: 'BER1', book, floor: new ShopFloor(seed), gateway, now: () => now, leaveAlone: ['WO-1001'], say: (line) => said.push(line) });
  }

  /** The plant works for some hours, in steps of ten business minutes. */
  async function workFor(hours: number): Promise<void> {
    await mes.lookForOrders();
    for (let minutes = 0; minutes < hours * 60; minutes += 10) {
      await mes.work();
      now = new Date(now.getTime() + 600_000);
    }
    await mes.work();
  }

  it('confirms operations in order, partial and final, never more than the operation before has yielded', async () => {
    await workFor(100);
    await mes.send();

    const done = new Map<string, { good: number; all: number; isFinal: boolean }>();
    const orders = new Map(book.orders().map(({ order }) => [order.workOrderId, order]));
    for (const report of gateway.accepted) {
      const order = orders.get(report.workOrderId)!;
      const place = order.operations.findIndex(({ operationId }) => operationId === report.operationId);
      const before = place === 0 ? { good: Number(order.quantity.value), isFinal: true } : done.get(`${order.workOrderId}|${order.operations[place - 1].operationId}`)!;
      const key = `${report.workOrderId}|${report.operationId}`;
      const own = done.get(key) ?? { good: 0, all: 0, isFinal: false };
      const scrap = report.scrap!.reduce((sum, { quantity }) => sum + Number(quantity.value), 0);
      expect(own.isFinal).toBe(false);
      done.set(key, { good: own.good + Number(report.yield.value), all: own.all + Number(report.yield.value) + scrap, isFinal: report.kind === 'final' });
      expect(done.get(key)!.all).toBeLessThanOrEqual(before.good);
      if (report.kind === 'final') expect(before.isFinal && done.get(key)!.all === before.good).toBe(true);
    }
    expect(gateway.accepted.some(({ kind }) => kind === 'partial')).toBe(true);
    expect(gateway.accepted.some(({ scrap }) => scrap!.length > 0)).toBe(true);
    expect(gateway.accepted.some(({ consumptions }) => consumptions!.some(({ itemId }) => itemId === 'PK-1'))).toBe(true);
    expect(gateway.accepted.some(({ producedLots }) => producedLots!.length > 0)).toBe(true);
    expect([...done.values()].filter(({ isFinal }) => isFinal).length).toBeGreaterThan(10);
  });

  it('sends reports that the ERP takes without a follow-up or a refusal', async () => {
    await workFor(30);
    await mes.send();

    for (const report of gateway.accepted) {
      const outcome = await erp.apply({
        type: 'confirm', reference: report.confirmationId, workOrderId: report.workOrderId, operationId: report.operationId, kind: report.kind, postingDate: '2026-11-22', yield: report.yield,
        scrap: report.scrap!, producedLots: report.producedLots!, serialNumbers: [], otherOutputs: [], activities: [],
        consumptions: report.consumptions!.map(({ itemId, quantity }) => ({ itemId, quantity: quantity!, backflush: false })), workCenterId: report.workCenterId!,
      });
      expect(outcome).toEqual(expect.objectContaining({ posted: true }));
    }
    expect(gateway.accepted.length).toBeGreaterThan(20);
    expect(await erp.read((engine) => engine.followUps())).toEqual([]);
  });

  it('leaves alone what is kept for people and what somebody else has reported on', async () => {
    await erp.apply({ type: 'confirm', reference: 'hand', workOrderId: 'WO-1003', operationId: '0010', kind: 'partial', postingDate: '2026-11-22', yield: { value: '1', unit: 'H87' }, scrap: [], producedLots: [], serialNumbers: [], consumptions: [], otherOutputs: [], activities: [] });

    await mes.lookForOrders();

    const ids = book.orders().map(({ order }) => order.workOrderId);
    expect(ids).not.toContain('WO-1001');
    expect(ids).not.toContain('WO-1002');
    expect(ids).not.toContain('WO-1003');
    expect(ids).toContain('WO-1004');
  });

  it('sends the very same report again until it has an answer, in order', async () => {
    await workFor(3);
    gateway.loseNextAnswers = 2;

    expect(await mes.send()).toBe(0);
    expect(await mes.send()).toBe(0);
    expect(await mes.send()).toBeUndefined();

    expect(gateway.received.slice(0, 3)).toEqual([book.reports()[0], book.reports()[0], book.reports()[0]]);
    expect(gateway.accepted).toEqual(book.reports());
    expect(book.unsent()).toEqual([]);
  });

  it('goes on while the gateway is away, and after a restart sends what has no answer, body unchanged', async () => {
    await workFor(2);
    await mes.send();
    const answered = gateway.accepted.length;
    gateway.away = true;
    await mes.work();
    now = new Date(now.getTime() + 7_200_000);
    await mes.work();
    expect(await mes.send()).toBe(0);
    const unsent: readonly Report[] = book.unsent();
    expect(unsent.length).toBeGreaterThan(0);
    await book.close();

    await startMes();
    gateway.away = false;
    expect(book.unsent()).toEqual(unsent);
    expect(await mes.send()).toBeUndefined();

    expect(gateway.accepted.slice(answered)).toEqual(unsent);
    await workFor(2);
    await mes.send();
    const ids = gateway.accepted.map(({ confirmationId }) => confirmationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('tells a refusal and does not stop at it', async () => {
    await workFor(3);
    gateway.refuse = book.reports()[1].confirmationId;

    await mes.send();

    expect(said).toEqual([`report ${gateway.refuse} was refused: VALIDATION_FAILED no`]);
    expect(gateway.accepted).toHaveLength(book.reports().length - 1);
    expect(book.outcomeOf(gateway.refuse)).toEqual({ outcome: 'refused', code: 'VALIDATION_FAILED', detail: 'no' });
  });

  it('follows what became of its reports, over a restart too', async () => {
    await workFor(4);
    await mes.send();
    await mes.followOutcomes();
    const reports = book.reports();
    await book.close();

    await startMes();

    expect(reports.length).toBeGreaterThan(3);
    expect(reports.map(({ confirmationId }) => book.stateOf(confirmationId))).toEqual(reports.map(() => 'posted'));
    expect(book.cursor()).toBe(String(reports.length));
  });

  it('does the same for the same seed and something else for another', async () => {
    const reportsOf = async (seed: number): Promise<readonly Report[]> => {
      await book.close();
      rmSync(folder, { recursive: true });
      now = new Date('2026-11-22T08:00:00Z');
      await startMes(seed);
      await workFor(10);
      return book.reports();
    };

    const first = await reportsOf(5);

    expect(await reportsOf(5)).toEqual(first);
    expect(await reportsOf(6)).not.toEqual(first);
  });
});
