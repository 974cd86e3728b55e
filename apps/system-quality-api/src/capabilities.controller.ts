import { SystemCapabilitiesDto } from '@plantway/dto';
import { ConditionalGet } from '@plantway/http';
import type { QualityPort } from '@plantway/ports';
import { NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { QUALITY } from './system-quality-api.tokens.js';

/** What the quality system behind a site can do, known before anybody asks it to. */
@ApiTags('Capabilities')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/quality/v1/sites/:siteId/capabilities')
export class CapabilitiesController {
  constructor(@Inject(QUALITY) private readonly quality: QualityPort) {}

  /** Read which quality system the site has, and how well double writes are kept out. */
  @Get()
  @ConditionalGet()
  @ApiResponse({ status: 200, type: SystemCapabilitiesDto, description: 'Backend and guarantee class.' })
  async readCapabilities(@Param('siteId') siteId: string): Promise<SystemCapabilitiesDto> {
    return this.quality.capabilities(siteId);
  }
}
