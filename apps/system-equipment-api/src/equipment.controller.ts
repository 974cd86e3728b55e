import type { Clock, EquipmentPort } from '@plantway/ports';
import { NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { EquipmentCapabilitiesDto, EquipmentHeardListDto } from './equipment.dto.js';
import { CLOCK, EQUIPMENT } from './system-equipment-api.tokens.js';

/** The machines of a site, as their protocol shows them. */
@ApiTags('Machines')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/equipment/v1/sites/:siteId')
export class EquipmentController {
  constructor(@Inject(EQUIPMENT) private readonly equipment: EquipmentPort, @Inject(CLOCK) private readonly clock: Pick<Clock, 'now'>) {}

  /** Read how the machines of the site are reached, and whether they are. */
  @Get('capabilities')
  @ApiOkResponse({ type: EquipmentCapabilitiesDto, description: 'Backend, protocol and connection.' })
  async readCapabilities(@Param('siteId') siteId: string): Promise<EquipmentCapabilitiesDto> {
    return { ...(await this.equipment.capabilities(siteId)) };
  }

  /**
   * List what the machines said last.
   *
   * As this process has heard it since it started. What is kept, with downtimes and counters, shows the process API.
   */
  @Get('standings')
  @ApiOkResponse({ type: EquipmentHeardListDto, description: 'Every machine that said something.' })
  async listStandings(@Param('siteId') siteId: string): Promise<EquipmentHeardListDto> {
    const asOf = this.clock.now().toISOString();
    return { items: (await this.equipment.standings(siteId)).map((standing) => ({ ...standing })), nextCursor: null, asOf };
  }
}
