import type { MessageState } from '@plantway/canonical';
import { CorrelationId, CurrentCredential, OptionalBody, ProblemException } from '@plantway/http';
import type { MessageDesk, MessageReader, ProposedResolution } from '@plantway/messaging';
import type { Credential } from '@plantway/security';
import { siteOf } from '../site/site-of.js';
import type { SiteDirectory } from '@plantway/sites';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MESSAGE_AMENDMENTS, MESSAGE_DESK, MESSAGE_READER, SITES } from '../process-api.tokens.js';
import { AmendDto } from './amend.dto.js';
import { ApproveDto } from './approve.dto.js';
import { requireAmendRight, requireDeskRight } from './desk-rights.js';
import { DiscardDto } from './discard.dto.js';
import { ResubmitDto } from './resubmit.dto.js';
import type { ExpectedStateDto } from './expected-state.dto.js';
import type { MessageAmendments } from './message-amendments.js';
import { ResolveDoubtDto } from './resolve-doubt.dto.js';
import { StepAsideDto } from './step-aside.dto.js';
import { MessageSummaryDto } from './message-summary.dto.js';
import { messageOf } from './message-of.js';
import { GuardedByRevision } from './revision-tag.js';
import { toMessageSummary } from './message.mapper.js';

/** What a person decides about a message. Every decision is audited with the credential that took it. */
@ApiTags('Messages')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@ApiParam({ name: 'messageId', description: 'The message.', example: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e' })
@ApiResponse({ status: 403, description: 'The role may not decide about messages of this kind: maintenance decides about its requests, quality about nonconformities and its decisions.' })
@ApiResponse({ status: 409, description: 'The message is in a state in which this is not possible, or not as it was seen: `details` says where it stands, its revision, and what was decided last and by whom. Read it again and decide anew.' })
@GuardedByRevision()
@Controller('process/v1/sites/:siteId/messages/:messageId')
export class MessageDeskController {
  constructor(
    @Inject(MESSAGE_DESK) private readonly desk: MessageDesk,
    @Inject(MESSAGE_READER) private readonly reader: MessageReader,
    @Inject(MESSAGE_AMENDMENTS) private readonly amendments: MessageAmendments,
    @Inject(SITES) private readonly sites: SiteDirectory,
  ) {}

  /**
   * Try a message again.
   *
   * For one that is parked, waiting or retrying, after what stood in its way was repaired. It keeps its place in its lane and its references.
   */
  @Post('resubmit')
  @HttpCode(200)
  @ApiOkResponse({ type: MessageSummaryDto, description: 'The message is due again.' })
  async resubmitMessage(
    @Param('siteId') siteId: string, @Param('messageId') messageId: string, @OptionalBody(ResubmitDto) seen: ResubmitDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<MessageSummaryDto> {
    requireDeskRight(credential.role, (await messageOf(this.reader, siteId, messageId)).kind);
    await this.desk.resubmit({ siteId, messageId, ...actorOf(credential), correlationId, ...expected(seen) });
    return toMessageSummary(await messageOf(this.reader, siteId, messageId));
  }

  /**
   * Give a message up for good.
   *
   * It is never posted and its lane goes on. Refused with 409 when a part of it may stand in the ERP.
   */
  @Post('discard')
  @HttpCode(200)
  @ApiOkResponse({ type: MessageSummaryDto, description: 'The message is discarded.' })
  async discardMessage(
    @Param('siteId') siteId: string, @Param('messageId') messageId: string, @Body() { reason, ...seen }: DiscardDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<MessageSummaryDto> {
    requireDeskRight(credential.role, (await messageOf(this.reader, siteId, messageId)).kind);
    await this.desk.discard({ siteId, messageId, ...actorOf(credential), correlationId, reason, ...expected(seen) });
    return toMessageSummary(await messageOf(this.reader, siteId, messageId));
  }

  /**
   * Put right what a message says.
   *
   * For one of which nothing was sent. The body as it stands now, with the patch or as the whole command, goes through the very rules by which it would come in. The original is kept and shown in the lineage, and the
   * same original sent again is still answered as a repetition. The message goes on in its place under the same references; when it belongs to another lane now, a new message takes its place there, linked both ways,
   * and the answer is that one. Where money moves it waits until another person approves it; of any other kind it needs a role that may send that kind.
   */
  @Post('amend')
  @HttpCode(200)
  @ApiOkResponse({ type: MessageSummaryDto, description: 'The message as it stands now, or the one that took its place (`replacesMessageId`).' })
  @ApiResponse({ status: 422, description: 'AMENDMENT_INVALID: what would come out is refused by the rules of its kind; nothing was changed.' })
  async amendMessage(
    @Param('siteId') siteId: string, @Param('messageId') messageId: string, @Body() dto: AmendDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<MessageSummaryDto> {
    const message = await messageOf(this.reader, siteId, messageId);
    requireDeskRight(credential.role, message.kind);
    requireAmendRight(credential.role, message.kind);
    const amended = await this.amendments.amend({ site: siteOf(this.sites, siteId), message, credential, correlationId, dto });
    return toMessageSummary(await messageOf(this.reader, siteId, amended.messageId));
  }

  /**
   * Let the later messages of its lane pass.
   *
   * The message stands beside its lane until somebody resubmits it, into its old place, or discards it. Refused while something of it is in doubt, or when a later message depends on it: its reversal, its correction, or
   * a running total that contains it.
   */
  @Post('step-aside')
  @HttpCode(200)
  @ApiOkResponse({ type: MessageSummaryDto, description: 'The message stands beside its lane.' })
  async stepMessageAside(
    @Param('siteId') siteId: string, @Param('messageId') messageId: string, @Body() { reason, ...seen }: StepAsideDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<MessageSummaryDto> {
    requireDeskRight(credential.role, (await messageOf(this.reader, siteId, messageId)).kind);
    await this.desk.stepAside({ siteId, messageId, ...actorOf(credential), correlationId, reason, ...expected(seen) });
    return toMessageSummary(await messageOf(this.reader, siteId, messageId));
  }

  /**
   * Say how a doubt ended.
   *
   * For a parked message whose outcome the gateway could not find out. It stays parked with what was said as `doubtProposal`; when another person approves it, the message is posted with these documents, or sent again
   * under the same reference. That nothing was posted cannot be said before the settle window is over.
   */
  @Post('resolve-doubt')
  @HttpCode(200)
  @ApiOkResponse({ type: MessageSummaryDto, description: 'It is proposed; somebody else has to approve it.' })
  async resolveMessageDoubt(
    @Param('siteId') siteId: string, @Param('messageId') messageId: string, @Body() { reason, resolution, documents, ...seen }: ResolveDoubtDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<MessageSummaryDto> {
    requireDeskRight(credential.role, (await messageOf(this.reader, siteId, messageId)).kind);
    await this.desk.proposeResolution({ siteId, messageId, ...actorOf(credential), correlationId, reason, ...expected(seen) }, proposed(resolution, documents));
    return toMessageSummary(await messageOf(this.reader, siteId, messageId));
  }

  /**
   * Agree to a message as a second person.
   *
   * For one that waits for approval, because the site wants more than one person to decide or somebody has amended it: it goes on in its place of its lane. Or to what somebody said about a doubt (`doubtProposal`), which
   * is then so. Whoever sent it, sent what the gateway made it of, amended it or made the proposal cannot agree to it. What a person made is agreed to by its expectedRevision.
   */
  @Post('approve')
  @HttpCode(200)
  @ApiOkResponse({ type: MessageSummaryDto, description: 'The message is due.' })
  @ApiResponse({ status: 403, description: 'APPROVER_IS_SENDER: the same person has sent the message, or what the gateway made it of, has amended it or made the proposal. Or the role may not approve.' })
  async approveMessage(
    @Param('siteId') siteId: string, @Param('messageId') messageId: string, @OptionalBody(ApproveDto) { comment, ...seen }: ApproveDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<MessageSummaryDto> {
    await this.desk.approve({ siteId, messageId, ...actorOf(credential), correlationId, ...(typeof comment === 'string' && { reason: comment }), ...expected(seen) });
    return toMessageSummary(await messageOf(this.reader, siteId, messageId));
  }
}

const actorOf = ({ credentialId, role }: Credential): { readonly actor: string; readonly actorRole: string } => ({ actor: credentialId, actorRole: role });

function expected({ expectedState, expectedRevision }: ExpectedStateDto): { readonly expectedState?: MessageState; readonly expectedRevision?: string } {
  return { ...(typeof expectedState === 'string' && { expectedState }), ...(typeof expectedRevision === 'string' && { expectedRevision }) };
}

/** @throws ProblemException `VALIDATION_FAILED` when documents and resolution do not go together */
function proposed(resolution: ResolveDoubtDto['resolution'], documents: ResolveDoubtDto['documents']): ProposedResolution {
  const named = (documents ?? []).map(({ type, number }) => ({ type, number }));
  if (resolution === 'posted' && named.length > 0) return { resolution, documents: named };
  if (resolution === 'notPosted' && named.length === 0) return { resolution };
  throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: '/documents', problem: resolution === 'posted' ? 'at least one document must be named' : 'what was not posted has no documents', fix: 'Name the documents that stand in the ERP, or say notPosted without any.' }] });
}
