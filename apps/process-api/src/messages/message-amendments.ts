import { ERROR_CATALOGUE } from '@plantway/canonical';
import { ProblemException, RequestValidationPipe, type Finding } from '@plantway/http';
import type { AmendedMessage, MessageDesk, MessageDetail } from '@plantway/messaging';
import type { Submission } from '@plantway/ports';
import type { Credential } from '@plantway/security';
import type { SiteConfiguration } from '@plantway/sites';
import type pg from 'pg';
import { AMENDABLE_KINDS, splitReceived, type AmendableKind, type IntakeTools } from './amendable-kinds.js';
import type { AmendDto } from './amend.dto.js';
import { CapturedIntake } from './captured-intake.js';
import { mergePatch } from './merge-patch.js';

export interface MessageAmendmentsOptions extends Omit<IntakeTools, 'intake'> {
  readonly pool: pg.Pool;
  readonly desk: MessageDesk;
}

/** Who amends what. */
export interface WantedAmendment {
  readonly site: SiteConfiguration;
  readonly message: MessageDetail;
  readonly credential: Credential;
  readonly correlationId: string;
  readonly dto: AmendDto;
}

/** Amends messages: what a person makes of a command goes through the very rules by which it would come in, and nothing is stored unless they let it. */
export class MessageAmendments {
  private readonly shape = new RequestValidationPipe();

  constructor(private readonly options: MessageAmendmentsOptions) {}

  /** @throws ProblemException `AMENDMENT_INVALID` with findings; what `MessageDesk.amend` throws */
  async amend({ site, message, credential, correlationId, dto }: WantedAmendment): Promise<AmendedMessage> {
    const { siteId, messageId, revision } = message;
    const { reason, expectedState, expectedRevision = revision } = dto;
    const amended = await this.judged(site, message, credential, dto);
    return this.options.desk.amend({
      siteId, messageId, actor: credential.credentialId, actorRole: credential.role, correlationId, reason, expectedRevision, ...(expectedState && { expectedState }),
    }, { amended });
  }

  private async judged(site: SiteConfiguration, message: MessageDetail, credential: Credential, { command, patch }: AmendDto): Promise<Submission> {
    const known = AMENDABLE_KINDS[message.kind];
    const current = await this.options.desk.currentBody(message.siteId, message.messageId);
    if (known === undefined || current === undefined || isOfCorrection(current.body)) {
      throw new ProblemException('AMENDMENT_NOT_POSSIBLE', { detail: `A message of kind ${message.kind} that the gateway has made of something else cannot be amended: put right what it was made of.` });
    }
    if ((command === undefined) === (patch === undefined)) throw invalid([{ path: '/patch', problem: 'either command or patch says what is amended', fix: 'Send one of both.' }]);
    const wanted = mergePatch(command ?? current.body, patch ?? {});
    requireSameReplaced(current.body, wanted);
    // Who may write this was judged when it came; the desk's right to amend it was judged by the caller.
    const arrival = { credential: { ...credential, role: 'admin' as const, credentialId: message.acceptedBy, sourceSystem: message.sourceSystem }, correlationId: message.correlationId, traceparent: current.traceparent ?? '' };
    try {
      const amended = await this.throughIntake(known, command === undefined ? wanted : { ...pathOf(current.body, known), ...command }, site, arrival);
      this.requireOrderHere(amended, message);
      return amended;
    } catch (error) {
      if (!(error instanceof ProblemException) || error.code === 'AMENDMENT_INVALID' || ERROR_CATALOGUE[error.code].status >= 500) throw error;
      throw invalid(error.findings.length > 0 ? error.findings.map((finding) => ({ ...finding, code: finding.code ?? error.code })) : [{ path: '', problem: error.message, code: error.code, fix: ERROR_CATALOGUE[error.code].fix }], error);
    }
  }

  private async throughIntake({ dto, inPath, take }: AmendableKind, received: unknown, site: SiteConfiguration, arrival: Parameters<AmendableKind['take']>[4]): Promise<Submission> {
    const { pool, clock } = this.options;
    const { body, id } = splitReceived(received, inPath);
    await this.shape.transform(body, { type: 'body', metatype: dto });
    const intake = new CapturedIntake({ pool, clock });
    await take({ ...this.options, intake }, body, id, site, arrival);
    if (intake.captured === undefined) throw new ProblemException('INTERNAL_ERROR', { detail: 'The rules of the kind let nothing through, and refused nothing.' });
    return intake.captured;
  }

  /** The rules let a repetition of a stored command pass wherever its order is; another order is none. */
  private requireOrderHere({ siteId, search }: Submission, message: MessageDetail): void {
    const { workOrderId } = search;
    if (workOrderId === undefined || workOrderId === message.workOrderId || !this.options.places.isSurelyElsewhere(siteId, workOrderId)) return;
    throw new ProblemException('WORK_ORDER_NOT_AT_SITE', { findings: [{ path: '/workOrderId', problem: 'belongs to another site', fix: 'Name an order of this site.' }] });
  }
}

/** The wish behind a correction has no body of its own. */
const isOfCorrection = (body: unknown): boolean => typeof body === 'object' && body !== null && 'replacedBy' in body;

/** What stood in the path stays, when a whole command does not say otherwise. */
function pathOf(received: unknown, { inPath }: AmendableKind): Readonly<Record<string, unknown>> {
  return inPath === undefined ? {} : { [inPath]: (received as Readonly<Record<string, unknown>>)[inPath] };
}

/** What a correction replaces was taken back, or will be, by a message of its own. */
function requireSameReplaced(before: unknown, after: unknown): void {
  const replaced = (body: unknown): unknown => (body as { readonly replaces?: unknown } | null)?.replaces ?? undefined;
  if (replaced(before) === replaced(after)) return;
  throw invalid([{ path: '/replaces', problem: 'an amendment cannot change what a correction replaces', fix: 'Discard the message and send a correction that names the right report.' }]);
}

function invalid(findings: readonly Finding[], cause?: unknown): ProblemException {
  return new ProblemException('AMENDMENT_INVALID', { findings, ...(cause !== undefined && { cause }) });
}
