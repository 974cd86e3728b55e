import type { ErpPort } from '@plantway/ports';
import { ConditionalGet } from '@plantway/http';
import { NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ERP } from '../system-erp-api.tokens.js';
import { CapabilitiesDto } from './capabilities.dto.js';

/** What the ERP behind a site can do, known before anybody asks it to. */
@ApiTags('Capabilities')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/erp/v1/sites/:siteId/capabilities')
export class CapabilitiesController {
  constructor(@Inject(ERP) private readonly erp: ErpPort) {}

  /** Read what the ERP of the site can do, and how well double postings are kept out. */
  @Get()
  @ConditionalGet()
  @ApiResponse({ status: 200, type: CapabilitiesDto, description: 'Operations with their guarantee class.' })
  async readCapabilities(@Param('siteId') siteId: string): Promise<CapabilitiesDto> {
    return (await this.erp.capabilities(siteId)) as CapabilitiesDto;
  }
}
