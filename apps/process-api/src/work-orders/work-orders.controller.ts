import { WorkOrderChangeDto, WorkOrderReleaseDto } from '@plantway/dto';
import { CurrentCredential, HotBody, OptionalBody } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, HttpStatus, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptanceOf } from '../confirmations/acceptance-of.js';
import type { AcceptanceDto } from '../confirmations/acceptance.dto.js';
import { AcceptsCommand } from '../confirmations/accepts-command.js';
import { arrivalOf } from '../confirmations/arrival.js';
import { CHANGE_INTAKE, RELEASE_INTAKE, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import type { ChangeIntake } from './change-intake.js';
import { ReleasableDto } from './releasable.dto.js';
import type { ReleaseIntake } from './release-intake.js';
import { ReleaseQueryDto } from './release-query.dto.js';

/** What a planner decides about work orders. */
@ApiTags('Work orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@ApiParam({ name: 'workOrderId', description: 'The work order.', example: 'WO-1002' })
@Controller('process/v1/sites/:siteId/work-orders/:workOrderId')
export class WorkOrdersController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory,
    @Inject(RELEASE_INTAKE) private readonly releases: ReleaseIntake,
    @Inject(CHANGE_INTAKE) private readonly changes: ChangeIntake,
  ) {}

  /**
   * Release a work order.
   *
   * Every rule is looked at first: status, bill of material and routing valid on the planned start, components in stock, work centers open, dates, holds, revision. What is
   * violated is answered at once, all of it, and nothing is stored. When the ERP does not answer in time the release is accepted all the same and validated at delivery;
   * a dry run is then answered with 503. The same release again changes nothing and gets the same messageId;
   * without a releaseId, one that was discarded makes room for a new one.
   */
  @Post('release')
  @AcceptsCommand({ noun: 'release', idField: 'releaseId', refused: 'RELEASE_NOT_POSSIBLE: one finding per violated rule, each with its `code`.' })
  @ApiResponse({ status: 200, type: ReleasableDto, description: 'Dry run: nothing is in the way. Nothing was stored.' })
  async releaseWorkOrder(
    @Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @Query() { dryRun }: ReleaseQueryDto, @OptionalBody(WorkOrderReleaseDto) body: WorkOrderReleaseDto,
    @CurrentCredential() credential: Credential, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto | ReleasableDto> {
    const site = siteOf(this.sites, siteId);
    const arrival = arrivalOf(request, credential);
    if (dryRun === 'true') {
      await this.releases.check(body, workOrderId, site, arrival);
      void reply.status(HttpStatus.OK);
      return { releasable: true, findings: [] };
    }
    return acceptanceOf(await this.releases.accept(body, workOrderId, site, arrival), siteId, reply);
  }

  /**
   * Change a work order.
   *
   * Holds it, resumes it, cancels it, or gives it another quantity or other dates. When its job orders are with the MES, the MES is asked first, and the ERP is changed when it agrees; until then
   * the change waits and shows so. A quantity below what is confirmed, or reported and on its way, goes to a person, and so does what the MES refuses. With expectedRevision, an order that was changed
   * meanwhile is left alone. The same change again changes nothing and gets the same messageId; without a changeId, one that is finished makes room for the next.
   */
  @Post('change')
  @AcceptsCommand({ noun: 'change', idField: 'changeId' })
  @ApiResponse({ status: 409, description: 'REVISION_STALE: the order has another revision than expectedRevision by now; `revision` names it. Nothing was stored.' })
  async changeWorkOrder(
    @Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @HotBody(WorkOrderChangeDto) body: WorkOrderChangeDto,
    @CurrentCredential() credential: Credential, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.changes.accept(body, workOrderId, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }
}
