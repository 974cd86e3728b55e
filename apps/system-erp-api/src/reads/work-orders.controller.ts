import { PostingPeriodListDto, PurchaseOrderListDto, WorkOrderListDto } from '@plantway/dto';
import { ConditionalGet, PageQueryDto } from '@plantway/http';
import type { CallOptions, ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { ConfirmationDocumentListDto, ConfirmationDocumentQueryDto } from './confirmation-document.dto.js';
import { PurchaseOrderQueryDto, WorkOrderQueryDto } from './queries.dto.js';
import { WorkOrderSnapshotDto } from './snapshots.dto.js';
import { WorkOrderChangeFeedDto } from './work-order-changes.dto.js';

/** What the ERP wants made and bought, and until when it takes postings. */
@ApiTags('Orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId')
export class WorkOrdersController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** List work orders. */
  @Get('work-orders')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: WorkOrderListDto, description: 'One page of work orders.' })
  async listWorkOrders(@Param('siteId') siteId: string, @Query() filter: WorkOrderQueryDto, @BoundedCall() call: CallOptions): Promise<WorkOrderListDto> {
    return (await this.erp.workOrders(siteId, filter, call)) as WorkOrderListDto;
  }

  /** Read a work order with what has been confirmed on it. */
  @Get('work-orders/:workOrderId')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: WorkOrderSnapshotDto, description: 'The work order.' })
  async readWorkOrder(@Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @BoundedCall() call: CallOptions): Promise<WorkOrderSnapshotDto> {
    const { value, ...snapshot } = await this.erp.workOrder(siteId, workOrderId, call);
    return { ...value, ...snapshot } as WorkOrderSnapshotDto;
  }

  /** List what happened to work orders since the cursor, whoever did it. Without a cursor: nothing but the place where the list ends now. */
  @Get('work-order-changes')
  @ApiResponse({ status: 200, type: WorkOrderChangeFeedDto, description: 'Oldest first, in the order of the ERP.' })
  async listWorkOrderChanges(@Param('siteId') siteId: string, @Query() page: PageQueryDto, @BoundedCall() call: CallOptions): Promise<WorkOrderChangeFeedDto> {
    return (await this.erp.changes(siteId, page, call)) as WorkOrderChangeFeedDto;
  }

  /** List confirmations and their reversals in posting order, whoever entered them. */
  @Get('confirmation-documents')
  @ApiResponse({ status: 200, type: ConfirmationDocumentListDto, description: 'One page of confirmation documents.' })
  async listConfirmationDocuments(@Param('siteId') siteId: string, @Query() filter: ConfirmationDocumentQueryDto, @BoundedCall() call: CallOptions): Promise<ConfirmationDocumentListDto> {
    return (await this.erp.confirmationDocuments(siteId, filter, call)) as ConfirmationDocumentListDto;
  }

  /** List purchase orders. */
  @Get('purchase-orders')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: PurchaseOrderListDto, description: 'One page of purchase orders.' })
  async listPurchaseOrders(@Param('siteId') siteId: string, @Query() filter: PurchaseOrderQueryDto, @BoundedCall() call: CallOptions): Promise<PurchaseOrderListDto> {
    return (await this.erp.purchaseOrders(siteId, filter, call)) as PurchaseOrderListDto;
  }

  /** List the posting periods. */
  @Get('posting-periods')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: PostingPeriodListDto, description: 'Every period; the list is never cut.' })
  async listPostingPeriods(@Param('siteId') siteId: string, @BoundedCall() call: CallOptions): Promise<PostingPeriodListDto> {
    return (await this.erp.postingPeriods(siteId, call)) as PostingPeriodListDto;
  }
}
