import type { ConfirmationReversal, MessageState, PlantDate } from '@plantway/canonical';
import type { Finding, Proposal, Reconciliation, ReconciliationBook } from '@plantway/conservation';
import { confirmationReversalLane } from '@plantway/flows';
import { ProblemException } from '@plantway/http';
import type { Acceptance, Intake, MessageRepost } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import type { Credential } from '@plantway/security';
import { productionDayOf, type SiteConfiguration } from '@plantway/sites';

export interface ReconciliationDeskOptions {
  readonly book: ReconciliationBook;
  readonly intake: Intake;
  readonly reposts: Pick<MessageRepost, 'repost'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly businessNow: () => Date;
  readonly isSamePerson: (credentialId: string, otherId: string) => Promise<boolean>;
}

/** Who asks, and in which journey. */
export interface Asking {
  readonly credential: Credential;
  readonly correlationId: string;
}

/** Source system of what the gateway corrects by itself, with the agreement of a person. */
const OWN_SYSTEM = 'plantway';
/** What needs two persons: whoever asked for the comparison, or agreed first when nobody asked, and another one. */
const CHANGING_THE_ERP: readonly Proposal[] = ['repost', 'reverseSurplus'];
/** What whoever asked for the comparison does not agree to: he may have entered that document himself. */
const NOT_BY_THE_FIRST: readonly Proposal[] = [...CHANGING_THE_ERP, 'adopt'];
const FINISHED: readonly MessageState[] = ['posted', 'postedWithFollowUp', 'discarded', 'annulled'];
const MOST_DAYS = 31;
const DAY_MS = 86_400_000;

/** Comparisons that people ask for, and their agreement to what is proposed. Nothing is written to the ERP here: what has to be goes out as a message, in its lane, under a reference. */
export class ReconciliationDesk {
  constructor(private readonly options: ReconciliationDeskOptions) {}

