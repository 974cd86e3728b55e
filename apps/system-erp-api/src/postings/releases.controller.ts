import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { ERP_SIDE, type CallOptions, type ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { audited } from './posting-audit.js';
import { PostReleaseDto } from './part.dto.js';
import { releasePartOf } from './part.mapper.js';
import { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';
import { receiptsOf } from './receipts.mapper.js';
import { ReferenceQueryDto } from './reference-query.dto.js';

/** The release of an order in the ERP itself: one write, nothing stored here, nothing tried again. A planner uses the process API. */
@ApiTags('Orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@ApiParam({ name: 'workOrderId', description: 'The order.', example: 'WO-1002' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/work-orders/:workOrderId/release')
export class ReleasesController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Release the order. `effect` of a problem means the same as for a confirmation. */
  @Post()
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The order is released in the ERP.' })
  async postRelease(
    @Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @HotBody(PostReleaseDto) { part: dto, reference }: PostReleaseDto, @CurrentCredential() who: Credential,
    @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const part = releasePartOf(dto, siteId, workOrderId);
    return (await audited({ who, action: 'release', siteId, about: workOrderId, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }

  /** Look whether the release of the order stands in the ERP, whoever made it. */
  @Get()
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'One receipt when the order is released; an empty list when it is not.' })
  async findRelease(
    @Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @Query() { reference }: ReferenceQueryDto, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find({ action: 'release', partId: 'release', siteId, workOrderId }, reference, call));
  }
}
