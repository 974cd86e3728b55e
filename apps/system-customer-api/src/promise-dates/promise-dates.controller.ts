import { toPromiseDateUpdate } from '@plantway/dto';
import { CurrentCredential, HotBody, type Credential } from '@plantway/http';
import { CUSTOMER_SIDE, type CallOptions, type CustomerPort } from '@plantway/ports';
import { BoundedCall, NamesBackend, TakesDeadline, ofSite, writeAudit } from '@plantway/system-api';
import { Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CUSTOMER } from '../system-customer-api.tokens.js';
import { PromiseDateWriteDto, PromiseReceiptDto, PromiseReceiptListDto } from './promise-date.dto.js';

const audited = writeAudit({ event: 'customer.promise-date', done: 'promised' });

/** When lines of customer orders will be ready, at the customer system itself: one write per call, nothing stored here, nothing tried again. */
@ApiTags('Promise dates')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/customer/v1/sites/:siteId/promise-dates')
export class PromiseDatesController {
  constructor(@Inject(CUSTOMER) private readonly customer: CustomerPort) {}

  /**
   * Tell when a line of a customer order will be ready.
   *
   * Nothing leaves after the header `Plantway-Deadline`, or once the caller has hung up. A repeated reference is answered as before. A problem says by `effect` whether the
   * customer system may have taken it: `none` surely not; `unknown` must be looked up before it is sent again.
   */
  @Post()
  @HttpCode(201)
  @TakesDeadline(CUSTOMER_SIDE)
  @ApiResponse({ status: 201, type: PromiseReceiptDto, description: 'The customer system has promised a day.' })
  async postPromiseDate(
    @Param('siteId') siteId: string, @HotBody(PromiseDateWriteDto) { command: dto, reference }: PromiseDateWriteDto, @CurrentCredential() who: Credential, @BoundedCall() call: CallOptions,
  ): Promise<PromiseReceiptDto> {
    const command = toPromiseDateUpdate(ofSite(dto, siteId));
    return (await audited({ who, siteId, about: command.promiseUpdateId, reference }, call, () => this.customer.post(command, reference, call))) as PromiseReceiptDto;
  }

  /** Look what stands at the customer system under a reference. */
  @Post('find')
  @HttpCode(200)
  @ApiResponse({ status: 200, type: PromiseReceiptListDto, description: 'What stands there; an empty list when nothing does.' })
  async findPromiseDate(@Param('siteId') siteId: string, @HotBody(PromiseDateWriteDto) { command, reference }: PromiseDateWriteDto, @BoundedCall() call: CallOptions): Promise<PromiseReceiptListDto> {
    return { items: (await this.customer.find(toPromiseDateUpdate(ofSite(command, siteId)), reference, call)) as PromiseReceiptDto[], nextCursor: null };
  }
}
