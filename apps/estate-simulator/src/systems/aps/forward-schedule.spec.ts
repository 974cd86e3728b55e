import { describe, expect, it } from '@jest/globals';
import type { ScheduledOperation, WorkOrder } from '@plantway/canonical';
import { estatePlants } from '../../plants/estate-plant.js';
import { Capacity } from './capacity.js';
import { scheduleForward } from './forward-schedule.js';
import type { ForwardPlan } from './forward-schedule.js';
import type { SiteCalendar } from './work-times.js';

const NOW = Date.parse('2026-11-22T08:00:00Z');
const MINUTE = 60_000;
const UNIT = 'H87';
const [BERLIN] = estatePlants();

function order(workOrderId: string, pieces: number, made = '0'): WorkOrder {
  const operation = (operationId: string, workCenterId: string) => ({
    operationId, description: '', workCenterId, status: 'released' as const, yieldConfirmed: { value: made, unit: UNIT }, scrapConfirmed: { value: '0', unit: UNIT }, reworkConfirmed: { value: '0', unit: UNIT },
    remaining: { value: String(pieces), unit: UNIT },
  });
  return {
    workOrderId, siteId: 'BER1', itemId: 'FG-100', quantity: { value: String(pieces), unit: UNIT }, overDeliveryTolerancePercent: '5', status: 'released', startAt: '2026-11-22T06:00:00Z', dueAt: '2026-11-25T06:00:00Z',
    operations: [operation('0010', 'WC-10'), operation('0020', 'WC-20')], components: [], revision: '1',
  };
}

function scheduled(orders: readonly WorkOrder[], more: Partial<ForwardPlan> = {}): readonly ScheduledOperation[] {
  return scheduleForward({ orders, now: NOW, frozenUntil: NOW, before: [], mayPullIn: () => true, capacity: new Capacity(BERLIN), ...more });
}

function minutes(operations: readonly ScheduledOperation[]): readonly (readonly [string, number, number])[] {
  const after = (instant: string): number => (Date.parse(instant) - NOW) / MINUTE;
  return operations.map(({ workOrderId, operationId, startAt, finishAt }) => [`${workOrderId}/${operationId}`, after(startAt), after(finishAt)]);
}

describe('forward scheduling', () => {
  it('gives each machine one operation at a time, and each operation its place behind the one before', () => {
    // WC-10: 15 min set-up + 60 × 1 min = 75; WC-20: 15 + 60 × 1.5 = 105. Four machines each: the fifth order waits.
    const operations = scheduled(['A', 'B', 'C', 'D', 'E'].map((workOrderId) => order(workOrderId, 60)));

    expect(minutes(operations)).toEqual([
      ...['A', 'B', 'C', 'D'].flatMap((workOrderId) => [[`${workOrderId}/0010`, 0, 75], [`${workOrderId}/0020`, 75, 180]]),
      ['E/0010', 75, 150], ['E/0020', 180, 285],
    ]);
  });

  it('leaves out an order that is not done within years, and no other', () => {
    expect(minutes(scheduled([order('ENDLESS', 9_000_000), order('A', 60)]))).toEqual([['A/0010', 0, 75], ['A/0020', 75, 180]]);
  });

  it('does not move what begins in the frozen time, and puts the rest behind it', () => {
    const before = scheduled([order('A', 60), order('B', 60)]);

    const next = scheduled([order('B', 60), order('A', 60)], { now: NOW + 10 * MINUTE, frozenUntil: NOW + 70 * MINUTE, before });

    // Nothing was reported in ten minutes: 85, put off in steps of 15.
    expect(minutes(next)).toEqual(['B', 'A'].flatMap((workOrderId) => [[`${workOrderId}/0010`, 0, 90], [`${workOrderId}/0020`, 90, 195]]));
  });

  it('moves only the orders whose machine is lost', () => {
    const capacity = new Capacity(BERLIN);
    const orders = ['A', 'B', 'C', 'D'].map((workOrderId) => order(workOrderId, 60));
    const before = scheduled(orders);
    capacity.hear({ trigger: 'equipmentDown', objectId: 'd-1', occurredAt: new Date(NOW).toISOString(), equipmentId: 'WU-20-B' });

    const next = scheduled(orders, { before, capacity, mayPullIn: () => false });

    const finishes = (operations: readonly ScheduledOperation[]) => Object.fromEntries(minutes(operations).filter(([key]) => key.endsWith('0020')).map(([key, , finishAt]) => [key, finishAt]));
    expect(finishes(before)).toEqual({ 'A/0020': 180, 'B/0020': 180, 'C/0020': 180, 'D/0020': 180 });
    expect(finishes(next)).toEqual(finishes(before)); // counted on again after 60 minutes, before anything begins there
    capacity.hear({ trigger: 'equipmentDown', objectId: 'd-2', occurredAt: new Date(NOW + 80 * MINUTE).toISOString(), equipmentId: 'WU-20-B' });
    expect(finishes(scheduled(orders, { before, capacity, mayPullIn: () => false }))).toEqual({ ...finishes(before), 'B/0020': 240 });
  });

  it('does not work where nobody is there', () => {
    const night = Date.parse('2026-11-22T20:30:00Z'); // 21:30 in Berlin; the last machine rests from 22:00 to 06:00
    const orders = ['A', 'B', 'C', 'D'].map((workOrderId) => order(workOrderId, 60));

    const operations = scheduled(orders, { now: night, frozenUntil: night });

    expect(operations.find(({ workOrderId, operationId }) => workOrderId === 'D' && operationId === '0010')!.finishAt).toBe('2026-11-23T05:45:00.000Z'); // 30 min, then 45 from 06:00
  });

  it('goes on behind the planned breaks of the plant, and not on a day off', () => {
    const site = (nonWorkingDays: string[]): SiteCalendar => ({
      calendar: { timeZone: BERLIN.timeZone, dayStartsAt: BERLIN.dayStartsAt, shifts: BERLIN.shifts.map((shift) => ({ ...shift, name: shift.shiftId })) },
      workCalendar: { workDays: [1, 2, 3, 4, 5, 6, 7], nonWorkingDays, breaks: [{ shiftId: 'early', startsAt: '10:00', endsAt: '10:30' }, { shiftId: 'early', startsAt: '12:15', endsAt: '12:30' }] },
    });
    const capacity = new Capacity(BERLIN);
    capacity.follow(site([]));

    // 09:00 in Berlin: 60 minutes, the break, 15 minutes; then 90 minutes, the break, 15 minutes.
    expect(minutes(scheduled([order('A', 60)], { capacity }))).toEqual([['A/0010', 0, 105], ['A/0020', 105, 225]]);

    capacity.follow(site(['2026-11-22']));
    expect(scheduled([order('A', 60)], { capacity }).map(({ startAt }) => startAt)).toEqual(['2026-11-23T05:00:00.000Z', '2026-11-23T06:15:00.000Z']);
  });

  it('schedules what is left of an operation, and nothing that is done', () => {
    const half = order('A', 60, '30');
    const [first, second] = half.operations;

    expect(minutes(scheduled([{ ...half, operations: [{ ...first, status: 'completed' }, second] }]))).toEqual([['A/0020', 0, 45]]);
  });
});
