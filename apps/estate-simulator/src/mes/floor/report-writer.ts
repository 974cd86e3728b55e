import Big from 'big.js';
import { DateTime } from 'luxon';
import type { Instant, Scrap } from '@plantway/canonical';
import type { PhysicalWork, Report } from '../mes-fact.js';
import type { MesPlant } from '../mes-plant.js';
import type { OutgoingConsumption, OutgoingReport, RunRecord } from '../outgoing.js';
import type { FloorOperation, FloorOrder } from './floor-order.js';
import { addWork, noWork } from './physical-work.js';
import type { Run } from './run.js';
import type { RunOutcome } from './run-outcome.js';

/** Writes reports as this vendor's MES does. Pure. */
export class ReportWriter {
  constructor(private readonly plant: MesPlant) {}

  /** Business milliseconds as this plant writes them: its own time with the offset. */
  instant(time: number): Instant {
    return DateTime.fromMillis(time, { zone: this.plant.timeZone }).toISO()!;
  }

  /** The report of a finished run; `isFinal` when nothing will follow. `number` is its place among all reports of the MES, from 1. */
  ofRun(run: Run, outcome: RunOutcome, isFinal: boolean, number: number): Pick<OutgoingReport, 'id' | 'body'> & { readonly run: RunRecord } {
    const { good, scrapped, putAside } = outcome;
    const record = { fresh: run.fresh, reworked: run.reworked, good, scrapped, putAside, work: this.workOf(run, outcome, isFinal) };
    return { ...this.written(number, run.operation, record.work, { startedAt: this.instant(run.startedAt), finishedAt: this.instant(run.finishesAt), workCenterId: run.workCenterId, equipmentId: run.unit }), run: record };
  }

  /** The material of a finished run, each portion by itself. `number`: place of the first of them among all such reports of the MES, from 1. */
  materialOf({ operation, consumptions, finishesAt }: Run, number: number): readonly OutgoingConsumption[] {
    const { workOrderId, operationId } = operation.jobOrder;
    return consumptions.flatMap(({ itemId, quantity, lotId }, place) => {
      const id = `use-${this.plant.siteId}-${String(number + place).padStart(6, '0')}`;
      const body = { consumptionId: id, workOrderId, operationId, itemId, quantity: { ...quantity! }, ...(lotId === undefined ? {} : { lotId }), consumedAt: this.instant(finishesAt) };
      return [{ type: 'consumption' as const, id, body }];
    });
  }

  /** The report of before with one good piece counted as scrap: in its place, or, with running totals, as totals that are put right. `at`: when that turned out. */
  ofRecount({ body, run }: OutgoingReport, operation: FloorOperation, reasonCode: string, number: number, at: Instant): Pick<OutgoingReport, 'id' | 'body'> & { readonly run: RunRecord } {
    const { workCenterId, equipmentId } = body;
    const place = { ...(workCenterId === undefined ? {} : { workCenterId }), ...(equipmentId === undefined ? {} : { equipmentId }) };
    if (this.plant.cumulative) {
      const work = movedToScrap(noWork(body.yield.unit), reasonCode);
      const record: RunRecord = { fresh: 0, reworked: 0, good: -1, scrapped: 1, putAside: 0, work };
      return { ...this.written(number, operation, work, { startedAt: at, finishedAt: at, ...place }), run: record };
    }
    const work = movedToScrap(run.work, reasonCode);
    const record: RunRecord = { fresh: run.fresh, reworked: run.reworked, good: run.good - 1, scrapped: run.scrapped + 1, putAside: run.putAside, work };
    const written = this.written(number, operation, work, { startedAt: body.startedAt, finishedAt: body.finishedAt, ...place });
    return { id: written.id, body: { ...written.body, replaces: body.confirmationId }, run: record };
  }

  private written(number: number, operation: FloorOperation, work: PhysicalWork, when: Pick<Report, 'startedAt' | 'finishedAt' | 'workCenterId' | 'equipmentId'>): { readonly id: string; readonly body: Report } {
    const { workOrderId, operationId } = operation.jobOrder;
    const { cumulative, siteId } = this.plant;
    const told = cumulative ? addWork(operation.totals ?? noWork(operation.jobOrder.quantity.unit), work) : work;
    const id = `mes-${siteId}-${String(number).padStart(6, '0')}`;
    const { rework, kind, ...amounts } = told;
    const body = {
      confirmationId: id, workOrderId, operationId, kind, ...(cumulative ? { cumulative } : {}), sourceSequence: operation.reports + 1,
      ...structuredClone(amounts), ...(new Big(rework.value).eq(0) ? {} : { rework: { ...rework } }), ...when,
    };
    return { id, body: body as Report };
  }

