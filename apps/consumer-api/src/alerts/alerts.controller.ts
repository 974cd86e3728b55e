import { decodeCursor, encodeCursor } from '@plantway/http';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Pool } from 'pg';
import { POOL, SITES } from '../consumer-api.tokens.js';
import { inOneSnapshot } from '../one-snapshot.js';
import { projectedAt } from '../projected.dto.js';
import { siteOf } from '../site-of.js';
import { isTimeKey } from '../time-key.js';
import { LIST_ALERTS } from './alert-list.sql.js';
import { AlertQueryDto } from './alert-query.dto.js';
import { AlertListDto, type AlertDto } from './alert.dto.js';

const ALERTS = 'alerts';

interface AlertRow {
  readonly alert_id: string;
  readonly kind: string;
  readonly severity: string;
  readonly title: string;
  readonly objects: Record<string, string>;
  readonly raised_at: Date;
  readonly raised_key: string;
  readonly cleared_at: Date | null;
}

/** What somebody has to look at now. */
@ApiTags('Equipment')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('consumer/v1/sites/:siteId/alerts')
export class AlertsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(POOL) private readonly pool: Pool) {}

  /** List alerts, the latest first. */
  @Get()
  @ApiOkResponse({ type: AlertListDto, description: 'One page of the alerts.' })
  async listAlerts(@Param('siteId') siteId: string, @Query() { state, cursor, limit }: AlertQueryDto): Promise<AlertListDto> {
    const before = cursor === undefined ? undefined : decodeCursor(ALERTS, cursor, isTimeKey);
    const values = [siteOf(this.sites, siteId).siteId, state === undefined ? null : state === 'open', before?.[0] ?? null, before?.[1] ?? null, limit + 1];
    const { standing, result } = await inOneSnapshot(this.pool, async (client) => (await client.query<AlertRow>({ name: 'consumer.list-alerts', text: LIST_ALERTS, values })).rows);
    const page = result.slice(0, limit);
    const last = result.length > limit ? page.at(-1) : undefined;
    return { items: page.map((row) => toAlert(siteId, row)), nextCursor: last === undefined ? null : encodeCursor(ALERTS, [last.raised_key, last.alert_id]), ...projectedAt(standing) };
  }
}

function toAlert(siteId: string, { alert_id: alertId, kind, severity, title, objects, raised_at: raisedAt, cleared_at: clearedAt }: AlertRow): AlertDto {
  return { alertId, siteId, kind, severity, title, state: clearedAt === null ? 'open' : 'cleared', raisedAt: raisedAt.toISOString(), ...(clearedAt !== null && { clearedAt: clearedAt.toISOString() }), objects };
}
