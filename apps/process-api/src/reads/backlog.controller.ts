import { BacklogDto } from '@plantway/dto';
import { PageQueryDto, decodeCursor, encodeCursor } from '@plantway/http';
import type { MessageBacklog } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { MessageListDto } from '../messages/message-list.dto.js';
import { toMessageSummary } from '../messages/message.mapper.js';
import { CLOCK, MESSAGE_BACKLOG, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';

const EXCEPTIONS = 'exceptions';
const isPosition = (position: unknown): position is string => typeof position === 'string';

/** Shows what is not finished. */
@ApiTags('Messages')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId')
export class BacklogController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(MESSAGE_BACKLOG) private readonly messages: MessageBacklog, @Inject(CLOCK) private readonly clock: Clock) {}

  /** Read how much is on its way, by kind, how much of it is late, and how old the oldest is. */
  @Get('backlog')
  @ApiOkResponse({ type: BacklogDto, description: 'Kinds of which something is open.' })
  async readBacklog(@Param('siteId') siteId: string): Promise<BacklogDto> {
    const { latencyTargets } = siteOf(this.sites, siteId);
    const now = this.clock.now();
    return { asOf: now.toISOString(), rows: [...(await this.messages.rows(siteId, { now, latencyTargets }))] };
  }

  /** List the messages that only a person can move on, in the order of acceptance. */
  @Get('exceptions')
  @ApiOkResponse({ type: MessageListDto, description: 'One page of the messages that are parked, wait for an approval, or need a follow-up.' })
  async listExceptions(@Param('siteId') siteId: string, @Query() { cursor, limit }: PageQueryDto): Promise<MessageListDto> {
    const asOf = this.clock.now().toISOString();
    const { items, nextCursor } = await this.messages.stopped(siteOf(this.sites, siteId).siteId, { limit, ...(cursor !== undefined && { cursor: decodeCursor(EXCEPTIONS, cursor, isPosition) }) });
    return { items: items.map(toMessageSummary), nextCursor: nextCursor === null ? null : encodeCursor(EXCEPTIONS, nextCursor), asOf };
  }
}
