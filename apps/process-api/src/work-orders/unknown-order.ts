import { ProblemException } from '@plantway/http';

/** The answer about an order that the ERP of the site does not have. */
export function unknownOrder({ siteId, workOrderId }: { readonly siteId: string; readonly workOrderId: string }): ProblemException {
  return new ProblemException('NOT_FOUND', {
    detail: `The ERP has no work order ${workOrderId} at site ${siteId}.`,
    findings: [{ path: '/path/workOrderId', problem: 'is no work order of this site', fix: 'Check the number of the order and the site.' }],
  });
}
