import { ItemListDto, WorkCenterListDto } from '@plantway/dto';
import { ConditionalGet, CurrentCredential, PageQueryDto, type Credential } from '@plantway/http';
import type { CallOptions, ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { BillOfMaterialSnapshotDto, ItemSnapshotDto, RoutingSnapshotDto } from './snapshots.dto.js';
import { visibleItem } from './visible-item.js';

/** What is made, of what, and how. */
@ApiTags('Master data')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId')
export class MasterDataController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** List the items of the site. */
  @Get('items')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: ItemListDto, description: 'One page of items.' })
  async listItems(
    @Param('siteId') siteId: string, @Query() page: PageQueryDto, @CurrentCredential() credential: Credential, @BoundedCall() call: CallOptions,
  ): Promise<ItemListDto> {
    const list = await this.erp.items(siteId, page, call);
    return { ...list, items: list.items.map((item) => visibleItem(item, credential)) } as ItemListDto;
  }

  /** Read an item. `standardCost` is left out for a MES. */
  @Get('items/:itemId')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: ItemSnapshotDto, description: 'The item.' })
  async readItem(
    @Param('siteId') siteId: string, @Param('itemId') itemId: string, @CurrentCredential() credential: Credential, @BoundedCall() call: CallOptions,
  ): Promise<ItemSnapshotDto> {
    const { value, asOf } = await this.erp.item(siteId, itemId, call);
    return { ...visibleItem(value, credential), asOf } as ItemSnapshotDto;
  }

  /** Read the bill of material of an item. */
  @Get('bills-of-material/:itemId')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: BillOfMaterialSnapshotDto, description: 'What the item is made of.' })
  async readBillOfMaterial(@Param('siteId') siteId: string, @Param('itemId') itemId: string, @BoundedCall() call: CallOptions): Promise<BillOfMaterialSnapshotDto> {
    const { value, asOf } = await this.erp.billOfMaterial(siteId, itemId, call);
    return { ...value, asOf } as BillOfMaterialSnapshotDto;
  }

  /** Read the routing of an item. */
  @Get('routings/:itemId')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: RoutingSnapshotDto, description: 'The steps that make the item.' })
  async readRouting(@Param('siteId') siteId: string, @Param('itemId') itemId: string, @BoundedCall() call: CallOptions): Promise<RoutingSnapshotDto> {
    const { value, asOf } = await this.erp.routing(siteId, itemId, call);
    return { ...value, asOf } as RoutingSnapshotDto;
  }

  /** List the work centers of the site. */
  @Get('work-centers')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: WorkCenterListDto, description: 'Every work center; the list is never cut.' })
  async listWorkCenters(@Param('siteId') siteId: string, @BoundedCall() call: CallOptions): Promise<WorkCenterListDto> {
    return (await this.erp.workCenters(siteId, call)) as WorkCenterListDto;
  }
}
