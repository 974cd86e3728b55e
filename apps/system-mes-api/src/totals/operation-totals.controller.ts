import type { CallOptions, MesPort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MES } from '../system-mes-api.tokens.js';
import { OperationTotalsListDto, OperationTotalsQueryDto } from './operation-totals.dto.js';

/** What the MES itself counts, read from its own books. */
@ApiTags('Totals')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/mes/v1/sites/:siteId/operation-totals')
export class OperationTotalsController {
  constructor(@Inject(MES) private readonly mes: MesPort) {}

  /** Read what the MES counts of the operations of some work orders, to compare it with gateway and ERP. */
  @Get()
  @ApiResponse({ status: 200, type: OperationTotalsListDto, description: 'Every operation of these orders that the MES knows.' })
  @ApiResponse({ status: 422, description: 'MES_TOTALS_UNSUPPORTED: the MES of the site cannot be asked.' })
  async readOperationTotals(@Param('siteId') siteId: string, @Query() { workOrderId, reports }: OperationTotalsQueryDto, @BoundedCall() call: CallOptions): Promise<OperationTotalsListDto> {
    const { asOf, items } = await this.mes.totals(siteId, { workOrderIds: workOrderId, withReports: reports === 'true' }, call);
    return { items, nextCursor: null, asOf } as OperationTotalsListDto;
  }
}
