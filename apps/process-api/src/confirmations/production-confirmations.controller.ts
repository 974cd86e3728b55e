import { ProductionConfirmationDto } from '@plantway/dto';
import { CurrentCredential, HotBody, HotRoute } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExtension, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CONFIRMATION_BATCH, CONFIRMATION_INTAKE, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { acceptanceOf } from './acceptance-of.js';
import type { AcceptanceDto } from './acceptance.dto.js';
import { AcceptsCommand } from './accepts-command.js';
import { arrivalOf, batchArrivalOf } from './arrival.js';
import { ConfirmationBatchAnswerDto } from './confirmation-batch-answer.dto.js';
import { ConfirmationBatchRequestDto } from './confirmation-batch-request.dto.js';
import type { ConfirmationBatch } from './confirmation-batch.js';
import type { ConfirmationIntake } from './confirmation-intake.js';
import { EXAMPLE_CONFIRMATIONS } from './example-confirmations.js';

/** Takes production confirmations in; the answer says that they are stored, not that they are posted. */
@ApiTags('Production confirmations')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/production-confirmations')
export class ProductionConfirmationsController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory,
    @Inject(CONFIRMATION_INTAKE) private readonly intake: ConfirmationIntake,
    @Inject(CONFIRMATION_BATCH) private readonly batch: ConfirmationBatch,
  ) {}

  /**
   * Report what an operation has produced.
   *
   * Answered once the report is stored durably, whether or not the ERP is there. Sending the same report again changes nothing and gets the
   * same messageId; another body under the same confirmationId is refused with 422. Bodies are compared as they were sent, the order of keys apart:
   * a field that is left out and the same field with its default are two bodies. Its outcome is read from the message or the changes feed.
   */
  @Post()
  @HotRoute<ProductionConfirmationsController, ProductionConfirmationDto>({
    body: ProductionConfirmationDto,
    call: (controller, { params: { siteId }, body, credential, request, reply }) => controller.confirmProduction(siteId, body, credential, request, reply),
  })
  @AcceptsCommand({ noun: 'report', idField: 'confirmationId' })
  @ApiExtension('x-body-examples', EXAMPLE_CONFIRMATIONS)
  @ApiResponse({ status: 403, description: 'NOT_OWNER: the site says that others report what was produced.' })
  async confirmProduction(
    @Param('siteId') siteId: string, @HotBody(ProductionConfirmationDto) body: ProductionConfirmationDto, @CurrentCredential() credential: Credential,
    @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.intake.accept(body, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }

  /**
   * Report many operations at once.
   *
   * At most 1,000 rows; each row is judged and stored on its own, so a bad one stops no other. Rows of one operation keep their order. Send the
   * whole batch again when the answer was lost: rows that are stored already are answered as such. An Idempotency-Key is refused: rows are known by
   * their confirmationId.
   */
  @Post('batch')
  @HotRoute<ProductionConfirmationsController, ConfirmationBatchRequestDto>({
    body: ConfirmationBatchRequestDto,
    call: (controller, { params: { siteId }, body, credential, request }) => controller.confirmProductionBatch(siteId, body, credential, request),
  })
  @HttpCode(207)
  @ApiResponse({ status: 207, type: ConfirmationBatchAnswerDto, description: 'One status per row, in the order of the request.' })
  @ApiResponse({ status: 403, description: 'NOT_OWNER: the site says that others report what was produced; no row is stored.' })
  async confirmProductionBatch(
    @Param('siteId') siteId: string, @HotBody(ConfirmationBatchRequestDto) { items }: ConfirmationBatchRequestDto, @CurrentCredential() credential: Credential, @Req() request: FastifyRequest,
  ): Promise<ConfirmationBatchAnswerDto> {
    return this.batch.accept(items, siteOf(this.sites, siteId), batchArrivalOf(request, credential),
      (error, row, code) => request.log.error({ code, row, credentialId: credential.credentialId, err: error }, 'row of a batch failed'));
  }
}
