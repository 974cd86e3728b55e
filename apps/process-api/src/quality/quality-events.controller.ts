import { QualityEventDto } from '@plantway/dto';
import { CurrentCredential, HotBody } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptanceOf } from '../confirmations/acceptance-of.js';
import type { AcceptanceDto } from '../confirmations/acceptance.dto.js';
import { AcceptsCommand } from '../confirmations/accepts-command.js';
import { arrivalOf } from '../confirmations/arrival.js';
import { QUALITY_INTAKE, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import type { QualityIntake } from './quality-intake.js';

/** Takes in what quality has found and decided; the answer says that it is stored. */
@ApiTags('Quality')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/quality-events')
export class QualityEventsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(QUALITY_INTAKE) private readonly intake: QualityIntake) {}

  /**
   * Report a finding, or a decision of quality.
   *
   * A nonconformity goes to the quality system. A hold counts at once: reports about its lot, its order or its equipment wait from then on, and the ERP is told; what was posted before stays. A release lets
   * them go on as soon as the ERP is told. A disposition gives the lot its status in the ERP and ends its holds. Sending the same event again changes nothing and gets the same messageId.
   */
  @Post()
  @AcceptsCommand({ noun: 'event', idField: 'qualityEventId', refused: 'HOLD_UNKNOWN: a release of a hold that does not stand. EQUIPMENT_UNKNOWN: a scope that the site does not have.' })
  async reportQualityEvent(
    @Param('siteId') siteId: string, @HotBody(QualityEventDto) body: QualityEventDto, @CurrentCredential() credential: Credential,
    @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.intake.accept(body, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }
}
