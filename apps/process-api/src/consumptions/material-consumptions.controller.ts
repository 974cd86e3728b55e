import { MaterialConsumptionDto } from '@plantway/dto';
import { CurrentCredential, HotBody } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptanceDto } from '../confirmations/acceptance.dto.js';
import { arrivalOf } from '../confirmations/arrival.js';
import { messagePath } from '../messages/message-links.dto.js';
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
  @HttpCode(202)
  @ApiHeader({
    name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 },
    description: 'A further key for this request, beside consumptionId (draft-ietf-httpapi-idempotency-key-header-07). It never expires: the same key with another body is refused.',
  })
  @ApiResponse({
    status: 202, type: AcceptanceDto, description: 'The report is stored.',
    headers: {
      Location: { description: 'Path of the message.', schema: { type: 'string' }, required: true },
      'Idempotency-Replayed': { description: '`true` when the same report came before; absent otherwise.', schema: { type: 'string', enum: ['true'] } },
    },
  })
  @ApiResponse({ status: 422, description: 'The same consumptionId or Idempotency-Key came before with another body; `messageId` names the first.' })
  async consumeMaterial(
    @Param('siteId') siteId: string, @HotBody(MaterialConsumptionDto) body: MaterialConsumptionDto, @CurrentCredential() credential: Credential,
    @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    const { messageId, correlationId, outcome } = await this.intake.accept(body, siteOf(this.sites, siteId), arrivalOf(request, credential));
    const self = messagePath(siteId, messageId);
    void reply.header('Location', self);
    if (outcome === 'replayed') void reply.header('Idempotency-Replayed', 'true');
    return { messageId, state: 'accepted', correlationId, links: { self } };
  }
}
