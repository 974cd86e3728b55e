import { CorrelationId, CurrentCredential, ProblemException } from '@plantway/http';
import { BULK_CAP_DEFAULT, type BulkDesk, type BulkRequest } from '@plantway/messaging';
import type { Credential } from '@plantway/security';
import { Body, Controller, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { BULK_DESK } from '../process-api.tokens.js';
import { BulkResubmitAnswerDto, BulkResubmitDto } from './bulk-resubmit.dto.js';
import { mayDecideAbout } from './desk-rights.js';
import { DeskQueryDto } from './desk-query.dto.js';
import type { MessageFilterDto } from './message-filter.dto.js';

/** What a person decides about many messages at once. */
@ApiTags('Messages')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/messages')
export class BulkDeskController {
  constructor(@Inject(BULK_DESK) private readonly desk: BulkDesk) {}

  /**
   * Try many messages again.
   *
   * With dryRun nothing is done, and the answer says for each message what would happen and why not, how many stand in each state and behind each error, and a token that names those that would go on as they stand now.
   * With that token exactly these are tried; without one, what fits now. Each message is decided and audited on its own; one that is refused stops no other. A role may do so many within an hour.
   */
  @Post('bulk-resubmit')
  @HttpCode(200)
  @ApiOkResponse({ type: BulkResubmitAnswerDto, description: 'One row per message.' })
  @ApiResponse({ status: 422, description: 'BULK_TOO_MANY: more fit than the cap allows; `details.count` says how many. Nothing was done.' })
  @ApiResponse({ status: 429, description: 'BULK_LIMIT_REACHED: the role has done as many within the hour as it may. Nothing was done.' })
  async resubmitMessages(
    @Param('siteId') siteId: string, @Query() { dryRun }: DeskQueryDto, @Body() { filter, cap = BULK_CAP_DEFAULT, reason, previewToken }: BulkResubmitDto,
    @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<BulkResubmitAnswerDto> {
    requireExactFilter(filter, '/filter');
    const request: BulkRequest = {
      siteId, actor: credential.credentialId, actorRole: credential.role, correlationId, reason, filter, cap, ...(typeof previewToken === 'string' && { previewToken }), mayDecide: (kind) => mayDecideAbout(credential.role, kind),
    };
    if (dryRun === 'true') {
      const { items, wouldGoOn, wouldNot, byState, byCode, previewToken: token } = await this.desk.preview(request);
      const rows = items.map(({ messageId, state, toState, error, why, wouldGoOn: goesOn }) => ({
        messageId, outcome: goesOn ? 'wouldGoOn' as const : 'wouldNot' as const, state, ...(toState && { toState }), ...(error && { code: error.code }), ...(why !== undefined && { why }),
      }));
      return { dryRun: true, items: rows, goingOn: wouldGoOn, refused: wouldNot, byState, byCode, previewToken: token };
    }
    const { items, resubmitted, refused } = await this.desk.resubmit(request);
    return { dryRun: false, items: items.map((item) => ({ ...item })), goingOn: resubmitted, refused };
  }
}

/** @throws ProblemException `VALIDATION_FAILED` for an operation without its order: it is no key of its own */
export function requireExactFilter({ operationId, workOrderId }: MessageFilterDto, root: string): void {
  if (operationId === undefined || workOrderId !== undefined) return;
  throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: `${root}/operationId`, problem: 'an operation is one of a work order', fix: 'Add workOrderId.' }] });
}
