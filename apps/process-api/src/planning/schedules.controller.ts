import { ScheduleVersionFieldsDto } from '@plantway/dto';
import type { ScheduleBook } from '@plantway/execution';
import { CurrentCredential, HotBody, ProblemException } from '@plantway/http';
import type { Clock } from '@plantway/ports';
import type { Credential } from '@plantway/security';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { acceptanceOf } from '../confirmations/acceptance-of.js';
import type { AcceptanceDto } from '../confirmations/acceptance.dto.js';
import { AcceptsCommand } from '../confirmations/accepts-command.js';
import { arrivalOf } from '../confirmations/arrival.js';
import { CLOCK, SCHEDULES, SCHEDULE_INTAKE, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { toScheduleDto } from './planning.mapper.js';
import type { ScheduleIntake } from './schedule-intake.js';
import { ScheduleQueryDto } from './schedule-query.dto.js';
import { ScheduleDto } from './schedule.dto.js';

/** The schedule that a plant works by. */
@ApiTags('Planning')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId')
export class SchedulesController {
  constructor(
    @Inject(SITES) private readonly sites: SiteDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SCHEDULES) private readonly schedules: ScheduleBook,
    @Inject(SCHEDULE_INTAKE) private readonly intake: ScheduleIntake,
  ) {}

  /**
   * Publish a schedule.
   *
   * It takes the place of the one in force as a whole. Work orders that it finishes at another time are told of by an event, and only their promise dates move. The same schedule again changes
   * nothing and gets the same messageId.
   */
  @Post('schedule-versions')
  @AcceptsCommand({ noun: 'schedule', idField: 'scheduleVersionId' })
  @ApiResponse({ status: 409, description: 'SCHEDULE_SUPERSEDED: a schedule of this or a higher version is in force.' })
  async publishSchedule(
    @Param('siteId') siteId: string, @HotBody(ScheduleVersionFieldsDto) body: ScheduleVersionFieldsDto,
    @CurrentCredential() credential: Credential, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AcceptanceDto> {
    return acceptanceOf(await this.intake.accept(body, siteOf(this.sites, siteId), arrivalOf(request, credential)), siteId, reply);
  }

  /** Read the schedule in force, or those of its operations that the filters name, in the order of time. */
  @Get('schedule')
  @ApiOkResponse({ type: ScheduleDto, description: 'The schedule in force.' })
  @ApiResponse({ status: 404, description: 'NOT_FOUND: the site has no schedule yet.' })
  async readSchedule(@Param('siteId') siteId: string, @Query() { workCenterId, workOrderId }: ScheduleQueryDto): Promise<ScheduleDto> {
    const asOf = this.clock.now().toISOString();
    const schedule = await this.schedules.inForce(siteOf(this.sites, siteId).siteId, { ...(typeof workCenterId === 'string' && { workCenterId }), ...(typeof workOrderId === 'string' && { workOrderId }) });
    if (schedule === undefined) throw new ProblemException('NOT_FOUND', { detail: `Site ${siteId} has no schedule yet: its planning system has published none.` });
    return toScheduleDto(schedule, asOf);
  }
}
