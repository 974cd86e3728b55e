import { BUSINESS_KEY } from '@plantway/canonical';
import type { DowntimeBook, DowntimePlace } from '@plantway/execution';
import { CorrelationId, CurrentCredential, HotBody, ProblemException, decodeCursor, encodeCursor } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLOCK, DOWNTIME_BOOK, DOWNTIME_DESK, DOWNTIME_READS, SITES } from '../process-api.tokens.js';
import { requireOwner } from '../site/require-owner.js';
import { siteOf } from '../site/site-of.js';
import type { DowntimeDesk } from './downtime-desk.js';
import { DowntimeQueryDto } from './downtime-query.dto.js';
import { DowntimeReasonDto } from './downtime-reason.dto.js';
import type { DowntimeReads } from './downtime-reads.js';
import { DowntimeDetailDto, DowntimeDto, DowntimeListDto } from './downtime.dto.js';

const DOWNTIMES = 'downtimes';
const isPlace = (position: unknown): position is DowntimePlace => Array.isArray(position) && position.length === 2 && position.every((part) => typeof part === 'string');

/** Shows when and why equipment stood still. */
@ApiTags('Equipment')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/downtimes')
export class DowntimesController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory, @Inject(DOWNTIME_BOOK) private readonly book: DowntimeBook,
    @Inject(DOWNTIME_READS) private readonly reads: DowntimeReads, @Inject(DOWNTIME_DESK) private readonly desk: DowntimeDesk, @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** List downtimes, newest first; micro-stops are among them. */
  @Get()
  @ApiOkResponse({ type: DowntimeListDto, description: 'One page of the downtimes that fit every filter.' })
  async listDowntimes(@Param('siteId') siteId: string, @Query() { cursor, open, limit, ...filter }: DowntimeQueryDto): Promise<DowntimeListDto> {
    const asOf = this.clock.now().toISOString();
    const { items, nextPlace } = await this.book.list({
      siteId: siteOf(this.sites, siteId).siteId, limit, ...filter, ...(open !== undefined && { isOpen: open === 'true' }), ...(cursor !== undefined && { before: decodeCursor(DOWNTIMES, cursor, isPlace) }),
    });
    return { items: items.map((downtime) => ({ ...downtime })), nextCursor: nextPlace === undefined ? null : encodeCursor(DOWNTIMES, nextPlace), asOf };
  }

  /**
   * Read a downtime with how far maintenance is.
   *
   * The progress is read from the maintenance system now; while that is away the downtime is shown all the same.
   */
  @Get(':downtimeId')
  @ApiParam({ name: 'downtimeId', description: 'The downtime.', example: 'WU-20-A@2026-11-22T05:41:07.250Z' })
  @ApiOkResponse({ type: DowntimeDetailDto, description: 'The downtime and its request to maintenance.' })
  @ApiResponse({ status: 404, description: 'DOWNTIME_NOT_FOUND.' })
  async readDowntime(@Param('siteId') siteId: string, @Param('downtimeId') downtimeId: string, @CorrelationId() correlationId: string): Promise<DowntimeDetailDto> {
    const found = BUSINESS_KEY.test(downtimeId) ? await this.reads.read(siteOf(this.sites, siteId).siteId, downtimeId, correlationId) : undefined;
    if (found === undefined) throw new ProblemException('DOWNTIME_NOT_FOUND', { detail: `There is no downtime ${downtimeId} at ${siteId}.` });
    const { downtime, maintenance } = found;
    return { ...downtime, ...(maintenance && { maintenance: { ...maintenance } }) };
  }

  /**
   * Say why equipment stood still.
   *
   * While it lasts or afterwards. What the machine said no longer counts; the same reason again changes nothing.
   */
  @Post(':downtimeId/reason')
  @HttpCode(200)
  @ApiParam({ name: 'downtimeId', description: 'The downtime.', example: 'WU-20-A@2026-11-22T05:41:07.250Z' })
  @ApiResponse({ status: 200, type: DowntimeDto, description: 'The downtime with its reason.' })
  @ApiResponse({ status: 403, description: 'NOT_OWNER: the site says that others give the reasons.' })
  @ApiResponse({ status: 404, description: 'DOWNTIME_NOT_FOUND.' })
  @ApiResponse({ status: 422, description: 'REASON_NOT_IN_TREE: the site has no such reason in use.' })
  async giveDowntimeReason(
    @Param('siteId') siteId: string, @Param('downtimeId') downtimeId: string, @HotBody(DowntimeReasonDto) { reasonCode }: DowntimeReasonDto,
    @CurrentCredential() credential: Credential, @CorrelationId() correlationId: string,
  ): Promise<DowntimeDto> {
    const site = siteOf(this.sites, siteId);
    requireOwner(site, 'downtimeReason', credential);
    return { ...(await this.desk.giveReason(site, downtimeId, reasonCode, { credential, correlationId })) };
  }
}
