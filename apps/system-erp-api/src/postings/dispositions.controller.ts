import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { ERP_SIDE, type CallOptions, type ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { PostDispositionDto } from './order-part.dto.js';
import { disposePartOf } from './order-part.mapper.js';
import { audited } from './posting-audit.js';
import { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';
import { receiptsOf } from './receipts.mapper.js';

/** The status of a lot in the ERP itself: one write per call. Quality uses the process API. */
@ApiTags('Inventory')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@ApiParam({ name: 'itemId', description: 'The item.', example: 'RM-1' })
@ApiParam({ name: 'lotId', description: 'Its lot.', example: 'RM1-A' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/items/:itemId/lots/:lotId/disposition')
export class DispositionsController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Give the lot its status. `effect` of a problem means the same as for a confirmation. */
  @Post()
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The lot has its status in the ERP.' })
  async postDisposition(
    @Param('siteId') siteId: string, @Param('itemId') itemId: string, @Param('lotId') lotId: string, @HotBody(PostDispositionDto) { part: dto, reference }: PostDispositionDto,
    @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const part = disposePartOf(dto, { siteId, itemId, lotId });
    return (await audited({ who, action: 'disposeLot', siteId, about: `${itemId} ${lotId} ${dto.status}`, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }

  /** Look what became of it. No effect. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'Every document under the reference; an empty list when there is none.' })
  async findDisposition(
    @Param('siteId') siteId: string, @Param('itemId') itemId: string, @Param('lotId') lotId: string, @HotBody(PostDispositionDto) { part, reference }: PostDispositionDto, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find(disposePartOf(part, { siteId, itemId, lotId }), reference, call));
  }
}
