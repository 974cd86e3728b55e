import type { MesPort } from '@plantway/ports';
import { ConditionalGet } from '@plantway/http';
import { NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MES } from '../system-mes-api.tokens.js';
import { MesCapabilitiesDto } from './capabilities.dto.js';

/** What the MES behind a site can do, known before anybody asks it to. */
@ApiTags('Capabilities')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/mes/v1/sites/:siteId/capabilities')
export class CapabilitiesController {
  constructor(@Inject(MES) private readonly mes: MesPort) {}

  /** Read how job orders reach the MES of the site, and how well double ones are kept out. */
  @Get()
  @ConditionalGet()
  @ApiResponse({ status: 200, type: MesCapabilitiesDto, description: 'Style and guarantee class.' })
  async readCapabilities(@Param('siteId') siteId: string): Promise<MesCapabilitiesDto> {
    return (await this.mes.capabilities(siteId)) as MesCapabilitiesDto;
  }
}
