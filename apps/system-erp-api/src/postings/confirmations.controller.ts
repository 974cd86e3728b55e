import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { ERP_SIDE, type CallOptions, type ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { audited } from './posting-audit.js';
import { ConfirmationPlanDto, PlanConfirmationDto, PostConfirmationDto } from './part.dto.js';
import { confirmPartOf, confirmationOf } from './part.mapper.js';
import { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';
import { receiptsOf } from './receipts.mapper.js';
import { ReferenceQueryDto } from './reference-query.dto.js';

/** Confirmations in the ERP itself: one write per call, nothing stored here, nothing tried again. A MES uses the process API. */
@ApiTags('Confirmations')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/confirmations')
export class ConfirmationsController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Split a confirmation into the writes that this ERP needs. No effect. */
  @Post('plan')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: ConfirmationPlanDto, description: 'The parts, in their order.' })
  async planConfirmation(@Param('siteId') siteId: string, @HotBody(PlanConfirmationDto) body: PlanConfirmationDto, @BoundedCall() call: CallOptions): Promise<ConfirmationPlanDto> {
    const parts = await this.erp.planConfirmation(confirmationOf(body.confirmation, siteId, '/confirmation'), call);
    return { parts } as unknown as ConfirmationPlanDto;
  }

  /**
   * Post one part.
   *
   * Nothing leaves after the header `Plantway-Deadline`, or once the caller has hung up. A problem says by `effect` whether the ERP may have kept it: `none` surely not; `unknown` must be looked up by reference before it is sent again.
   */
  @Post()
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'It stands in the ERP.' })
  async postConfirmation(
    @Param('siteId') siteId: string, @HotBody(PostConfirmationDto) { part: dto, reference }: PostConfirmationDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const part = confirmPartOf(dto, siteId);
    const about = `${dto.confirmation.workOrderId} ${dto.confirmation.operationId}`;
    return (await audited({ who, action: 'confirm', siteId, about, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }

  /**
   * Look what became of one part.
   *
   * As the look by reference alone, for an ERP that can only be asked with the part itself; the receipt says besides what of the confirmation the ERP has no place for. No effect.
   */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'Every document of the part; an empty list when there is none.' })
  async findConfirmation(
    @Param('siteId') siteId: string, @HotBody(PostConfirmationDto) { part, reference }: PostConfirmationDto, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find(confirmPartOf(part, siteId), reference, call));
  }

  /** Look what stands in the ERP under a reference, whatever write it was; only a release leaves no reference there. */
  @Get()
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'Every document under the reference; an empty list when there is none.' })
  async findConfirmations(@Param('siteId') siteId: string, @Query() { reference }: ReferenceQueryDto, @BoundedCall() call: CallOptions): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find({ action: 'any', siteId }, reference, call));
  }
}
