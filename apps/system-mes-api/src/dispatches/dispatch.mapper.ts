import { normalQuantity, toUtc, type JobOrder, type JobOrderDispatch } from '@plantway/canonical';
import type { JobOrderDispatchDto, JobOrderDto } from '@plantway/dto';
import { ProblemException, type Finding } from '@plantway/http';

/** The canonical dispatch of a validated body. @throws ProblemException `VALIDATION_FAILED` for another site than the path's, or a job order of another work order or version */
export function dispatchOf({ workOrderId, version, verb, proposalFor, jobOrders, ...dto }: JobOrderDispatchDto, siteId: string): JobOrderDispatch {
  demand('/dispatch/siteId', dto.siteId, siteId, 'the path');
  jobOrders.forEach((job, index) => {
    demand(`/dispatch/jobOrders/${index}/workOrderId`, job.workOrderId, workOrderId, 'the dispatch');
    demand(`/dispatch/jobOrders/${index}/version`, job.version, version, 'the dispatch');
  });
  return { siteId, workOrderId, version, verb: verb ?? 'Store', ...(proposalFor === undefined || proposalFor === null ? {} : { proposalFor }), jobOrders: jobOrders.map(jobOrderOf) };
}

function jobOrderOf({ jobOrderId, version, workOrderId, operationId, itemId, workCenterId, quantity, state, startAt, dueAt, predecessorOperationId, tracking, components }: JobOrderDto): JobOrder {
  return {
    jobOrderId, version, workOrderId, operationId, itemId, workCenterId, quantity: normalQuantity(quantity), state, startAt: toUtc(startAt), dueAt: toUtc(dueAt),
    ...(predecessorOperationId === undefined || predecessorOperationId === null ? {} : { predecessorOperationId }),
    tracking,
    components: components.map((component) => ({ itemId: component.itemId, required: normalQuantity(component.required), issueMethod: component.issueMethod })),
  };
}

function demand(path: string, found: string | number, wanted: string | number, where: string): void {
  if (found === wanted) return;
  const finding: Finding = { path, problem: `is ${found}, but ${where} says ${wanted}`, fix: 'Send what belongs together.' };
  throw new ProblemException('VALIDATION_FAILED', { findings: [finding] });
}
