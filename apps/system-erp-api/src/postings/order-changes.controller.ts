import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { ERP_SIDE, type CallOptions, type ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { PostChangeDto } from './order-part.dto.js';
import { changePartOf } from './order-part.mapper.js';
import { audited } from './posting-audit.js';
import { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';
import { receiptsOf } from './receipts.mapper.js';

/** The change of an order in the ERP itself: one write, nothing stored here, nothing tried again. A planner uses the process API, which asks the MES first. */
@ApiTags('Orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@ApiParam({ name: 'workOrderId', description: 'The order.', example: 'WO-1002' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/work-orders/:workOrderId/changes')
export class OrderChangesController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Hold, resume or cancel the order, or give it another quantity or other dates. `effect` of a problem means the same as for a confirmation. */
  @Post()
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The order is changed in the ERP.' })
  async postOrderChange(
    @Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @HotBody(PostChangeDto) { part: dto, reference }: PostChangeDto, @CurrentCredential() who: Credential,
    @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const part = changePartOf(dto, reference, { siteId, workOrderId });
    return (await audited({ who, action: 'change', siteId, about: `${dto.change.verb} ${workOrderId}`, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }

  /** Look what became of a change. No effect. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'Every change under the reference; an empty list when there is none.' })
  async findOrderChange(
    @Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @HotBody(PostChangeDto) { part, reference }: PostChangeDto, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find(changePartOf(part, reference, { siteId, workOrderId }), reference, call));
  }
}
