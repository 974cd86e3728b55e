import type { TriedMappingDto } from '@plantway/dto';
import { ProblemException, decodeCursor, encodeCursor } from '@plantway/http';
import type { TriedMapping } from '@plantway/ports';
import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { requireExactFilter } from '../messages/bulk-desk.controller.js';
import { MAPPING_REPLAY } from '../process-api.tokens.js';
import type { MappingReplay } from './mapping-replay.js';
import { ReplayPreviewAnswerDto, ReplayPreviewDto } from './replay-preview.dto.js';

/** Name of this list inside its cursors: a cursor of another one is refused. */
const REPLAY = 'replay-preview';
const isPosition = (position: unknown): position is string => typeof position === 'string';

/** Runs what was accepted once more, dry. */
@ApiTags('Messages')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/messages')
export class ReplayController {
  constructor(@Inject(MAPPING_REPLAY) private readonly replay: MappingReplay) {}

  /**
   * Look which past messages another mapping would tell the ERP differently.
   *
   * Each message is put into the ERP's words twice: by the mapping that runs and by the one that is tried, with the same translation as for a posting. Nothing is sent, and no message changes. A page is answered
   * quickly; follow `nextCursor` to its end for all of them.
   */
  @Post('replay-preview')
  @HttpCode(200)
  @ApiOkResponse({ type: ReplayPreviewAnswerDto, description: 'The messages of this page that would be told differently.' })
  async previewReplay(@Param('siteId') siteId: string, @Body() { mapping, filter = {}, cursor, limit = 100 }: ReplayPreviewDto): Promise<ReplayPreviewAnswerDto> {
    requireExactFilter(filter ?? {}, '/filter');
    const tried = triedMappingOf(mapping);
    const page = await this.replay.page(siteId, tried, { ...filter, limit, ...(typeof cursor === 'string' && { cursor: decodeCursor(REPLAY, cursor, isPosition) }) });
    const { different, looked, notMapped, wouldFail, wouldMend, lookedThrough, nextCursor } = page;
    return {
      items: different.map(({ message: { messageId, kind, senderId, state, acceptedAt }, before, after, differences }) => ({ messageId, kind, senderId, state, acceptedAt, before, after, differences: [...differences] })),
      counts: { looked, notMapped, same: looked - notMapped - different.length, different: different.length, wouldFail, wouldMend },
      ...(lookedThrough !== undefined && { lookedThrough }),
      nextCursor: nextCursor === null ? null : encodeCursor(REPLAY, nextCursor),
    };
  }
}

/** @throws ProblemException `VALIDATION_FAILED` unless exactly one of both is given */
function triedMappingOf({ codes, revision }: TriedMappingDto): TriedMapping {
  const isDraft = codes !== undefined && codes !== null;
  if (isDraft && typeof revision !== 'number') return { codes };
  if (!isDraft && typeof revision === 'number') return { revision };
  throw new ProblemException('VALIDATION_FAILED', { findings: [{ path: '/mapping', problem: 'must have either codes or revision', fix: 'Give one of both.' }] });
}
