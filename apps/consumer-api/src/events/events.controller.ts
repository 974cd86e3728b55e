import { Readable } from 'node:stream';
import { CurrentCredential, ProblemException } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiHeader, ApiOkResponse, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { EVENT_FEED, EVENT_STREAMS, SITES } from '../consumer-api.tokens.js';
import { readsMessages } from '../message-rights.js';
import { siteOf } from '../site-of.js';
import type { EventFeed } from './event-feed.js';
import { EventQueryDto } from './event-query.dto.js';
import { eventStream } from './event-stream.js';
import { PlantEventDto } from './plant-event.dto.js';

/** How streams are kept. */
export interface EventStreamTimes {
  readonly heartbeatMs: number;
  readonly streamMs: number;
}

/** What changes, as it happens. */
@ApiTags('Events')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('consumer/v1/sites/:siteId/events')
export class EventsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(EVENT_FEED) private readonly feed: EventFeed, @Inject(EVENT_STREAMS) private readonly times: EventStreamTimes) {}

  /**
   * Follow what changes at the plant, as server-sent events.
   *
   * `data` is the event as openapi/asyncapi.yaml describes it, `id` its place in the log. An event comes when the reads of this API contain it. A reader that was away connects again with Last-Event-ID and misses
   * nothing; when what it missed is not kept any more, an event named `reset` tells it to read its state anew. Comments are heartbeats. A role that may not read messages is told nothing of them. A stream ends after some minutes: connect again.
   */
  @Get()
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last event that the reader has; a browser sends it by itself when it connects again.', schema: { type: 'string', pattern: '^[0-9]{1,15}$' } })
  @ApiExtraModels(PlantEventDto)
  @ApiOkResponse({ description: 'The feed: the schema is that of the `data` of each event.', content: { 'text/event-stream': { schema: { $ref: getSchemaPath(PlantEventDto) } } } })
  async followEvents(@Param('siteId') siteId: string, @Query() query: EventQueryDto, @Headers('last-event-id') lastEventId: string | undefined, @Res() reply: FastifyReply, @CurrentCredential() { role }: Credential): Promise<void> {
    const site = siteOf(this.sites, siteId);
    const after = placeOf(lastEventId) ?? placeOf(query.lastEventId);
    const gone = new AbortController();
    reply.raw.once('close', () => gone.abort());
    const frames = eventStream({
      feed: this.feed, siteId: site.siteId, withoutMessages: !readsMessages(role), heartbeatMs: this.times.heartbeatMs,
      signal: AbortSignal.any([gone.signal, this.feed.closing, AbortSignal.timeout(this.times.streamMs)]),
      ...(query.types !== undefined && { types: query.types.split(',') }), ...(after !== undefined && { after }),
    });
    const first = await frames.next(); // a database that is away is a refusal, not a broken stream
    if (first.done === true) return void reply.send('');
    await reply.header('content-type', 'text/event-stream; charset=utf-8').header('x-accel-buffering', 'no').send(Readable.from(following(first.value, frames), { objectMode: false }));
  }
}

async function* following(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

/** @throws ProblemException `VALIDATION_FAILED` for what is no place */
function placeOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,15}$/.test(text)) throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: '/header/Last-Event-ID', problem: 'is no id of an event of this feed', fix: 'Send the id of the last event as it came, or leave the header out.' }] });
  return Number(text);
}
