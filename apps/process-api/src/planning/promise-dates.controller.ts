import type { PromiseBook, PromiseQuestion } from '@plantway/execution';
import { decodeCursor, encodeCursor } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CLOCK, PROMISES, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { PromiseDateQueryDto } from './promise-date-query.dto.js';
import { PromiseDateListDto } from './promise-date.dto.js';

const PROMISE_DATES = 'promise-dates';
type Position = readonly [customerOrderId: string, lineId: string];
const isPosition = (position: unknown): position is Position => Array.isArray(position) && position.length === 2 && position.every((part) => typeof part === 'string');

/** What was promised to customers for what the plant makes. */
@ApiTags('Planning')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/promise-dates')
export class PromiseDatesController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(CLOCK) private readonly clock: Clock, @Inject(PROMISES) private readonly promises: PromiseBook) {}

  /**
   * List promise dates.
   *
   * The day that the customer system made of the scheduled finish, for each customer order line that the plant makes something for.
   */
  @Get()
  @ApiOkResponse({ type: PromiseDateListDto, description: 'One page of promise dates.' })
  async listPromiseDates(@Param('siteId') siteId: string, @Query() { workOrderId, cursor, limit }: PromiseDateQueryDto): Promise<PromiseDateListDto> {
    const asOf = this.clock.now().toISOString();
    const question: PromiseQuestion = { limit: limit + 1, ...(typeof workOrderId === 'string' && { workOrderId }), ...(cursor !== undefined && { after: afterOf(decodeCursor(PROMISE_DATES, cursor, isPosition)) }) };
    const found = await this.promises.list(siteOf(this.sites, siteId).siteId, question);
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return { items: items.map((promise) => ({ ...promise })), nextCursor: found.length > limit && last !== undefined ? encodeCursor(PROMISE_DATES, [last.customerOrderId, last.lineId]) : null, asOf };
  }
}

const afterOf = ([customerOrderId, lineId]: Position): NonNullable<PromiseQuestion['after']> => ({ customerOrderId, lineId });
