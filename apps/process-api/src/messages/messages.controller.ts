import { PageQueryDto, decodeCursor, encodeCursor } from '@plantway/http';
import type { MessageReader } from '@plantway/messaging';
import type { Clock } from '@plantway/ports';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CLOCK, MESSAGE_READER } from '../process-api.tokens.js';
import { LineageDto } from './lineage.dto.js';
import { MessageChangesDto } from './message-changes.dto.js';
import { MessageDetailDto } from './message-detail.dto.js';
import { MessageListDto } from './message-list.dto.js';
import { MessageQueryDto } from './message-query.dto.js';
import { requireExactFilter } from './bulk-desk.controller.js';
import { messageOf } from './message-of.js';
import { RevisionTag } from './revision-tag.js';
import { toLineage, toMessageChange, toMessageDetail, toMessageSummary } from './message.mapper.js';

/** Names of the two lists inside their cursors: a cursor of one is refused by the other. */
const MESSAGES = 'messages';
const CHANGES = 'message-changes';
const isPosition = (position: unknown): position is string => typeof position === 'string';

/** Shows what became of every command. */
@ApiTags('Messages')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/messages')
export class MessagesController {
  constructor(@Inject(MESSAGE_READER) private readonly reader: MessageReader, @Inject(CLOCK) private readonly clock: Clock) {}

  /** List messages, in the order of acceptance. */
  @Get()
  @ApiOkResponse({ type: MessageListDto, description: 'One page of the messages that fit every filter.' })
  async listMessages(@Param('siteId') siteId: string, @Query() query: MessageQueryDto): Promise<MessageListDto> {
    const { cursor, ...filter } = query;
    requireExactFilter(filter, '/query');
    const { items, nextCursor } = await this.reader.list(siteId, { ...filter, ...(cursor !== undefined && { cursor: decodeCursor(MESSAGES, cursor, isPosition) }) });
    return { items: items.map(toMessageSummary), nextCursor: nextCursor === null ? null : encodeCursor(MESSAGES, nextCursor), asOf: this.clock.now().toISOString() };
  }

  /**
   * Follow what happens to messages.
   *
   * Every change since the cursor, oldest first, so that nobody has to ask for messages one by one. Without a cursor it begins with the
   * first change that is kept. A reader who was away longer than changes are kept is told so by `reset`.
   */
  @Get('changes')
  @ApiOkResponse({ type: MessageChangesDto, description: 'The next changes.' })
  async listMessageChanges(@Param('siteId') siteId: string, @Query() query: PageQueryDto): Promise<MessageChangesDto> {
    const after = query.cursor === undefined ? undefined : decodeCursor(CHANGES, query.cursor, isPosition);
    const { items, nextCursor, reset } = await this.reader.changes(siteId, after, query.limit);
    return { items: items.map(toMessageChange), nextCursor: encodeCursor(CHANGES, nextCursor), reset };
  }

  /** Read one message: its state, every attempt and the ERP's documents. */
  @Get(':messageId')
  @RevisionTag()
  @ApiParam({ name: 'messageId', description: 'The message.', example: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e' })
  @ApiOkResponse({ type: MessageDetailDto, description: 'The message.', headers: { ETag: { description: 'Its revision, for If-Match of what is decided about it.', schema: { type: 'string' }, required: true } } })
  async readMessage(@Param('siteId') siteId: string, @Param('messageId') messageId: string): Promise<MessageDetailDto> {
    return toMessageDetail(await messageOf(this.reader, siteId, messageId), this.clock.now());
  }

  /**
   * Read the way of a message, from the bytes that came to the documents that they became.
   *
   * Every shape of its payload by its hash, with the versions of mapping and code that made it; every part with the calls by which it was tried; and the documents that stand for it.
   */
  @Get(':messageId/lineage')
  @ApiParam({ name: 'messageId', description: 'The message.', example: '0198f2a4-6f0e-7c31-9a52-0d5f6b7c8d9e' })
  @ApiOkResponse({ type: LineageDto, description: 'The shapes in the order of the way, the parts, and the documents.' })
  async readMessageLineage(@Param('siteId') siteId: string, @Param('messageId') messageId: string): Promise<LineageDto> {
    const message = await messageOf(this.reader, siteId, messageId);
    const { reversedByMessageId } = message;
    const reversal = reversedByMessageId === undefined ? undefined : await this.reader.get(siteId, reversedByMessageId);
    return toLineage(message, (await this.reader.lineage(siteId, messageId)) ?? [], reversal);
  }
}
