import { PlannedOrderListDto } from '@plantway/dto';
import { ConditionalGet, CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { ERP_SIDE, type CallOptions, type ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PlannedOrderQueryDto } from '../reads/queries.dto.js';
import { ERP } from '../system-erp-api.tokens.js';
import { PostConversionDto, PostPlannedOrderDto } from './order-part.dto.js';
import { convertPartOf, publishPartOf } from './order-part.mapper.js';
import { audited } from './posting-audit.js';
import { PostingReceiptDto, PostingReceiptsDto } from './receipt.dto.js';
import { receiptsOf } from './receipts.mapper.js';
import { ReferenceQueryDto } from './reference-query.dto.js';

/** Planned orders in the ERP itself: read, made, and converted into work orders, one write per call. The planning system uses the process API. */
@ApiTags('Planned orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/planned-orders')
export class PlannedOrdersController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** List planned orders. */
  @Get()
  @ConditionalGet()
  @ApiResponse({ status: 200, type: PlannedOrderListDto, description: 'One page of planned orders.' })
  async listPlannedOrders(@Param('siteId') siteId: string, @Query() filter: PlannedOrderQueryDto, @BoundedCall() call: CallOptions): Promise<PlannedOrderListDto> {
    return (await this.erp.plannedOrders(siteId, filter, call)) as PlannedOrderListDto;
  }

  /** Make a planned order. `effect` of a problem means the same as for a confirmation. */
  @Post()
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The planned order stands in the ERP.' })
  async postPlannedOrder(
    @Param('siteId') siteId: string, @HotBody(PostPlannedOrderDto) { part: dto, reference }: PostPlannedOrderDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const part = publishPartOf(dto, siteId);
    const about = dto.plannedOrder.plannedOrderId;
    return (await audited({ who, action: 'publishPlannedOrder', siteId, about, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }

  /** Look what became of a planned order that was sent. No effect. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'Every planned order under the reference; an empty list when there is none.' })
  async findPlannedOrder(@Param('siteId') siteId: string, @HotBody(PostPlannedOrderDto) { part, reference }: PostPlannedOrderDto, @BoundedCall() call: CallOptions): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find(publishPartOf(part, siteId), reference, call));
  }

  /** Make a work order of a planned order; the ERP numbers it. */
  @Post(':plannedOrderId/conversion')
  @HttpCode(201)
  @TakesDeadline(ERP_SIDE)
  @ApiParam({ name: 'plannedOrderId', description: 'The planned order.', example: 'PLN-000042' })
  @ApiResponse({ status: 201, type: PostingReceiptDto, description: 'The work order stands in the ERP; its number is that of the document of type workOrder.' })
  async postConversion(
    @Param('siteId') siteId: string, @Param('plannedOrderId') plannedOrderId: string, @HotBody(PostConversionDto) { part: dto, reference }: PostConversionDto, @CurrentCredential() who: Credential,
    @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptDto> {
    const part = convertPartOf(dto, { siteId, plannedOrderId });
    return (await audited({ who, action: 'convertPlannedOrder', siteId, about: plannedOrderId, reference }, call, () => this.erp.post(part, reference, call))) as PostingReceiptDto;
  }

  /** Look whether the conversion stands in the ERP under the reference. */
  @Get(':plannedOrderId/conversion')
  @ApiParam({ name: 'plannedOrderId', description: 'The planned order.', example: 'PLN-000042' })
  @ApiResponse({ status: 200, type: PostingReceiptsDto, description: 'One receipt when it stands; an empty list when it does not.' })
  async findConversion(
    @Param('siteId') siteId: string, @Param('plannedOrderId') plannedOrderId: string, @Query() { reference }: ReferenceQueryDto, @BoundedCall() call: CallOptions,
  ): Promise<PostingReceiptsDto> {
    return receiptsOf(await this.erp.find({ action: 'convertPlannedOrder', partId: 'conversion', siteId, plannedOrderId }, reference, call));
  }
}