  /** @throws ProblemException `VALIDATION_FAILED` when the days are no stretch of at most 31 */
  async request({ siteId }: SiteConfiguration, { productionDay, from, to }: { readonly productionDay?: PlantDate; readonly from?: PlantDate; readonly to?: PlantDate }, { credential, correlationId }: Asking): Promise<Reconciliation> {
    const { book, clock } = this.options;
    const [fromDay, toDay] = productionDay === undefined ? [from, to] : [productionDay, productionDay];
    const isOneWay = (productionDay === undefined) !== (from === undefined && to === undefined);
    if (!isOneWay || fromDay === undefined || toDay === undefined || toDay < fromDay || Date.parse(toDay) - Date.parse(fromDay) >= MOST_DAYS * DAY_MS) {
      throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: '', problem: 'names no stretch of days', fix: `Give productionDay, or from and to with at most ${MOST_DAYS} days.` }] });
    }
    const reconciliationId = await book.request({ siteId, fromDay, toDay, requestedBy: credential.credentialId, correlationId }, clock.now());
    return this.reconciliation(siteId, reconciliationId!);
  }

  /** @throws ProblemException `NOT_FOUND` */
  async reconciliation(siteId: string, reconciliationId: string): Promise<Reconciliation> {
    const found = isId(reconciliationId) ? await this.options.book.get(siteId, reconciliationId) : undefined;
    if (found === undefined) throw new ProblemException('NOT_FOUND', { detail: `There is no reconciliation ${reconciliationId} at ${siteId}.` });
    return found;
  }

  /**
   * Agrees to what is proposed and carries it out. Of a comparison that runs by itself the first person who agrees to what changes the ERP is the first of two: it stays proposed until another one agrees. A step that fails can be agreed to again: it is known by its finding and done once.
   * @throws ProblemException `NOT_FOUND`, `APPROVER_IS_SENDER` when amounts move in the ERP, or a document is to count, and the same person asked for the comparison or agreed first, `FINDING_STATE_CONFLICT`; BusinessException `MESSAGE_STATE_CONFLICT` when the message cannot be sent again now
   */
  async approve(site: SiteConfiguration, reconciliationId: string, findingId: string, { credential, correlationId }: Asking): Promise<Finding> {
    const { book, clock, isSamePerson } = this.options;
    const { siteId } = site;
    const { requestedBy } = await this.reconciliation(siteId, reconciliationId);
    const finding = await this.finding(siteId, reconciliationId, findingId);
    const { proposal } = finding.body;
    if (proposal === undefined || finding.state === 'applied' || finding.state === 'closed') throw conflict(finding);
    const first = requestedBy === 'system' ? finding.proposedBy : requestedBy;
    if (NOT_BY_THE_FIRST.includes(proposal) && first !== undefined && (await isSamePerson(first, credential.credentialId))) {
      throw new ProblemException('APPROVER_IS_SENDER', { detail: 'The same person asked for this comparison, or agreed first; somebody else has to agree to what changes the ERP, or counts as known.' });
    }
    const approval = { siteId, finding, actor: credential.credentialId, actorRole: credential.role, correlationId };
    if (CHANGING_THE_ERP.includes(proposal) && first === undefined) {
      if (!(await book.propose(approval, clock.now()))) throw conflict(finding);
      return this.finding(siteId, reconciliationId, findingId);
    }
    if (!(await book.approve(approval, clock.now()))) throw conflict(finding);
    const messageId = await this.carryOut(site, finding, { credential, correlationId });
    await book.applied(approval, messageId, clock.now());
    return this.finding(siteId, reconciliationId, findingId);
  }

  private async carryOut(site: SiteConfiguration, finding: Finding, asking: Asking): Promise<string | undefined> {
    const { findingId, body } = finding;
    const { messageId, reference = '' } = body;
    switch (body.proposal) {
      case 'repost': {
        const { credentialId: actor, role: actorRole } = asking.credential;
        await this.options.reposts.repost({ siteId: site.siteId, messageId: messageId!, reference, actor, actorRole, correlationId: asking.correlationId, reason: `reconciliation finding ${findingId}` });
        return messageId;
      }
      case 'reverseSurplus': return this.takeBack(site, finding, asking);
      default: return undefined;
    }
  }

  /** One message for a surplus while it is under way, whoever agrees; when that came to its end and the document stands all the same, one of the finding's own. */
  private async takeBack(site: SiteConfiguration, finding: Finding, asking: Asking): Promise<string> {
    const usual = await this.reverse(site, `surplus-${finding.body.documentNumber}`, finding, asking);
    const accepted = usual.outcome === 'replayed' && FINISHED.includes(usual.state) ? await this.reverse(site, `surplus-${finding.body.documentNumber}-${finding.findingId}`, finding, asking) : usual;
    if (accepted.outcome === 'conflict') throw conflict(finding);
    return accepted.messageId;
  }

  private reverse({ siteId, calendar }: SiteConfiguration, reversalId: string, { body: { kind, reference = '', documentNumber = '', workOrderId, operationId, words: reason } }: Finding, { credential, correlationId }: Asking): Promise<Acceptance> {
    const reversedAt = this.options.businessNow().toISOString();
    const productionDay = productionDayOf(calendar, reversedAt);
    const surplus = { reference, documentNumber };
    const canonical: ConfirmationReversal = {
      reversalId, siteId, confirmationId: documentNumber, workOrderId, operationId, surplus: { ...surplus, ...(kind === 'givenUp' && { isGivenUp: true }) }, reason: reason.slice(0, 500), reversedAt, postingDate: productionDay, productionDay,
    };
    return this.options.intake.accept({
      siteId, kind: 'confirmationReversal', sourceSystem: OWN_SYSTEM, senderId: reversalId, laneKey: confirmationReversalLane(siteId, OWN_SYSTEM, reversalId), correlationId, acceptedBy: credential.credentialId,
      received: { surplus }, canonical, search: { workOrderId, operationId, lotIds: [], serialNumbers: [] }, postingDate: productionDay, productionDay,
    });
  }

  private async finding(siteId: string, reconciliationId: string, findingId: string): Promise<Finding> {
    const found = isId(findingId) ? await this.options.book.finding(siteId, reconciliationId, findingId) : undefined;
    if (found === undefined) throw new ProblemException('NOT_FOUND', { detail: `There is no finding ${findingId} of that reconciliation.` });
    return found;
  }
}

const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

function conflict({ findingId, state }: Finding): ProblemException {
  return new ProblemException('FINDING_STATE_CONFLICT', { detail: `Finding ${findingId} is ${state}.`, extra: { state } });
}
