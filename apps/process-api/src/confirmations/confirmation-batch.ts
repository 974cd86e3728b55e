import { ProductionConfirmationDto } from '@plantway/dto';
import { ProblemException, bodyCheckOf, problemBody, problemOf } from '@plantway/http';
import type { SiteConfiguration } from '@plantway/sites';
import type { StoredCommand } from '../work-orders/accept-command.js';
import type { Arrival } from './arrival.js';
import type { ConfirmationBatchAnswerDto, ConfirmationBatchRowDto } from './confirmation-batch-answer.dto.js';
import type { ConfirmationIntake } from './confirmation-intake.js';

/** A row failed on our side: why, its place from 0, and the code it was answered. */
export type ReportRow = (error: Error, index: number, code: string) => void;

/** Accepts many confirmations at once. Each row is judged and stored on its own: a bad one stops no other. */
export class ConfirmationBatch {
  private readonly check = bodyCheckOf(ProductionConfirmationDto);

  constructor(private readonly intake: ConfirmationIntake) {}

  /** `report` is told of each row that failed in a way that nobody foresaw, and of the first of those that failed for the same other reason on our side. */
  async accept(rows: readonly unknown[], site: SiteConfiguration, arrival: Arrival, report: ReportRow): Promise<ConfirmationBatchAnswerDto> {
    const judged = await Promise.all(rows.map((row) => this.judge(row, site, arrival)));
    const good = judged.flatMap((dto, row) => (dto instanceof Error ? [] : [{ dto, row }]));
    const stored = (await this.intake.acceptBatch(good.map(({ dto }) => dto), site, arrival, good.map(({ row }) => row))).values();
    const reportOnce = oncePerReason(report);
    const items = judged.map((row, index) => rowAnswer(index, idOf(rows[index]), row instanceof Error ? row : stored.next().value!, arrival.correlationId, reportOnce));
    const accepted = items.filter(({ status }) => status === 202).length;
    return { items, accepted, refused: items.length - accepted };
  }

  private async judge(row: unknown, site: SiteConfiguration, arrival: Arrival): Promise<ProductionConfirmationDto | Error> {
    try {
      const dto = await this.requireShape(row);
      await this.intake.requireOrderHere(dto, site, arrival);
      return dto;
    } catch (error) {
      return error as Error;
    }
  }

  private async requireShape(row: unknown): Promise<ProductionConfirmationDto> {
    if (this.check.accepts(row)) return row;
    const findings = await this.check.findings(row);
    if (findings.length > 0) throw new ProblemException('VALIDATION_FAILED', { findings });
    return row as ProductionConfirmationDto;
  }
}

function rowAnswer(index: number, confirmationId: string | undefined, outcome: StoredCommand | Error, correlationId: string, report: ReportRow): ConfirmationBatchRowDto {
  const row = { index, ...(confirmationId !== undefined && { confirmationId }) };
  if (!(outcome instanceof Error)) return { ...row, status: 202, messageId: outcome.messageId, state: 'accepted', replayed: outcome.outcome === 'replayed' };
  const problem = problemBody(problemOf(outcome, { method: 'POST' }) ?? { code: 'INTERNAL_ERROR' }, correlationId);
  if (problem.status >= 500) report(outcome, index, problem.code);
  return { ...row, status: problem.status, problem: { ...problem } };
}

/** A database that is away fails a thousand rows alike: one entry in the log says it. */
function oncePerReason(report: ReportRow): ReportRow {
  const told = new Set<string>();
  return (error, index, code) => {
    if (code !== 'INTERNAL_ERROR' && told.has(code)) return;
    told.add(code);
    report(error, index, code);
  };
}

/** The row's own id, as far as it has one that can be shown. */
function idOf(row: unknown): string | undefined {
  const id: unknown = typeof row === 'object' && row !== null && 'confirmationId' in row ? row.confirmationId : undefined;
  return typeof id === 'string' && id.length <= 64 ? id : undefined;
}
