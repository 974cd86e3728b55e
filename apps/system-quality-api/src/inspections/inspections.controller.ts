import { ConditionalGet } from '@plantway/http';
import type { CallOptions, QualityPort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { QUALITY } from '../system-quality-api.tokens.js';
import { InspectionListDto, InspectionQueryDto } from './inspections.dto.js';

/** What the quality system looks at; its holds and decisions it sends to the process API. */
@ApiTags('Inspections')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/quality/v1/sites/:siteId/inspections')
export class InspectionsController {
  constructor(@Inject(QUALITY) private readonly quality: QualityPort) {}

  /** List inspections. */
  @Get()
  @ConditionalGet()
  @ApiResponse({ status: 200, type: InspectionListDto, description: 'One page of inspections.' })
  async listInspections(@Param('siteId') siteId: string, @Query() filter: InspectionQueryDto, @BoundedCall() call: CallOptions): Promise<InspectionListDto> {
    return (await this.quality.inspections(siteId, filter, call)) as InspectionListDto;
  }
}
