import type { EquipmentReader } from '@plantway/execution';
import { ProblemException } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { CLOCK, EQUIPMENT_READER, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { CounterQueryDto } from './counter-query.dto.js';
import { EquipmentCounterListDto, KnownEquipmentListDto } from './equipment-standing.dto.js';

/** Shows the machines of the plant. */
@ApiTags('Equipment')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/equipment')
export class EquipmentController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(EQUIPMENT_READER) private readonly reader: EquipmentReader, @Inject(CLOCK) private readonly clock: Clock) {}

  /** List the equipment of the plant, each with the state that it said last. */
  @Get()
  @ApiOkResponse({ type: KnownEquipmentListDto, description: 'The whole hierarchy, in the order of the site file.' })
  async listEquipment(@Param('siteId') siteId: string): Promise<KnownEquipmentListDto> {
    const asOf = this.clock.now().toISOString();
    const nodes = await this.reader.hierarchy(siteId, siteOf(this.sites, siteId).equipment);
    return { items: nodes.map(({ standing, ...node }) => ({ ...node, ...(standing && { standing: { ...standing } }) })), nextCursor: null, asOf };
  }

  /**
   * List what the counters of a machine have counted.
   *
   * In all, and with `from` or `to` also in that period.
   */
  @Get(':equipmentId/counters')
  @ApiParam({ name: 'equipmentId', description: 'The machine.', example: 'WU-20-A' })
  @ApiOkResponse({ type: EquipmentCounterListDto, description: 'The counters that it has told of.' })
  async listEquipmentCounters(@Param('siteId') siteId: string, @Param('equipmentId') equipmentId: string, @Query() period: CounterQueryDto): Promise<EquipmentCounterListDto> {
    const asOf = this.clock.now().toISOString();
    if (!siteOf(this.sites, siteId).equipment.some((node) => node.equipmentId === equipmentId)) throw new ProblemException('NOT_FOUND', { detail: `The file of site ${siteId} has no equipment ${equipmentId}.` });
    const counters = await this.reader.counters(siteId, equipmentId, period);
    return { items: counters.map((counter) => ({ ...counter })), nextCursor: null, asOf };
  }
}
