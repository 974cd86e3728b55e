import { ConfirmationReversalDto } from '@plantway/dto';
import { CurrentCredential, OptionalBody } from '@plantway/http';
import type { Credential, Role } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REVERSAL_INTAKE, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { acceptanceOf } from './acceptance-of.js';
import type { AcceptanceDto } from './acceptance.dto.js';
import { AcceptsCommand } from './accepts-command.js';
import { arrivalOf } from './arrival.js';
import { sourceSystemOf } from './confirmation-owner.js';
import type { ReversalIntake } from './reversal-intake.js';
import { SourceSystemQueryDto } from './source-system-query.dto.js';

/** Roles that may take back the reports of any source system of the site. */
const TAKE_ANY_BACK: readonly Role[] = ['supervisor', 'admin'];

/** Takes the wish in that a report be taken back; the answer says that the wish is stored. */
@ApiTags('Production confirmations')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@ApiParam({ name: 'confirmationId', description: 'Id that the report was sent with.', example: 'mes-000123' })
@Controller('process/v1/sites/:siteId/production-confirmations/:confirmationId/reversal')
export class ConfirmationReversalsController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(REVERSAL_INTAKE) private readonly intake: ReversalIntake) {}

  /**
   * Take a report back.
   *
   * What it posted is reversed in the ERP; what it has not posted yet is never posted; what is in doubt is found out first. A second wish for the same report is
   * annulled. Sending the same wish again changes nothing and gets the same messageId; without a reversalId, one that was discarded or annulled makes room for
   * a new one. A running total that a later one contains is done without a change in the ERP. A corrected report needs no wish: it names the wrong one in replaces.
   * A supervisor and an administrator may name another source system.
   */
  @Post()
  @AcceptsCommand({ noun: 'wish', idField: 'reversalId' })
  @ApiResponse({ status: 403, description: 'NOT_OWNER: the site says that others take reports back.' })
  async reverseProductionConfirmation(
    @Param('siteId') siteId: string, @Param('confirmationId') confirmationId: string, @Query() query: SourceSystemQueryDto, @OptionalBody(ConfirmationReversalDto) body: ConfirmationReversalDto,
    @CurrentCredential() credential: Credential, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    const sourceSystem = sourceSystemOf(query, credential, TAKE_ANY_BACK);
    return acceptanceOf(await this.intake.accept(confirmationId, sourceSystem, body, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }
}
