import type { MessageState } from '@plantway/canonical';
import type { ConfirmationReversalDto } from '@plantway/dto';
import { ProblemException } from '@plantway/http';
import type { Intake, MessageReader } from '@plantway/messaging';
import type { SiteConfiguration } from '@plantway/sites';
import { requireOwner } from '../site/require-owner.js';
import type { StoredCommand } from '../work-orders/accept-command.js';
import { defaultId } from '../work-orders/default-id.js';
import type { Arrival } from './arrival.js';
import { reportedMessage } from './reported-message.js';
import { reversalIdOf, reversalSubmission, type ReportedConfirmation } from './reversal-submission.js';

/** Accepts wishes to take a report back. Whether it can be done is found out at delivery; that the report exists is known here. */
export class ReversalIntake {
  /** @param now business time: when a wish counts as made that does not say so itself */
  constructor(private readonly intake: Intake, private readonly reader: MessageReader, private readonly now: () => Date) {}

  /** @throws ProblemException `NOT_OWNER`, `CONFIRMATION_NOT_FOUND`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come */
  async accept(confirmationId: string, sourceSystem: string, dto: ConfirmationReversalDto, site: SiteConfiguration, arrival: Arrival): Promise<StoredCommand> {
    requireOwner(site, 'confirmationReversal', arrival.credential);
    const report = await this.reportOf(site.siteId, sourceSystem, confirmationId);
    const acceptance = await this.intake.accept(reversalSubmission(report, dto, site, arrival, this.now(), await this.reversalIdFor(report, dto, site)));
    if (acceptance.outcome !== 'conflict') return { ...acceptance, outcome: acceptance.outcome };
    throw new ProblemException('IDEMPOTENCY_BODY_MISMATCH', {
      detail: `A reversal of that id, or with this Idempotency-Key, came before with another body; nothing was stored.`,
      findings: [{ path: '/reversalId', problem: 'came before with another body', fix: 'Send a new reversalId, or the very same body again.' }],
      extra: { messageId: acceptance.messageId },
    });
  }

  /** The sender's, or else one made of the confirmation's: the next one when the wish under it came to nothing, for that one is no wish any more. */
  private async reversalIdFor({ confirmationId, sourceSystem }: ReportedConfirmation, { reversalId }: ConfirmationReversalDto, { siteId }: SiteConfiguration): Promise<string> {
    const stateOf = (id: string): Promise<MessageState | undefined> => this.reader.stateOf(siteId, sourceSystem, 'confirmationReversal', id);
    return reversalId ?? defaultId(reversalIdOf(confirmationId), ['discarded', 'annulled'], stateOf);
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
