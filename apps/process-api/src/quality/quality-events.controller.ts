import { QualityEventDto } from '@plantway/dto';
import { CurrentCredential, HotBody } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AcceptanceDto } from '../confirmations/acceptance.dto.js';
import { arrivalOf } from '../confirmations/arrival.js';
import { messagePath } from '../messages/message-links.dto.js';
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
  @HttpCode(202)
  @ApiHeader({
    name: 'Idempotency-Key', required: false, schema: { type: 'string', minLength: 1, maxLength: 255 },
    description: 'A further key for this request, beside qualityEventId (draft-ietf-httpapi-idempotency-key-header-07). It never expires: the same key with another body is refused.',
  })
  @ApiResponse({
    status: 202, type: AcceptanceDto, description: 'The event is stored.',
    headers: {
      Location: { description: 'Path of the message.', schema: { type: 'string' }, required: true },
      'Idempotency-Replayed': { description: '`true` when the same event came before; absent otherwise.', schema: { type: 'string', enum: ['true'] } },
    },
  })
  @ApiResponse({ status: 422, description: 'HOLD_UNKNOWN: a release of a hold that does not stand. EQUIPMENT_UNKNOWN: a scope that the site does not have. Or the same qualityEventId or Idempotency-Key came before with another body; `messageId` names the first.' })
  async reportQualityEvent(
    @Param('siteId') siteId: string, @HotBody(QualityEventDto) body: QualityEventDto, @CurrentCredential() credential: Credential,
    @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    const { messageId, correlationId, outcome } = await this.intake.accept(body, siteOf(this.sites, siteId), arrivalOf(request, credential));
    const self = messagePath(siteId, messageId);
    void reply.header('Location', self);
    if (outcome === 'replayed') void reply.header('Idempotency-Replayed', 'true');
    return { messageId, state: 'accepted', correlationId, links: { self } };
  }
}
