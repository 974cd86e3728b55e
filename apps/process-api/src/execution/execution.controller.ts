import type { ExecutionReader } from '@plantway/execution';
import { ProblemException } from '@plantway/http';
import type { MessageReader } from '@plantway/messaging';
import type { SiteDirectory } from '@plantway/sites';
import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiParam, ApiTags } from '@nestjs/swagger';
import { EXECUTION_READER, MESSAGE_READER, SITES } from '../process-api.tokens.js';
import { siteOf } from '../site/site-of.js';
import { toWorkOrderExecution } from './execution.mapper.js';
import { WorkOrderExecutionDto } from './work-order-execution.dto.js';

/** Shows how a work order is carried out. */
@ApiTags('Execution')
@ApiParam({ name: 'siteId', description: 'The plant.', example: 'BER1' })
@Controller('process/v1/sites/:siteId/execution')
export class ExecutionController {
  constructor(@Inject(SITES) private readonly sites: SiteDirectory, @Inject(EXECUTION_READER) private readonly execution: ExecutionReader, @Inject(MESSAGE_READER) private readonly messages: MessageReader) {}

  /**
   * Read how a work order is carried out.
   *
   * The order as the ERP last showed it, its job orders and what the MES said about them, what was confirmed on each operation, and the lots and serial numbers that were made. The
   * confirmed amounts follow the ERP's documents within a moment.
   */
  @Get(':workOrderId')
  @ApiParam({ name: 'workOrderId', description: 'The work order.', example: 'WO-1001' })
  @ApiOkResponse({ type: WorkOrderExecutionDto, description: 'The order as it is carried out.' })
  async readExecution(@Param('siteId') siteId: string, @Param('workOrderId') workOrderId: string): Promise<WorkOrderExecutionDto> {
    const { siteId: site } = siteOf(this.sites, siteId);
    const [execution, open] = await Promise.all([this.execution.workOrder(site, workOrderId), this.messages.openReports(site, workOrderId)]);
    if (execution === undefined) {
      throw new ProblemException('NOT_FOUND', {
        detail: `No ERP has shown a work order ${workOrderId} at site ${siteId} yet.`,
        findings: [{ path: '/path/workOrderId', problem: 'is no known work order of this site', fix: 'Check the number. An order that was made in the ERP just now is known after the next reading.' }],
      });
    }
    return toWorkOrderExecution(execution, open);
  }
}
