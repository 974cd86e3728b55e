import type { ConfirmationReversalDto } from '@plantway/dto';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import type { SiteConfiguration } from '@plantway/sites';
import type { Arrival } from './arrival.js';
import type { StoredConfirmation } from './confirmation-intake.js';
import { reportedMessage } from './reported-message.js';
import { reversalSubmission, type ReportedConfirmation } from './reversal-submission.js';

/** Accepts wishes to take a report back. Whether it can be done is found out at delivery; that the report exists is known here. */
export class ReversalIntake {
  /** @param now business time: when a wish counts as made that does not say so itself */
  constructor(private readonly intake: Intake, private readonly reader: MessageReader, private readonly now: () => Date) {}

  /** @throws ProblemException `CONFIRMATION_NOT_FOUND`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come */
  async accept(confirmationId: string, sourceSystem: string, dto: ConfirmationReversalDto, site: SiteConfiguration, arrival: Arrival): Promise<StoredConfirmation> {
    const report = await this.reportOf(site.siteId, sourceSystem, confirmationId);
    const acceptance = await this.intake.accept(reversalSubmission(report, dto, site, arrival, this.now()));
    if (acceptance.outcome !== 'conflict') return { ...acceptance, outcome: acceptance.outcome };
    throw new ProblemException('IDEMPOTENCY_BODY_MISMATCH', {
      detail: `A reversal of that id, or with this Idempotency-Key, came before with another body; nothing was stored.`,
      findings: [{ path: '/reversalId', problem: 'came before with another body', fix: 'Send a new reversalId, or the very same body again.' }],
      extra: { messageId: acceptance.messageId },
    });
  }

  private async reportOf(siteId: string, sourceSystem: string, confirmationId: string): Promise<ReportedConfirmation> {
    const report = await reportedMessage(this.reader, siteId, { confirmationId, sourceSystem });
    if (report === undefined) {
      throw new ProblemException('CONFIRMATION_NOT_FOUND', {
        detail: `${sourceSystem} has not reported a confirmation ${confirmationId} at site ${siteId}.`,
        findings: [{ path: '/path/confirmationId', problem: 'was not reported by this source system', fix: 'Use the confirmationId that the report was sent with.' }],
      });
    }
    return { confirmationId, sourceSystem, workOrderId: report.workOrderId ?? '', operationId: report.operationId ?? '' };
  }
}
