import { CorrelationId } from '@plantway/http';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { BUSINESS_NOW, OVERVIEW_READER, SITES } from '../consumer-api.tokens.js';
import { siteOf } from '../site-of.js';
import type { OverviewReader } from './overview-reader.js';
import { OverviewDto } from './overview.dto.js';

/** How a plant stands. */
@ApiTags('Overview')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('consumer/v1/sites/:siteId/overview')
export class OverviewController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(OVERVIEW_READER) private readonly overview: OverviewReader, @Inject(BUSINESS_NOW) private readonly now: () => Date) {}

  /** Read how the plant stands: orders, what is late, what stands still, what is held, what is not finished. */
  @Get()
  @ApiOkResponse({ type: OverviewDto, description: 'The plant at one moment.' })
  async readOverview(@Param('siteId') siteId: string, @CorrelationId() correlationId: string): Promise<OverviewDto> {
    return this.overview.read(siteOf(this.sites, siteId), this.now(), { correlationId });
  }
}
