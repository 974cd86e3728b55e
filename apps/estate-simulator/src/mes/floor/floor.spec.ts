import { describe, expect, it } from '@jest/globals';
import type { JobOrder } from '@plantway/canonical';
import type { BookLine } from '../book-line.js';
import { MES_PLANTS } from '../mes-plant.js';
import { Floor } from './floor.js';

const BEGIN = Date.parse('2026-11-22T08:00:00Z');
const HOUR = 3_600_000;

function jobOrder(workOrderId: string, operationId: string, workCenterId: string, more: Partial<JobOrder> = {}): JobOrder {
  return {
    jobOrderId: `${workOrderId}-${operationId}`, version: 1, workOrderId, operationId, itemId: 'FG-100', workCenterId, quantity: { value: '40', unit: 'H87' }, state: 'AllowedToStart',
    startAt: '2026-11-22T08:00:00Z', dueAt: '2026-11-25T08:00:00Z', tracking: 'none', components: [], ...more,
  };
}

function floorWith(siteId: string, workOrderIds: readonly string[], more: Partial<JobOrder> = {}): Floor {
  const floor = new Floor({ plant: MES_PLANTS.find((plant) => plant.siteId === siteId)!, seed: 3, leaveAlone: [], mistakeShare: 0 });
  floor.resume(BEGIN);
  for (const workOrderId of workOrderIds) {
    const jobOrders = [jobOrder(workOrderId, '0010', 'WC-10', more), jobOrder(workOrderId, '0020', 'WC-20', { predecessorOperationId: '0010', ...more })];
    floor.state.take({ line: 'pushed', at: '2026-11-22T08:00:00Z', reference: `ref-${workOrderId}`, workOrderId, version: 1, jobOrders });
  }
  return floor;
}

function workFor(floor: Floor, hours: number, stepMs: number): readonly BookLine[] {
  const lines: BookLine[] = [];
  for (let time = BEGIN; time <= BEGIN + hours * HOUR; time += stepMs) lines.push(...floor.advance(time));
  return lines;
}

describe('the shop floor', () => {
  it('does the same however often it is looked at', () => {
    const orders = ['WO-1', 'WO-2', 'WO-3', 'WO-4', 'WO-5'];

    const oftenLookedAt = workFor(floorWith('BER1', orders), 24, 60_000);

    expect(oftenLookedAt.length).toBeGreaterThan(20);
    expect(workFor(floorWith('BER1', orders), 24, 24 * HOUR)).toEqual(oftenLookedAt);
  });

  it('is the same again after its lines were read from a book', () => {
    const floor = floorWith('BER1', ['WO-1', 'WO-2']);
    const lines = workFor(floor, 24, HOUR);

    const again = floorWith('BER1', ['WO-1', 'WO-2']);
    for (const line of lines) again.state.take(JSON.parse(JSON.stringify(line)) as BookLine);

    expect([...again.state.orders]).toEqual([...floor.state.orders]);
    expect(again.state.active).toEqual([]);
  });

  it('makes one run at a machine at a time, with one person each', () => {
    const lines = workFor(floorWith('BER1', Array.from({ length: 20 }, (_unused, place) => `WO-${place}`)), 100, HOUR);

    const runs = lines.flatMap((line) => (line.line === 'outgoing' && line.outgoing.type === 'report' ? [line.outgoing.body] : []));
    for (const key of [(run: (typeof runs)[number]) => run.equipmentId!, (run: (typeof runs)[number]) => run.labor![0].personId!]) {
      const busyUntil = new Map<string, number>();
      for (const run of [...runs].sort((left, right) => Date.parse(left.startedAt) - Date.parse(right.startedAt))) {
        expect(Date.parse(run.startedAt)).toBeGreaterThanOrEqual(busyUntil.get(key(run)) ?? 0);
        busyUntil.set(key(run), Date.parse(run.finishedAt));
      }
    }
    expect(new Set(runs.map(({ equipmentId }) => equipmentId))).toEqual(new Set(['WU-10-A', 'WU-10-B', 'WU-10-C', 'WU-10-D', 'WU-20-A', 'WU-20-B', 'WU-20-C', 'WU-20-D']));
  });

  it('writes times as its plant does, with the offset', () => {
    const [line] = workFor(floorWith('CHI1', ['WO-1']), 24, HOUR);

    expect(line.at).toMatch(/^2026-11-22T0\d:\d\d:\d\d\.\d{3}-06:00$/);
  });

  it('keeps the newest version of a job order, in whatever order versions come', () => {
    const floor = floorWith('CHI1', []);
    const version = (number: number, pieces: string): BookLine => ({
      line: 'pulled', at: '2026-11-22T08:00:00Z', cursor: `${number}`, jobOrders: [jobOrder('WO-1', '0010', 'MOLD-1', { version: number, quantity: { value: pieces, unit: 'H87' } })],
    });

    for (const line of [version(2, '30'), version(1, '90')]) floor.state.take(line);
    workFor(floor, 48, HOUR);

    const { version: known, operations } = floor.state.orders.get('WO-1')!;
    expect(known).toBe(2);
    expect(operations.get('0010')!.good + operations.get('0010')!.scrapped).toBe(30);
  });

  it('works so much longer as its machines stand still, and tells what runs there', () => {
    const failure = { from: BEGIN + HOUR / 4, until: BEGIN + HOUR, kind: 'failure' as const };
    const told: string[] = [];
    const floor = new Floor({
      plant: MES_PLANTS[0], seed: 3, leaveAlone: [], mistakeShare: 0,
      standstills: { between: () => [], doneAt: (_unit, from, workMs) => from + workMs + (from < failure.until && from + workMs > failure.from ? failure.until - failure.from : 0) },
      watcher: { begun: ({ unit, workOrderId, finishesAt }) => told.push(`${unit} ${workOrderId} until ${finishesAt}`), ended: (unit, at) => told.push(`${unit} ended ${at}`) },
    });
    floor.resume(BEGIN);
    floor.state.take({ line: 'pushed', at: '2026-11-22T08:00:00Z', reference: 'ref', workOrderId: 'WO-1', version: 1, jobOrders: [jobOrder('WO-1', '0010', 'WC-10')] });

    const [line] = workFor(floor, 24, HOUR);
    const { startedAt, finishedAt } = (line as any).outgoing.body;

    const [quick] = workFor(floorWith('BER1', ['WO-1']), 24, HOUR);
    expect(Date.parse(finishedAt) - Date.parse((quick as any).outgoing.body.finishedAt)).toBe(45 * 60_000);
    expect(told.slice(0, 2)).toEqual([`WU-10-A WO-1 until ${Date.parse(finishedAt)}`, `WU-10-A ended ${Date.parse(finishedAt)}`]);
    expect(Date.parse(startedAt)).toBe(BEGIN);
  });

  it('does not begin what was called off', () => {
    expect(workFor(floorWith('BER1', ['WO-1'], { state: 'Aborted' }), 24, HOUR)).toEqual([]);
  });
});
