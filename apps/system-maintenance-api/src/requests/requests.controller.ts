import { DeliveryReceiptDto, DeliveryReceiptListDto, toMaintenanceRequest } from '@plantway/dto';
import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { MAINTENANCE_SIDE, type CallOptions, type MaintenancePort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline, ofSite, writeAudit } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MAINTENANCE } from '../system-maintenance-api.tokens.js';
import { MaintenanceRequestWriteDto } from './request.dto.js';

const audited = writeAudit({ event: 'maintenance.request', done: 'taken' });

/** Wishes that maintenance looks at equipment, at the maintenance system itself: one write per call, nothing stored here, nothing tried again. */
@ApiTags('Requests')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/maintenance/v1/sites/:siteId/requests')
export class RequestsController {
  constructor(@Inject(MAINTENANCE) private readonly maintenance: MaintenancePort) {}

  /**
   * Ask maintenance to look at equipment.
   *
   * Nothing leaves after the header `Plantway-Deadline`, or once the caller has hung up. A repeated reference is answered as before. A problem says by `effect` whether the
   * maintenance system may have taken it: `none` surely not; `unknown` must be looked up before it is sent again.
   */
  @Post()
  @HttpCode(201)
  @TakesDeadline(MAINTENANCE_SIDE)
  @ApiResponse({ status: 201, type: DeliveryReceiptDto, description: 'The maintenance system has the request; under another reference when the same failure was told before.' })
  async postRequest(
    @Param('siteId') siteId: string, @HotBody(MaintenanceRequestWriteDto) { command: dto, reference }: MaintenanceRequestWriteDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<DeliveryReceiptDto> {
    const command = toMaintenanceRequest(ofSite(dto, siteId));
    return (await audited({ who, siteId, about: command.maintenanceRequestId, reference }, call, () => this.maintenance.post(command, reference, call))) as DeliveryReceiptDto;
  }

  /** Look what stands at the maintenance system under a reference. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: DeliveryReceiptListDto, description: 'What stands there; an empty list when nothing does.' })
  async findRequest(@Param('siteId') siteId: string, @HotBody(MaintenanceRequestWriteDto) { command, reference }: MaintenanceRequestWriteDto, @BoundedCall() call: CallOptions): Promise<DeliveryReceiptListDto> {
    return { items: (await this.maintenance.find(toMaintenanceRequest(ofSite(command, siteId)), reference, call)) as DeliveryReceiptDto[], nextCursor: null };
  }
}
