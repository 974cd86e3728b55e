import { ConditionalGet, PageQueryDto } from '@plantway/http';
import type { CallOptions, CustomerPort } from '@plantway/ports';
import { BoundedCall, NamesBackend } from '@plantway/system-api';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CUSTOMER } from '../system-customer-api.tokens.js';
import { CustomerOrderListDto, CustomerOrderQueryDto, DemandForecastListDto } from './demand.dto.js';

/** What customers ordered, and what they are expected to want. */
@ApiTags('Demand')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@NamesBackend()
@Controller('system/customer/v1/sites/:siteId')
export class DemandController {
  constructor(@Inject(CUSTOMER) private readonly customer: CustomerPort) {}

  /** List customer orders. */
  @Get('customer-orders')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: CustomerOrderListDto, description: 'One page of customer orders.' })
  async listCustomerOrders(@Param('siteId') siteId: string, @Query() filter: CustomerOrderQueryDto, @BoundedCall() call: CallOptions): Promise<CustomerOrderListDto> {
    return (await this.customer.customerOrders(siteId, filter, call)) as CustomerOrderListDto;
  }

  /** List forecasts. */
  @Get('forecasts')
  @ConditionalGet()
  @ApiResponse({ status: 200, type: DemandForecastListDto, description: 'One page of forecasts.' })
  async listForecasts(@Param('siteId') siteId: string, @Query() page: PageQueryDto, @BoundedCall() call: CallOptions): Promise<DemandForecastListDto> {
    return (await this.customer.forecasts(siteId, page, call)) as DemandForecastListDto;
  }
}
