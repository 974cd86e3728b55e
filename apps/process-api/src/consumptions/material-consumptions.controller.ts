import { MaterialConsumptionDto } from '@plantway/dto';
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
import { CONSUMPTION_INTAKE, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import type { ConsumptionIntake } from './consumption-intake.js';

/** Takes in what was used; the answer says that it is stored, not that it is posted. */
@ApiTags('Material')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/material-consumptions')
export class MaterialConsumptionsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(CONSUMPTION_INTAKE) private readonly intake: ConsumptionIntake) {}

  /**
   * Report material that was used.
   *
   * For material that is reported apart from what was made. It keeps its place among the confirmations of the operation: what was used before the final report is posted before it. Sending the
   * same report again changes nothing and gets the same messageId. A component that the ERP backflushes must not be reported.
   */
  @Post()
  @AcceptsCommand({ noun: 'report', idField: 'consumptionId' })
  async consumeMaterial(
    @Param('siteId') siteId: string, @HotBody(MaterialConsumptionDto) body: MaterialConsumptionDto, @CurrentCredential() credential: Credential,
    @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.intake.accept(body, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }
}
