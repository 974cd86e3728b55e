import type { ProductionConfirmationDto } from '@plantway/dto';
import type { WorkOrderPlaces } from '@plantway/execution';
import { ProblemException } from '@plantway/http';
import type { Acceptance, Intake, MessageReader } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';
import type { SiteConfiguration } from '@plantway/sites';
import { requireOwner } from '../site/require-owner.js';
import type { StoredCommand } from '../work-orders/accept-command.js';
import { acceptInOrder } from './accept-in-order.js';
import type { Arrival } from './arrival.js';
import { confirmationSubmission } from './confirmation-submission.js';
import { bytesOfRow } from './received-bytes.js';
import { reportedMessage } from './reported-message.js';
import { replacementReversal } from './reversal-submission.js';

/** Accepts validated confirmations. Calls no ERP: what the ERP thinks of them is found out at delivery. */
export class ConfirmationIntake {
  /** @param now business time: when the wish to take a corrected report back counts as made */
  constructor(private readonly intake: Intake, private readonly reader: MessageReader, private readonly places: WorkOrderPlaces, private readonly now: () => Date) {}

  /**
   * Whoever may report may also correct an own report by `replaces`: the reversal behind it is no decision of its own, and asks for no further ownership.
   * @throws ProblemException `NOT_OWNER`, `WORK_ORDER_NOT_AT_SITE`, `IDEMPOTENCY_BODY_MISMATCH`; errors of the database as they come
   */
  async accept(dto: ProductionConfirmationDto, site: SiteConfiguration, arrival: Arrival): Promise<StoredCommand> {
    requireOwner(site, 'productionConfirmation', arrival.credential);
    await this.requireOrderHere(dto, site, arrival);
    if (isCorrection(dto)) return this.acceptCorrection(dto, site, arrival);
    const acceptance = await this.intake.accept(confirmationSubmission(dto, site, arrival));
    return this.requireSameBody(acceptance, dto, site);
  }

  /**
   * Stores the rows of a batch, each on its own, a correction together with the reversal of what it replaces. One answer per row, in order: the stored confirmation, or the error
   * that `accept` would have thrown. After a failure of the database no later row is tried, so that rows of one operation keep their order.
   * @param places where each stands among the items of what arrived; left out, what arrived is the only one
   * @throws ProblemException `NOT_OWNER`: no row of it is stored
   */
  async acceptBatch(dtos: readonly ProductionConfirmationDto[], site: SiteConfiguration, arrival: Arrival, places?: readonly number[]): Promise<readonly (StoredCommand | Error)[]> {
    requireOwner(site, 'productionConfirmation', arrival.credential);
    const rows = await Promise.all(dtos.map((dto, index) => this.submissionsOf(dto, dtos, site, places === undefined ? arrival : bytesOfRow(arrival, places[index]))));
    const answers = await acceptInOrder(this.intake, rows);
    return Promise.all(answers.map(async (answer, index) =>
      answer.outcome === 'failed' ? answer.error : this.requireSameBody(answer, dtos[index], site).catch((error: Error) => error)));
  }

  /**
   * A repetition of a stored report gets its first answer, wherever the order is known by now.
   * @throws ProblemException `WORK_ORDER_NOT_AT_SITE` for a new report about an order that is surely at other sites only; errors of the database as they come
   */
  async requireOrderHere({ workOrderId, confirmationId }: ProductionConfirmationDto, { siteId }: SiteConfiguration, { credential }: Arrival): Promise<void> {
    if (!this.places.isSurelyElsewhere(siteId, workOrderId)) return;
    if (await this.reader.isStored(siteId, credential.sourceSystem, 'productionConfirmation', confirmationId)) return;
    throw new ProblemException('WORK_ORDER_NOT_AT_SITE', {
      detail: `Work order ${workOrderId} belongs to another site than ${siteId}.`,
      findings: [{ path: '/workOrderId', problem: 'belongs to another site', fix: 'Report it at the site that makes it.' }],
    });
  }

  private async acceptCorrection(dto: ProductionConfirmationDto, site: SiteConfiguration, arrival: Arrival): Promise<StoredCommand> {
    const [answer] = await this.acceptBatch([dto], site, arrival);
    if (answer instanceof Error) throw answer;
    return answer;
  }

  /** One, but for a correction: that comes behind the reversal of the report which it replaces. */
  private async submissionsOf(dto: ProductionConfirmationDto, batch: readonly ProductionConfirmationDto[], site: SiteConfiguration, arrival: Arrival): Promise<readonly Submission[]> {
    const report = confirmationSubmission(dto, site, arrival);
    if (!isCorrection(dto)) return [report];
    const { sourceSystem } = report;
    const replaced = { confirmationId: dto.replaces!, sourceSystem };
    // Unknown so far, perhaps never reported: then it is told of where the correction belongs to.
    const { workOrderId = dto.workOrderId, operationId = dto.operationId } = batch.find(({ confirmationId }) => confirmationId === dto.replaces) ?? await reportedMessage(this.reader, site.siteId, replaced) ?? {};
    return [replacementReversal(report.canonical, { ...replaced, workOrderId, operationId }, arrival, this.now()), report];
  }

  private async requireSameBody(acceptance: Acceptance, dto: ProductionConfirmationDto, { siteId }: SiteConfiguration): Promise<StoredCommand> {
    if (acceptance.outcome !== 'conflict') return { ...acceptance, outcome: acceptance.outcome };
    const first = await this.reader.get(siteId, acceptance.messageId);
    const byId = first?.senderId === dto.confirmationId;
    const what = first?.kind === 'confirmationReversal' ? 'A reversal' : 'Confirmation';
    throw new ProblemException('IDEMPOTENCY_BODY_MISMATCH', {
      detail: `${byId ? `${what} ${dto.confirmationId}` : 'This Idempotency-Key'} came before with another body; nothing was stored.`,
      findings: [{ path: byId ? '/confirmationId' : '/header/Idempotency-Key', problem: 'came before with another body', fix: 'Send a correction under a new id with replaces, or the very same body again.' }],
      extra: { messageId: acceptance.messageId },
    });
  }
}

function isCorrection({ replaces }: ProductionConfirmationDto): boolean {
  return replaces !== undefined && replaces !== null;
}
