import { DeliveryReceiptDto, DeliveryReceiptListDto, toReplanRequest } from '@plantway/dto';
import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { PLANNING_SIDE, type CallOptions, type PlanningPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline, ofSite, writeAudit } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { PLANNING } from '../system-planning-api.tokens.js';
import { ReplanRequestWriteDto } from './replan-request.dto.js';

const audited = writeAudit({ event: 'planning.replan-request', done: 'taken' });

/** Wishes for a new schedule, at the planning system itself: one write per call, nothing stored here, nothing tried again. */
@ApiTags('Replan requests')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/planning/v1/sites/:siteId/replan-requests')
export class ReplanRequestsController {
  constructor(@Inject(PLANNING) private readonly planning: PlanningPort) {}

  /**
   * Ask for a new schedule.
   *
   * Nothing leaves after the header `Plantway-Deadline`, or once the caller has hung up. A repeated reference is answered as before. A problem says by `effect` whether the
   * planning system may have taken it: `none` surely not; `unknown` must be looked up before it is sent again.
   */
  @Post()
  @HttpCode(201)
  @TakesDeadline(PLANNING_SIDE)
  @ApiResponse({ status: 201, type: DeliveryReceiptDto, description: 'The planning system has the request.' })
  async postReplanRequest(
    @Param('siteId') siteId: string, @HotBody(ReplanRequestWriteDto) { command: dto, reference }: ReplanRequestWriteDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<DeliveryReceiptDto> {
    const command = toReplanRequest(ofSite(dto, siteId));
    return (await audited({ who, siteId, about: command.replanRequestId, reference }, call, () => this.planning.post(command, reference, call))) as DeliveryReceiptDto;
  }

  /** Look what stands at the planning system under a reference. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: DeliveryReceiptListDto, description: 'What stands there; an empty list when nothing does.' })
  async findReplanRequest(@Param('siteId') siteId: string, @HotBody(ReplanRequestWriteDto) { command, reference }: ReplanRequestWriteDto, @BoundedCall() call: CallOptions): Promise<DeliveryReceiptListDto> {
    return { items: (await this.planning.find(toReplanRequest(ofSite(command, siteId)), reference, call)) as DeliveryReceiptDto[], nextCursor: null };
  }
}
