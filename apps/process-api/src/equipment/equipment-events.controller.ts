import { CurrentCredential, HotBody } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { EQUIPMENT_INTAKE, SITES } from '../process-api.tokens.js';
import { requireOwner } from '../site/require-owner.js';
import { siteOf } from '../site/site-of.js';
import { EquipmentEventsAnswerDto } from './equipment-events-answer.dto.js';
import { EquipmentEventsRequestDto } from './equipment-events-request.dto.js';
import type { EquipmentIntake } from './equipment-intake.js';

/** Takes in what machines say. */
@ApiTags('Equipment')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/equipment-events')
export class EquipmentEventsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(EQUIPMENT_INTAKE) private readonly intake: EquipmentIntake) {}

  /**
   * Report what machines say.
   *
   * Answered once every event that is not refused is stored durably. Send the whole list again when the answer was lost: an event that is known changes nothing. A state that is
   * older than what the machine said last is kept and has no effect; what is more than five minutes ahead is refused (`CLOCK_AHEAD`), for it would silence the machine until then. States `down` and `plannedDown` begin a downtime, `running`, `idle`, `setup` and `off` end it.
   */
  @Post()
  @HttpCode(202)
  @ApiResponse({ status: 202, type: EquipmentEventsAnswerDto, description: 'One result per event, in the order of the request.' })
  @ApiResponse({ status: 403, description: 'NOT_OWNER: the site says that others report for its machines.' })
  async reportEquipmentEvents(
    @Param('siteId') siteId: string, @HotBody(EquipmentEventsRequestDto) { events }: EquipmentEventsRequestDto, @CurrentCredential() credential: Credential,
  ): Promise<EquipmentEventsAnswerDto> {
    requireOwner(siteOf(this.sites, siteId), 'equipmentEvent', credential);
    return { results: [...(await this.intake.take(siteId, credential.sourceSystem, events))] };
  }
}
