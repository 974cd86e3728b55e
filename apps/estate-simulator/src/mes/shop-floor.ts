import Big from 'big.js';
import { SeededRandom } from '@plantway/simulation';
import type { Report } from './gateway-for-mes.js';
import type { AdoptedOrder } from './report-book.js';

/** A lot of pieces under way at a work center. Times are business milliseconds. */
export interface Run {
  readonly workOrderId: string;
  readonly operationId: string;
  readonly workCenterId: string;
  readonly pieces: number;
  /** Nothing will follow at this operation. */
  readonly isLast: boolean;
  readonly isFirst: boolean;
  readonly startedAt: number;
  readonly finishesAt: number;
}

const SCRAP_SHARE = 0.02;
const REASONS = ['BURR', 'SCRATCH', 'POROSITY', 'WRONG_DIMENSION'] as const;
/** Business seconds that one piece takes; a work center that is not listed takes two minutes. */
const SECONDS_A_PIECE: Readonly<Record<string, number>> = { 'WC-10': 60, 'WC-20': 90, 'WC-30': 75 };
const SET_UP_SECONDS = 900;

/**
 * What the plant does next, computed from what it reported so far: each work center makes one run at a time, of the oldest order that has something to
 * do there; an operation works on what the one before has yielded. The same seed and the same reports give the same next run.
 */
export class ShopFloor {
  constructor(private readonly seed: number) {}

  /** The next run at each work center that is not busy. */
  nextRuns(orders: readonly AdoptedOrder[], reports: readonly Report[], busy: ReadonlySet<string>, now: number): readonly Run[] {
    const taken = new Set(busy);
    const done = doneBy(reports);
    const runs: Run[] = [];
    for (const { order } of orders) {
      const key = (operationId: string): string => `${order.workOrderId}|${operationId}`;
      order.operations.forEach(({ operationId, workCenterId }, place) => {
        const own = done.get(key(operationId)) ?? NOTHING_DONE;
        const before = place === 0 ? { good: Number(order.quantity.value), isFinal: true } : (done.get(key(order.operations[place - 1].operationId)) ?? NOTHING_DONE);
        const open = before.good - own.good - own.scrap;
        if (taken.has(workCenterId) || own.isFinal || (open <= 0 && !before.isFinal)) return;
        taken.add(workCenterId);
        const pieces = Math.max(0, Math.min(open, this.random(reports.length, order.workOrderId, operationId).between(5, 25)));
        const isFirst = own === NOTHING_DONE;
        const busyMs = ((isFirst ? SET_UP_SECONDS : 0) + pieces * (SECONDS_A_PIECE[workCenterId] ?? 120)) * 1000;
        const freeSince = Math.max(done.get(workCenterId)?.until ?? 0, now - busyMs);
        runs.push({ workOrderId: order.workOrderId, operationId, workCenterId, pieces, isFirst, isLast: before.isFinal && open <= pieces, startedAt: freeSince, finishesAt: freeSince + busyMs });
      });
    }
    return runs;
  }

  /** The report of a finished run. `number` is its place in the MES's book, from 1. */
  report(run: Run, { order, lotTracked }: AdoptedOrder, number: number, siteId: string): Report {
    const random = this.random(number, run.workOrderId, run.operationId);
    const scrapped = Array.from({ length: run.pieces }, () => random.next() < SCRAP_SHARE).filter(Boolean).length;
    const good = run.pieces - scrapped;
    const unit = order.quantity.unit;
    const startedAt = new Date(run.startedAt).toISOString();
    const finishedAt = new Date(run.finishesAt).toISOString();
    const setUpUntil = new Date(run.startedAt + (run.isFirst ? SET_UP_SECONDS * 1000 : 0)).toISOString();
    const equipmentId = `${run.workCenterId.replace('WC', 'WU')}-A`;
    const isEnd = order.operations.at(-1)!.operationId === run.operationId;
    return {
      confirmationId: `mes-${siteId}-${String(number).padStart(6, '0')}`, workOrderId: run.workOrderId, operationId: run.operationId, kind: run.isLast ? 'final' : 'partial',
      yield: { value: String(good), unit }, scrap: scrapped === 0 ? [] : [{ quantity: { value: String(scrapped), unit }, reasonCode: random.pick(REASONS) }],
      producedLots: isEnd && lotTracked && good > 0 ? [{ lotId: `${run.workOrderId}-${String(number).padStart(4, '0')}`, quantity: { value: String(good), unit } }] : [],
      consumptions: order.components.filter((component) => component.operationId === run.operationId && component.issueMethod === 'reported' && run.pieces > 0).map((component) => ({
        itemId: component.componentItemId, backflush: false,
        quantity: { value: new Big(component.required.value).times(run.pieces).div(order.quantity.value).round(3).toFixed(), unit: component.required.unit },
      })),
      labor: [{ personId: `P-${random.between(1, 12)}`, activityCode: 'RUN', startedAt, finishedAt }],
      machineTimes: [
        ...(run.isFirst ? [{ equipmentId, activityCode: 'setup' as const, startedAt, finishedAt: setUpUntil }] : []),
        { equipmentId, activityCode: 'run' as const, startedAt: setUpUntil, finishedAt },
      ],
      startedAt, finishedAt, workCenterId: run.workCenterId, equipmentId,
    };
  }

  private random(number: number, workOrderId: string, operationId: string): SeededRandom {
    const salt = [...`${workOrderId}${operationId}`].reduce((hash, letter) => (Math.imul(hash, 31) + letter.codePointAt(0)!) | 0, number);
    return new SeededRandom(this.seed ^ salt);
  }
}

interface Done {
  readonly good: number;
  readonly scrap: number;
  readonly isFinal: boolean;
  /** Business milliseconds of the last finish. */
  readonly until: number;
}
const NOTHING_DONE: Done = { good: 0, scrap: 0, isFinal: false, until: 0 };

/** By "order|operation", and by work center for its last finish. */
function doneBy(reports: readonly Report[]): ReadonlyMap<string, Done> {
  const done = new Map<string, Done>();
  for (const report of reports) {
    const scrap = (report.scrap ?? []).reduce((sum, { quantity }) => sum + Number(quantity.value), 0);
    for (const key of [`${report.workOrderId}|${report.operationId}`, report.workCenterId ?? '']) {
      const before = done.get(key) ?? NOTHING_DONE;
      done.set(key, {
        good: before.good + Number(report.yield.value), scrap: before.scrap + scrap, isFinal: before.isFinal || report.kind === 'final', until: Math.max(before.until, Date.parse(report.finishedAt)),
      });
    }
  }
  return done;
}
