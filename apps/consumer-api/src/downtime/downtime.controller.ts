import { decodeCursor, encodeCursor } from '@plantway/http';
import { reasonsAtOrBelow, type SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { POOL, SITES } from '../consumer-api.tokens.js';
import { inOneSnapshot } from '../one-snapshot.js';
import { projectedAt } from '../projected.dto.js';
import { siteOf } from '../site-of.js';
import { isTimeKey } from '../time-key.js';
import { DowntimeQueryDto } from './downtime-query.dto.js';
import { DowntimeListDto } from './downtime.dto.js';
import { LIST_DOWNTIMES } from './downtime-list.sql.js';
import { toDowntime, type DowntimeRow } from './downtime.mapper.js';

const DOWNTIMES = 'downtimes';
const asFlag = (text: 'true' | 'false' | undefined): boolean | null => (text === undefined ? null : text === 'true');

/** Machines that stand or stood still. */
@ApiTags('Equipment')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('consumer/v1/sites/:siteId/downtime')
export class DowntimeController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(POOL) private readonly pool: Pool) {}

  /** List downtimes, the latest first. */
  @Get()
  @ApiOkResponse({ type: DowntimeListDto, description: 'One page of the downtimes that fit every filter.' })
  async listDowntimes(@Param('siteId') siteId: string, @Query() query: DowntimeQueryDto): Promise<DowntimeListDto> {
    const { open, microStops, equipmentId, workOrderId, reasonCode, from, to, cursor, limit } = query;
    const tree = siteOf(this.sites, siteId).downtimeReasons;
    const before = cursor === undefined ? undefined : decodeCursor(DOWNTIMES, cursor, isTimeKey);
    const reasons = reasonCode === undefined ? null : reasonsAtOrBelow(tree, reasonCode);
    const values = [siteId, asFlag(open), asFlag(microStops), equipmentId ?? null, workOrderId ?? null, from ?? null, to ?? null, reasons, before?.[0] ?? null, before?.[1] ?? null, limit + 1];
    const { standing, result } = await inOneSnapshot(this.pool, async (client) => (await client.query<DowntimeRow>({ name: 'consumer.list-downtimes', text: LIST_DOWNTIMES, values })).rows);
    const page = result.slice(0, limit);
    const last = result.length > limit ? page.at(-1) : undefined;
    return { items: page.map((row) => toDowntime(siteId, tree, row)), nextCursor: last === undefined ? null : encodeCursor(DOWNTIMES, [last.start_key, last.downtime_id]), ...projectedAt(standing) };
  }
}
