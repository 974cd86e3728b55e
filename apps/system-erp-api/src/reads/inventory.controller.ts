import { InventoryBalanceListDto, MaterialReservationListDto } from '@plantway/dto';
import { ConditionalGet } from '@plantway/http';
import type { CallOptions, ErpPort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { InventoryQueryDto, ReservationQueryDto } from './queries.dto.js';
import { MaterialLotSnapshotDto } from './snapshots.dto.js';

/** What lies where, in which lot. */
@ApiTags('Inventory')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId')
export class InventoryController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** List stock. */
  @Get('inventory-balances')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: InventoryBalanceListDto, description: 'One page of balances.' })
  async listInventoryBalances(@Param('siteId') siteId: string, @Query() filter: InventoryQueryDto, @BoundedCall() call: CallOptions): Promise<InventoryBalanceListDto> {
    return (await this.erp.inventoryBalances(siteId, filter, call)) as InventoryBalanceListDto;
  }

  /** List what planned orders and open work orders have claim to and have not withdrawn. */
  @Get('reservations')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: MaterialReservationListDto, description: 'One page of claims.' })
  async listReservations(@Param('siteId') siteId: string, @Query() filter: ReservationQueryDto, @BoundedCall() call: CallOptions): Promise<MaterialReservationListDto> {
    return (await this.erp.reservations(siteId, filter, call)) as MaterialReservationListDto;
  }

  /** Read a lot of an item; lot numbers repeat across items. */
  @Get('items/:itemId/lots/:lotId')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: MaterialLotSnapshotDto, description: 'The lot.' })
  async readLot(
    @Param('siteId') siteId: string, @Param('itemId') itemId: string, @Param('lotId') lotId: string, @BoundedCall() call: CallOptions,
  ): Promise<MaterialLotSnapshotDto> {
    const { value, asOf } = await this.erp.lot(siteId, itemId, lotId, call);
    return { ...value, asOf } as MaterialLotSnapshotDto;
  }
}
