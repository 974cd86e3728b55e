import { ConditionalGet } from '@plantway/http';
import type { CallOptions, MaintenancePort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MAINTENANCE } from '../system-maintenance-api.tokens.js';
import { MaintenanceQueryDto, MaintenanceWorkListDto } from './work.dto.js';

/** What became of the requests. */
@ApiTags('Requests')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/maintenance/v1/sites/:siteId/requests')
export class WorkController {
  constructor(@Inject(MAINTENANCE) private readonly maintenance: MaintenancePort) {}

  /** List requests. */
  @Get()
  @ConditionalGet()
  @ApiResponse({ status: 200, type: MaintenanceWorkListDto, description: 'One page of requests.' })
  async listRequests(@Param('siteId') siteId: string, @Query() filter: MaintenanceQueryDto, @BoundedCall() call: CallOptions): Promise<MaintenanceWorkListDto> {
    return (await this.maintenance.requests(siteId, filter, call)) as MaintenanceWorkListDto;
  }
}
