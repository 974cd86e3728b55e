import { ReferenceCodeListDto, SiteDto } from '@plantway/dto';
import { ProblemException } from '@plantway/http';
import { REFERENCE_LISTS, type ReferenceList, type SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { SITES } from '../process-api.tokens.js';
import { siteOf } from './site-of.js';

/** The plant and the codes that it uses. */
@ApiTags('Reference data')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId')
export class SiteController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory) {}

  /** Read the plant: its name, currency, time zone and shifts, and when it works beyond them. */
  @Get()
  @ApiOkResponse({ type: SiteDto, description: 'The plant.' })
  readSite(@Param('siteId') siteId: string): SiteDto {
    const { name, currency, calendar, workCalendar: { workDays, nonWorkingDays, breaks } } = siteOf(this.sites, siteId);
    return { siteId, name, currency, calendar: { ...calendar, shifts: [...calendar.shifts] }, workCalendar: { workDays: [...workDays], nonWorkingDays: [...nonWorkingDays], breaks: [...breaks] } };
  }

  /**
   * List the codes of the plant.
   *
   * The whole list is one page. A report names codes of these lists; one that is not active is for old reports only. Downtime reasons form a tree.
   */
  @Get('reference-data/:list')
  @ApiParam({ name: 'list', description: 'Which codes.', enum: REFERENCE_LISTS, example: 'reasons' })
  @ApiOkResponse({ type: ReferenceCodeListDto, description: 'The codes, in the order of the plant.' })
  listReferenceData(@Param('siteId') siteId: string, @Param('list') list: string): ReferenceCodeListDto {
    const site = siteOf(this.sites, siteId);
    if (!isReferenceList(list)) {
      throw new ProblemException('NOT_FOUND', { findings: [{ path: '/path/list', problem: 'is no list of codes', fix: `Use one of ${REFERENCE_LISTS.join(', ')}.` }] });
    }
    return { items: [...site.referenceData[list]], nextCursor: null };
  }
}

const isReferenceList = (list: string): list is ReferenceList => (REFERENCE_LISTS as readonly string[]).includes(list);
