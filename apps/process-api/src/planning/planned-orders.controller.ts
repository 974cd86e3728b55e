import { PlannedOrderFieldsDto } from '@plantway/dto';
import type { PlannedOrderBook } from '@plantway/execution';
import { CorrelationId, CurrentCredential, OptionalBody, decodeCursor, encodeCursor } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptanceOf } from '../confirmations/acceptance-of.js';
import type { AcceptanceDto } from '../confirmations/acceptance.dto.js';
import { AcceptsCommand } from '../confirmations/accepts-command.js';
import { arrivalOf } from '../confirmations/arrival.js';
import { CLOCK, PLANNED_ORDERS, PLANNED_ORDER_INTAKE, PLANNED_ORDER_READS, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { ConversionDto } from './conversion.dto.js';
import { PlannedOrderListDto } from './planned-order-list.dto.js';
import { PlannedOrderQueryDto } from './planned-order-query.dto.js';
import { PlannedOrderDetailDto } from './planned-order.dto.js';
import type { PlannedOrderIntake } from './planned-order-intake.js';
import type { PlannedOrderReads } from './planned-order-reads.js';
import { toPlannedOrderDto } from './planning.mapper.js';
import { unknownPlannedOrder } from './unknown-planned-order.js';

const PLANNED_ORDER_LIST = 'planned-orders';
const isId = (position: unknown): position is string => typeof position === 'string';

/** Proposals of the planning system, and the work orders that are made of them. */
@ApiTags('Planning')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/planned-orders')
export class PlannedOrdersController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PLANNED_ORDERS) private readonly plannedOrders: PlannedOrderBook,
    @Inject(PLANNED_ORDER_READS) private readonly reads: PlannedOrderReads,
    @Inject(PLANNED_ORDER_INTAKE) private readonly intake: PlannedOrderIntake,
  ) {}

  /**
   * Publish a planned order.
   *
   * The ERP takes it and keeps material for it. Whether it becomes a work order at once, after a second person has approved it, or when a planner asks for it is the site's choice. The same planned
   * order again changes nothing and gets the same messageId; what is planned otherwise is a new planned order under a new id.
   */
  @Post()
  @AcceptsCommand({ noun: 'planned order', idField: 'plannedOrderId' })
  async publishPlannedOrder(
    @Param('siteId') siteId: string, @Body() body: PlannedOrderFieldsDto, @CurrentCredential() credential: Credential, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.intake.publish(body, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }

  /**
   * List planned orders that stand in the ERP.
   *
   * Those that came through the gateway, by their ids.
   */
  @Get()
  @ApiOkResponse({ type: PlannedOrderListDto, description: 'One page of planned orders.' })
  async listPlannedOrders(@Param('siteId') siteId: string, @Query() { status, cursor, limit }: PlannedOrderQueryDto): Promise<PlannedOrderListDto> {
    const asOf = this.clock.now().toISOString();
    const after = cursor === undefined ? undefined : decodeCursor(PLANNED_ORDER_LIST, cursor, isId);
    const found = await this.plannedOrders.list(siteOf(this.sites, siteId).siteId, { ...(typeof status === 'string' && { status }), ...(after !== undefined && { after }), limit: limit + 1 });
    const items = found.slice(0, limit);
    return { items: items.map(toPlannedOrderDto), nextCursor: found.length > limit ? encodeCursor(PLANNED_ORDER_LIST, items.at(-1)?.plannedOrderId) : null, asOf };
  }

  /**
   * Read a planned order with its reservations.
   *
   * What the ERP keeps for it is read from the ERP now: for the planned order, or for the work order that was made of it.
   */
  @Get(':plannedOrderId')
  @ApiParam({ name: 'plannedOrderId', description: 'The planned order.', example: 'PL-2001' })
  @ApiOkResponse({ type: PlannedOrderDetailDto, description: 'The planned order and what the ERP keeps for it.' })
  @ApiResponse({ status: 503, description: 'ERP_UNAVAILABLE: the ERP does not answer in time what it keeps for the order.' })
  async readPlannedOrder(@Param('siteId') siteId: string, @Param('plannedOrderId') plannedOrderId: string, @CorrelationId() correlationId: string): Promise<PlannedOrderDetailDto> {
    const found = await this.reads.read(siteOf(this.sites, siteId).siteId, plannedOrderId, correlationId);
    if (found === undefined) throw unknownPlannedOrder(siteId, plannedOrderId);
    const { planned, reservations, asOf } = found;
    return { ...toPlannedOrderDto(planned), reservations: reservations.map(({ itemId, operationId, quantity }) => ({ itemId, operationId, quantity: { ...quantity } })), asOf };
  }

  /**
   * Convert a planned order into a work order.
   *
   * The ERP makes the work order and numbers it. Where the site wants a second person to agree, the message waits for that. The same conversion again changes nothing;
   * without a conversionId, one that was discarded makes room for a new one.
   */
  @Post(':plannedOrderId/conversion')
  @ApiParam({ name: 'plannedOrderId', description: 'The planned order.', example: 'PL-2001' })
  @AcceptsCommand({ noun: 'conversion', idField: 'conversionId' })
  @ApiResponse({ status: 404, description: 'NOT_FOUND: no such planned order stands in the ERP.' })
  async convertPlannedOrder(
    @Param('siteId') siteId: string, @Param('plannedOrderId') plannedOrderId: string, @OptionalBody(ConversionDto) body: ConversionDto,
    @CurrentCredential() credential: Credential, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.intake.convert(body, plannedOrderId, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }
}
