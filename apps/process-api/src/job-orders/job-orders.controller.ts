import { JobOrderAcknowledgementDto } from '@plantway/dto';
import type { ExecutionReader } from '@plantway/execution';
import { CurrentCredential, HotBody, PageQueryDto, decodeCursor, encodeCursor } from '@plantway/http';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptanceOf } from '../confirmations/acceptance-of.js';
import type { AcceptanceDto } from '../confirmations/acceptance.dto.js';
import { AcceptsCommand } from '../confirmations/accepts-command.js';
import { arrivalOf } from '../confirmations/arrival.js';
import { ACKNOWLEDGEMENT_INTAKE, EXECUTION_READER, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import type { AcknowledgementIntake } from './acknowledgement-intake.js';
import { JobOrderChangesDto } from './job-order-changes.dto.js';
import { toOfferedJobOrderDto } from './job-order.mapper.js';

const JOB_ORDERS = 'job-orders';
const isPosition = (position: unknown): position is string => typeof position === 'string' && /^\d{1,18}$/.test(position);

/** What a MES is to make, and what it says about it. */
@ApiTags('Job orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/job-orders')
export class JobOrdersController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory,
    @Inject(EXECUTION_READER) private readonly execution: ExecutionReader,
    @Inject(ACKNOWLEDGEMENT_INTAKE) private readonly acknowledgements: AcknowledgementIntake,
  ) {}

  /**
   * Fetch new and changed job orders.
   *
   * Everything that was sent or offered since the cursor, in the order of change, each job order once and in its newest version. Without a cursor it begins with the first.
   * A higher version supersedes a lower one; a job order whose operation is gone comes as `Aborted`. `verb` says what is to be done; one with `proposalFor` is only asked for, and counts when it is
   * accepted.
   */
  @Get()
  @ApiOkResponse({ type: JobOrderChangesDto, description: 'The next job orders.' })
  async listJobOrders(@Param('siteId') siteId: string, @Query() query: PageQueryDto): Promise<JobOrderChangesDto> {
    const after = query.cursor === undefined ? '0' : decodeCursor(JOB_ORDERS, query.cursor, isPosition);
    const { items, position } = await this.execution.jobOrdersAfter(siteOf(this.sites, siteId).siteId, after, query.limit);
    return { items: items.map(toOfferedJobOrderDto), nextCursor: encodeCursor(JOB_ORDERS, position) };
  }

  /**
   * Acknowledge a job order.
   *
   * Accepts it, takes part of it, or refuses it. A refusal holds the order and goes to the planner; it never takes the release back. Of a version that is only asked for, a refusal leaves the order as
   * it is, and the planner decides about the change. The same answer again changes nothing;
   * without an acknowledgementId, one that was discarded makes room for a new one.
   */
  @Post(':jobOrderId/acknowledgement')
  @ApiParam({ name: 'jobOrderId', description: 'The job order.', example: 'WO-1001-0020' })
  @AcceptsCommand({ noun: 'answer', idField: 'acknowledgementId' })
  @ApiResponse({ status: 409, description: 'JOB_ORDER_SUPERSEDED: there is a newer version of the job order; fetch it and answer that one.' })
  async acknowledgeJobOrder(
    @Param('siteId') siteId: string, @Param('jobOrderId') jobOrderId: string, @HotBody(JobOrderAcknowledgementDto) body: JobOrderAcknowledgementDto,
    @CurrentCredential() credential: Credential, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.acknowledgements.accept(body, jobOrderId, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }
}
