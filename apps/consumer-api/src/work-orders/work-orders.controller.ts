import { CurrentCredential, PageQueryDto, ProblemException, decodeCursor, encodeCursor } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { BUSINESS_NOW, SITES, WORK_ORDER_READER } from '../consumer-api.tokens.js';
import { readsMessages } from '../message-rights.js';
import { projectedAt } from '../projected.dto.js';
import { siteOf } from '../site-of.js';
import { isTimeKey } from '../time-key.js';
import { TimelineDto } from './timeline.dto.js';
import { WorkOrderQueryDto } from './work-order-query.dto.js';
import type { WorkOrderReader } from './work-order-reader.js';
import { WorkOrderSummaryListDto } from './work-order-summary.dto.js';
import { WorkOrderViewDto } from './work-order-view.dto.js';
import { toTimelineStep, toWorkOrderSummary, toWorkOrderView } from './work-order.mapper.js';

const WORK_ORDERS = 'consumer-work-orders';
const TIMELINE = 'work-order-timeline';
const isPlace = (position: unknown): position is string => typeof position === 'string' && /^\d{1,18}$/.test(position);

/** Work orders, and what happened to them. */
@ApiTags('Work orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('consumer/v1/sites/:siteId/work-orders')
export class WorkOrdersController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(WORK_ORDER_READER) private readonly orders: WorkOrderReader, @Inject(BUSINESS_NOW) private readonly now: () => Date) {}

  /** List work orders, the one that is due first at the top. */
  @Get()
  @ApiOkResponse({ type: WorkOrderSummaryListDto, description: 'One page of the orders that fit every filter.' })
  async listWorkOrders(@Param('siteId') siteId: string, @Query() { cursor, limit, status, itemId, late }: WorkOrderQueryDto): Promise<WorkOrderSummaryListDto> {
    const { standing, result } = await this.orders.list({
      siteId: siteOf(this.sites, siteId).siteId, now: this.now(), limit,
      ...(status !== undefined && { status }), ...(itemId !== undefined && { itemId }), ...(late !== undefined && { isLate: late === 'true' }),
      ...(cursor !== undefined && { after: decodeCursor(WORK_ORDERS, cursor, isTimeKey) }),
    });
    const page = result.slice(0, limit);
    const last = result.length > limit ? page.at(-1) : undefined;
    return { items: page.map(toWorkOrderSummary), nextCursor: last === undefined ? null : encodeCursor(WORK_ORDERS, [last.due_key, last.work_order_id]), ...projectedAt(standing) };
  }

  /** Read a work order: as the ERP last showed it, with promises, holds and what was reported. */
  @Get(':workOrderId')
  @ApiParam({ name: 'workOrderId', description: 'The work order.', example: 'WO-1001' })
  @ApiOkResponse({ type: WorkOrderViewDto, description: 'The order.' })
  async readWorkOrder(@Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string): Promise<WorkOrderViewDto> {
    const { standing, result } = await this.orders.read(siteOf(this.sites, siteId).siteId, workOrderId, this.now());
    if (result === undefined) refuseUnknown(siteId, workOrderId);
    return { ...toWorkOrderView(result.order, result.promises, result.holds), ...projectedAt(standing) };
  }

  /**
   * Read everything that happened to a work order.
   *
   * One list over all systems: from the planned order by release, job orders, confirmations, stops of machines and holds of quality to the promised day, and what stood in the way. A role that may not read messages sees no steps of messages.
   */
  @Get(':workOrderId/timeline')
  @ApiParam({ name: 'workOrderId', description: 'The work order.', example: 'WO-1001' })
  @ApiOkResponse({ type: TimelineDto, description: 'One page of the steps, in the order in which they became known.' })
  async readTimeline(@Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @Query() { cursor, limit }: PageQueryDto, @CurrentCredential() { role }: Credential): Promise<TimelineDto> {
    const after = cursor === undefined ? '0' : decodeCursor(TIMELINE, cursor, isPlace);
    const { standing, result } = await this.orders.steps(siteOf(this.sites, siteId).siteId, workOrderId, { after, limit, withMessages: readsMessages(role) });
    if (result === undefined) refuseUnknown(siteId, workOrderId);
    const page = result.slice(0, limit);
    return { items: page.map(toTimelineStep), nextCursor: result.length > limit ? encodeCursor(TIMELINE, page.at(-1)!.position) : null, ...projectedAt(standing) };
  }
}

/** @throws ProblemException `NOT_FOUND` */
function refuseUnknown(siteId: string, workOrderId: string): never {
  throw new ProblemException('NOT_FOUND', {
    detail: `No event of site ${siteId} has told of a work order ${workOrderId} yet.`,
    findings: [{ path: '/path/workOrderId', problem: 'is no known work order of this site', fix: 'Check the number. An order that was made in the ERP just now is known after the next reading.' }],
  });
}