  private workOf(run: Run, { good, putAside, reasons }: RunOutcome, isFinal: boolean): PhysicalWork {
    const { operation, order } = run;
    const { workOrderId, tracking, quantity: { unit } } = operation.jobOrder;
    const pieces = (count: number) => ({ value: String(count), unit });
    const [startedAt, readyAt, finishedAt] = [run.startedAt, run.startedAt + run.setUpMs, run.finishesAt].map((time) => this.instant(time));
    const isLast = order.isLast(operation);
    const serialNumbers = isLast && tracking === 'serial' ? Array.from({ length: good }, (_unused, place) => `SN-${workOrderId}-${numbered(operation.serials + place + 1)}`) : [];
    return {
      kind: isFinal ? 'final' : 'partial', yield: pieces(good), scrap: byReason(reasons, unit), rework: pieces(putAside),
      producedLots: isLast && tracking === 'lot' && good > 0 ? [{ lotId: `${workOrderId}-${numbered(operation.reports + 1)}`, quantity: pieces(good) }] : [],
      serialNumbers, genealogy: serialNumbers.map((serialNumber) => ({ serialNumber, componentSerialNumbers: builtInto(order, serialNumber) })).filter(({ componentSerialNumbers }) => componentSerialNumbers.length > 0),
      consumptions: run.consumptions, otherOutputs: this.sideOutputs(run),
      labor: [{ personId: run.person, activityCode: 'RUN', startedAt, finishedAt }],
      machineTimes: [
        ...(run.setUpMs > 0 ? [{ equipmentId: run.unit, activityCode: 'setup' as const, startedAt, finishedAt: readyAt }] : []),
        { equipmentId: run.unit, activityCode: 'run' as const, startedAt: readyAt, finishedAt },
      ],
    };
  }


  private sideOutputs({ operation: { jobOrder }, fresh }: Run): PhysicalWork['otherOutputs'] {
    const fitting = this.plant.sideOutputs.filter(({ itemId, operationId }) => itemId === jobOrder.itemId && operationId === jobOrder.operationId);
    return fresh === 0 ? [] : fitting.map(({ output, aPiece, unit }) => ({ ...output, quantity: { value: new Big(aPiece).times(fresh).toFixed(), unit } }));
  }
}

/** Numbers that were scanned from the components of which the order reports whole pieces: one of each. */
function builtInto({ operations }: FloorOrder, serialNumber: string): readonly string[] {
  const scanned = [...operations.values()].flatMap(({ jobOrder }) => jobOrder.components).filter(({ required, issueMethod }) => required.unit === 'H87' && issueMethod === 'reported');
  return scanned.map(({ itemId }) => `${itemId}-${serialNumber.slice('SN-'.length)}`);
}

function numbered(place: number): string {
  return String(place).padStart(4, '0');
}

function byReason(reasons: readonly string[], unit: string): readonly Scrap[] {
  return [...new Set(reasons)].map((reasonCode) => ({ quantity: { value: String(reasons.filter((reason) => reason === reasonCode).length), unit }, reasonCode }));
}

/** One good piece turns out to be scrap; of numbered pieces the last one. */
function movedToScrap(work: PhysicalWork, reasonCode: string): PhysicalWork {
  const { unit } = work.yield;
  const lost = work.serialNumbers.at(-1);
  const { scrap } = addWork({ ...noWork(unit), scrap: work.scrap }, { ...noWork(unit), scrap: [{ quantity: { value: '1', unit }, reasonCode }] });
  return {
    ...work, yield: { value: new Big(work.yield.value).minus(1).toFixed(), unit }, scrap,
    serialNumbers: work.serialNumbers.filter((serialNumber) => serialNumber !== lost), genealogy: work.genealogy.filter(({ serialNumber }) => serialNumber !== lost),
  };
}
