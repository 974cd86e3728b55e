import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { MES_SIDE, type CallOptions, type MesPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline } from '@plantway/system-api';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MES } from '../system-mes-api.tokens.js';
import { audited } from './dispatch-audit.js';
import { DispatchReceiptDto, DispatchReceiptsDto, FindDispatchQueryDto, PostDispatchDto } from './dispatch.dto.js';
import { dispatchOf } from './dispatch.mapper.js';

/** Job orders at the MES itself: one write per call, nothing stored here, nothing tried again. Planners release work orders at the process API. */
@ApiTags('Job orders')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/mes/v1/sites/:siteId/job-order-dispatches')
export class DispatchesController {
  constructor(@Inject(MES) private readonly mes: MesPort) {}

  /**
   * Give the MES all job orders of a work order in one version.
   *
   * Nothing leaves after the header `Plantway-Deadline`, or once the caller has hung up. A version replaces a lower one; the answer says what stands there now, which is a higher
   * version when the MES has a newer one. A problem says by `effect` whether the MES may have taken it: `none` surely not; `unknown` must be looked up before it is sent again.
   */
  @Post()
  @HttpCode(201)
  @TakesDeadline(MES_SIDE)
  @ApiResponse({ status: 201, type: DispatchReceiptDto, description: 'It stands at the MES, or something newer does.' })
  async postDispatch(
    @Param('siteId') siteId: string, @HotBody(PostDispatchDto) { dispatch: dto, reference }: PostDispatchDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<DispatchReceiptDto> {
    const dispatch = dispatchOf(dto, siteId);
    const about = `${dispatch.workOrderId}@${dispatch.version}`;
    return (await audited({ who, siteId, about, reference }, call, () => this.mes.dispatch(dispatch, reference, call))) as DispatchReceiptDto;
  }

  /** Look what stands at the MES for a work order. */
  @Get(':workOrderId')
  @ApiParam({ name: 'workOrderId', description: 'The work order.', example: 'WO-1001' })
  @ApiResponse({ status: 200, type: DispatchReceiptsDto, description: 'The version that stands there; an empty list when there is none.' })
  async findDispatch(
    @Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string, @Query() { reference, version }: FindDispatchQueryDto, @BoundedCall() call: CallOptions,
  ): Promise<DispatchReceiptsDto> {
    return { items: (await this.mes.find({ siteId, workOrderId, version, verb: 'Store', jobOrders: [] }, reference, call)) as DispatchReceiptDto[], nextCursor: null };
  }
}
