import { ConditionalGet } from '@plantway/http';
import type { CallOptions, PlanningPort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PLANNING } from '../system-planning-api.tokens.js';
import { ScheduleSnapshotDto } from './schedule.dto.js';

/** The schedule as the planning system has it; the one that the gateway took is read at the process API. */
@ApiTags('Schedule')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/planning/v1/sites/:siteId/schedule')
export class ScheduleController {
  constructor(@Inject(PLANNING) private readonly planning: PlanningPort) {}

  /** Read the schedule in force over there. */
  @Get()
  @ConditionalGet()
  @ApiResponse({ status: 200, type: ScheduleSnapshotDto, description: 'The whole schedule.' })
  async readSchedule(@Param('siteId') siteId: string, @BoundedCall() call: CallOptions): Promise<ScheduleSnapshotDto> {
    const { value, asOf } = await this.planning.currentSchedule(siteId, call);
    return { ...value, asOf } as ScheduleSnapshotDto;
  }
}
