import { CurrentCredential, type Credential } from '@plantway/http';
import { maySeeSite } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { SITES } from '../consumer-api.tokens.js';
import { VisibleSiteListDto } from './visible-sites.dto.js';

/** Which plants there are. */
@ApiTags('Sites')
@Controller('consumer/v1/sites')
export class SitesController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory) {}

  /** List the plants that the credential may see. */
  @Get()
  @ApiOkResponse({ type: VisibleSiteListDto, description: 'The plants.' })
  listSites(@CurrentCredential() credential: Credential): VisibleSiteListDto {
    const visible = this.sites.all().filter(({ siteId }) => maySeeSite(credential, siteId));
    return { items: visible.map(({ siteId, name, currency, calendar }) => ({ siteId, name, timeZone: calendar.timeZone, currency })).sort((a, b) => (a.siteId < b.siteId ? -1 : 1)), nextCursor: null };
  }
}
