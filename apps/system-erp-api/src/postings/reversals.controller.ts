import { CorrelationId, HotBody } from '@plantway/http';
import type { ErpPort } from '@plantway/ports';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { NamesBackend } from '../backend-header.interceptor.js';
import { ERP } from '../system-erp-api.tokens.js';
import { demandSameAsPath } from './agreement-with-path.js';
import { PlanReversalDto, PostReversalDto, ReversalPlanDto } from './part.dto.js';
import { receiptOf, reversePartOf } from './part.mapper.js';
import { PostingReceiptDto } from './receipt.dto.js';

/** Reversals in the ERP itself: documents of their own, posted and found like any other. */
@ApiTags('Confirmations')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId')
export class ReversalsController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Plan the writes that take documents back, last first. No effect. */
  @Post('reversals/plan')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: ReversalPlanDto, description: 'The parts, in their order.' })
  async planReversal(@Param('siteId') siteId: string, @HotBody(PlanReversalDto) body: PlanReversalDto, @CorrelationId() correlationId: string): Promise<ReversalPlanDto> {
    const parts = await this.erp.planReversal(siteId, body.receipts.map(receiptOf), { correlationId });
    return { parts } as unknown as ReversalPlanDto;
  }

  /** Post one reversal. `effect` of a problem means the same as for a confirmation. */
  @Post('confirmations/:documentNumber/reversal')
  @HttpCode(201)
  @ApiParam({ name: 'documentNumber', description: 'Number of the document that is taken back.', example: '4000000007' })
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The reversal stands in the ERP.' })
  async postReversal(
    @Param('siteId') siteId: string, @Param('documentNumber') documentNumber: string, @HotBody(PostReversalDto) body: PostReversalDto, @CorrelationId() correlationId: string,
  ): Promise<PostingReceiptDto> {
    const { documents } = body.part.receipt;
    demandSameAsPath('/part/receipt/documents', documents.find(({ number }) => number === documentNumber)?.number ?? documents.map(({ number }) => number).join(', '), documentNumber);
    return (await this.erp.post(reversePartOf(body.part, siteId), body.reference, { correlationId })) as PostingReceiptDto;
  }
}
