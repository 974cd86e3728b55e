import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { ERP_SIDE, type CallOptions, type ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { PostGoodsMovementDto } from './order-part.dto.js';
import { consumePartOf } from './order-part.mapper.js';
import { audited } from './posting-audit.js';
import { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';
import { receiptsOf } from './receipts.mapper.js';

/** Goods issues to an order in the ERP itself: one write per call. A MES uses the process API. */
@ApiTags('Inventory')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/goods-movements')
export class GoodsMovementsController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Issue material to an order. `effect` of a problem means the same as for a confirmation. */
  @Post()
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The material is issued in the ERP.' })
  async postGoodsMovement(
    @Param('siteId') siteId: string, @HotBody(PostGoodsMovementDto) { part: dto, reference }: PostGoodsMovementDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const part = consumePartOf(dto, siteId);
    const about = `${dto.consumption.itemId} to ${dto.consumption.workOrderId} ${dto.consumption.operationId}`;
    return (await audited({ who, action: 'consume', siteId, about, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }

  /** Look what became of an issue. No effect. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'Every document under the reference; an empty list when there is none.' })
  async findGoodsMovement(@Param('siteId') siteId: string, @HotBody(PostGoodsMovementDto) { part, reference }: PostGoodsMovementDto, @BoundedCall() call: CallOptions): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find(consumePartOf(part, siteId), reference, call));
  }
}
