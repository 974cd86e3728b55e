import type { HoldBook } from '@plantway/execution';
import { decodeCursor, encodeCursor } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CLOCK, HOLD_BOOK, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { QualityHoldListDto } from './quality-hold.dto.js';
import { QualityHoldQueryDto } from './quality-hold-query.dto.js';

const QUALITY_HOLDS = 'quality-holds';
const isPosition = (position: unknown): position is string => typeof position === 'string' && /^\d{1,18}$/.test(position);

/** Shows what quality holds. */
@ApiTags('Quality')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/quality-holds')
export class QualityHoldsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(HOLD_BOOK) private readonly holds: HoldBook, @Inject(CLOCK) private readonly clock: Clock) {}

  /** List holds, in the order of becoming known. */
  @Get()
  @ApiOkResponse({ type: QualityHoldListDto, description: 'One page of the holds that fit every filter.' })
  async listQualityHolds(@Param('siteId') siteId: string, @Query() { cursor, limit, ...filter }: QualityHoldQueryDto): Promise<QualityHoldListDto> {
    const after = cursor === undefined ? '0' : decodeCursor(QUALITY_HOLDS, cursor, isPosition);
    const { items, position } = await this.holds.list(siteOf(this.sites, siteId).siteId, filter, after, limit);
    return { items: [...items], nextCursor: position === undefined ? null : encodeCursor(QUALITY_HOLDS, position), asOf: this.clock.now().toISOString() };
  }
}
