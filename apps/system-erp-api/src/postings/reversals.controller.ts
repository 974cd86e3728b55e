import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { ERP_SIDE, type CallOptions, type ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { demandSameAsPath } from './agreement-with-path.js';
import { audited } from './posting-audit.js';
import { PlanReversalDto, PostReversalDto, ReversalPlanDto } from './part.dto.js';
import { receiptOf, reversePartOf } from './part.mapper.js';
import { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';
import { receiptsOf } from './receipts.mapper.js';

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
  async planReversal(@Param('siteId') siteId: string, @HotBody(PlanReversalDto) body: PlanReversalDto, @BoundedCall() call: CallOptions): Promise<ReversalPlanDto> {
    const parts = await this.erp.planReversal(siteId, body.receipts.map(receiptOf), body.postingDate, call);
    return { parts } as unknown as ReversalPlanDto;
  }

  /** Look what became of one part of a reversal. No effect. */
  @Post('reversals/find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'Every document of the part; an empty list when there is none.' })
  async findReversal(@Param('siteId') siteId: string, @HotBody(PostReversalDto) { part, reference }: PostReversalDto, @BoundedCall() call: CallOptions): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find(reversePartOf(part, siteId), reference, call));
  }

  /** Post one reversal. `effect` of a problem means the same as for a confirmation. */
  @Post('confirmations/:documentNumber/reversal')
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiParam({ name: 'documentNumber', description: 'Number of the document that is taken back.', example: '4000000007' })
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The reversal stands in the ERP.' })
  async postReversal(
    @Param('siteId') siteId: string, @Param('documentNumber') documentNumber: string, @HotBody(PostReversalDto) body: PostReversalDto, @CurrentCredential() who: Credential,
    @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const { documents } = body.part.receipt;
    demandSameAsPath('/part/receipt/documents', documents.find(({ number }) => number === documentNumber)?.number ?? documents.map(({ number }) => number).join(', '), documentNumber);
    const { reference } = body;
    const part = reversePartOf(body.part, siteId);
    return (await audited({ who, action: 'reverse', siteId, about: documentNumber, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }
}
