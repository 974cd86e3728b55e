import type { WorkOrderExecution } from '@plantway/execution';
import { toJobOrderDto } from '../job-orders/job-order.mapper.js';
import type { OperationProgressDto } from './operation-progress.dto.js';
import type { ExecutedJobOrderDto, WorkOrderExecutionDto } from './work-order-execution.dto.js';

/** The answer about an order, with how many reports of each operation are open. */
export function toWorkOrderExecution(execution: WorkOrderExecution, open: ReadonlyMap<string, number>): WorkOrderExecutionDto {
  return {
    ...execution,
    jobOrders: execution.jobOrders.map(({ acknowledged, ...jobOrder }): ExecutedJobOrderDto => ({ ...toJobOrderDto(jobOrder), ...(acknowledged && { acknowledged: { ...acknowledged } }) })),
    operations: operationsOf(execution, open),
    producedLots: execution.producedLots.map((lot) => ({ ...lot })),
    consumed: execution.consumed.map(({ serialNumbers, ...material }) => ({ ...material, serialNumbers: [...serialNumbers] })),
    genealogy: execution.genealogy.map(({ componentSerialNumbers, builtInto, usedBy, ...unit }) => ({ ...unit, componentSerialNumbers: [...componentSerialNumbers], builtInto: [...builtInto], usedBy: [...usedBy] })),
  };
}

/** Every operation that has a job order or a report, by its number. */
function operationsOf({ jobOrders, operations }: WorkOrderExecution, open: ReadonlyMap<string, number>): OperationProgressDto[] {
  const ids = new Set([...jobOrders.map(({ operationId }) => operationId), ...operations.map(({ operationId }) => operationId), ...open.keys()]);
  return [...ids].sort().map((operationId) => {
    const progress = operations.find((each) => each.operationId === operationId);
    return { operationId, yield: [...(progress?.yield ?? [])], scrap: [...(progress?.scrap ?? [])], rework: [...(progress?.rework ?? [])], posted: progress?.posted ?? 0, open: open.get(operationId) ?? 0 };
  });
}
