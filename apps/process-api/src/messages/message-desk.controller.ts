import type { MessageState } from '@plantway/canonical';
import { CorrelationId, CurrentCredential, OptionalBody } from '@plantway/http';
import type { MessageDesk, MessageReader } from '@plantway/messaging';
import type { Credential } from '@plantway/security';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MESSAGE_DESK, MESSAGE_READER } from '../process-api.tokens.js';
import { ApproveDto } from './approve.dto.js';
import { requireDeskRight } from './desk-rights.js';
import { DiscardDto } from './discard.dto.js';
import { ResubmitDto } from './resubmit.dto.js';
import { MessageSummaryDto } from './message-summary.dto.js';
import { messageOf } from './message-of.js';
import { toMessageSummary } from './message.mapper.js';

/** What a person decides about a message. Every decision is audited with the credential that took it. */
@ApiTags('Messages')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@ApiParam({ name: 'messageId', description: 'The message.', example: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e' })
@ApiResponse({ status: 403, description: 'The role may not decide about messages of this kind: maintenance decides about its requests, quality about nonconformities and its decisions.' })
@ApiResponse({ status: 409, description: 'The message is in a state in which this is not possible, or not in the expected one; `details.state` says where it stands. Read it again and decide anew.' })
@Controller('process/v1/sites/:siteId/messages/:messageId')
export class MessageDeskController {
  constructor(@Inject(MESSAGE_DESK) private readonly desk: MessageDesk, @Inject(MESSAGE_READER) private readonly reader: MessageReader) {}

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
   * Agree to a message as a second person.
   *
   * For one that waits for approval, because the site wants more than one person to decide. It goes on in its place of its lane; whoever sent it, or sent what the gateway made it of, cannot agree to it.
   */
  @Post('approve')
  @HttpCode(200)
  @ApiOkResponse({ type: MessageSummaryDto, description: 'The message is due.' })
  @ApiResponse({ status: 403, description: 'APPROVER_IS_SENDER: the same person has sent the message, or what the gateway made it of. Or the role may not approve.' })
  async approveMessage(
    @Param('siteId') siteId: string, @Param('messageId') messageId: string, @OptionalBody(ApproveDto) { comment, ...seen }: ApproveDto, @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<MessageSummaryDto> {
    await this.desk.approve({ siteId, messageId, ...actorOf(credential), correlationId, ...(typeof comment === 'string' && { reason: comment }), ...expected(seen) });
    return toMessageSummary(await messageOf(this.reader, siteId, messageId));
  }
}

const actorOf = ({ credentialId, role }: Credential): { readonly actor: string; readonly actorRole: string } => ({ actor: credentialId, actorRole: role });

const expected = ({ expectedState }: ResubmitDto): { readonly expectedState?: MessageState } => (expectedState === undefined || expectedState === null ? {} : { expectedState });
