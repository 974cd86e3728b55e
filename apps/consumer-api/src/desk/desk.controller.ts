import { BacklogDto } from '@plantway/dto';
import { CorrelationId, PageQueryDto, decodeCursor, encodeCursor } from '@plantway/http';
import type { ProcessMessage, ProcessReadPort } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { PROCESS, SITES } from '../consumer-api.tokens.js';
import { siteOf } from '../site-of.js';
import { ExceptionListDto, type ExceptionDto } from './exception.dto.js';

const EXCEPTIONS = 'consumer-exceptions';
const isCursor = (position: unknown): position is string => typeof position === 'string';

/** What is not finished. No event tells it, so the process tier is asked. */
@ApiTags('Backlog')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('consumer/v1/sites/:siteId')
export class DeskController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(PROCESS) private readonly process: ProcessReadPort) {}

  /** Read how much is on its way, by kind, how much of it is late, and how old the oldest is. */
  @Get('backlog')
  @ApiOkResponse({ type: BacklogDto, description: 'Kinds of which something is open.' })
  async readBacklog(@Param('siteId') siteId: string, @CorrelationId() correlationId: string): Promise<BacklogDto> {
    const { asOf, rows } = await this.process.backlog(siteOf(this.sites, siteId).siteId, { correlationId });
    return { asOf, rows: rows.map((row) => ({ ...row })) };
  }

  /** List the messages that only a person can move on, the oldest first. */
  @Get('exceptions')
  @ApiOkResponse({ type: ExceptionListDto, description: 'One page of the messages.' })
  async listExceptions(@Param('siteId') siteId: string, @Query() { cursor, limit }: PageQueryDto, @CorrelationId() correlationId: string): Promise<ExceptionListDto> {
    const page = { limit, ...(cursor !== undefined && { cursor: decodeCursor(EXCEPTIONS, cursor, isCursor) }) };
    const { items, nextCursor, asOf } = await this.process.exceptions(siteOf(this.sites, siteId).siteId, page, { correlationId });
    return { items: items.map(toException), nextCursor: nextCursor === null ? null : encodeCursor(EXCEPTIONS, nextCursor), asOf };
  }
}

function toException(message: ProcessMessage): ExceptionDto {
  return { ...message, ...(message.error !== undefined && { error: { ...message.error } }), links: { message: `/process/v1/sites/${encodeURIComponent(message.siteId)}/messages/${message.messageId}` } };
}
