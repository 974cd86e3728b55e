import { ProblemException } from '@plantway/http';

/** The answer about a planned order that does not stand in the ERP through the gateway. */
export function unknownPlannedOrder(siteId: string, plannedOrderId: string): ProblemException {
  return new ProblemException('NOT_FOUND', {
    detail: `Site ${siteId} has no planned order ${plannedOrderId} that stands in the ERP.`,
    findings: [{ path: '/path/plannedOrderId', problem: 'is no published planned order of this site', fix: 'Use an id of the list. One that was sent just now is there as soon as the ERP has taken it.' }],
  });
}
