import { compare, compareInstants, type BillOfMaterial, type Routing, type WorkOrder, type WorkOrderStatus } from '@plantway/canonical';
import type { ReleaseFacts } from './release-facts.js';

/** Names of the rules of release; each stands at its finding. */
export const RELEASE_RULES = ['ORDER_STATUS', 'ORDER_HELD', 'REVISION_STALE', 'BILL_NOT_VALID', 'ROUTING_NOT_VALID', 'COMPONENT_SHORT', 'WORK_CENTER_CLOSED', 'DATES_INVALID'] as const;
export type ReleaseRule = (typeof RELEASE_RULES)[number];

/** One rule that the order breaks, naming the object that breaks it. */
export interface ReleaseFinding {
  readonly code: ReleaseRule;
  /** Where in the order or in what it needs: "/operations/0020/workCenterId". */
  readonly path: string;
  readonly problem: string;
  readonly fix: string;
}

/** The order was released, on an ERP screen or by an earlier attempt: there is nothing left to do. */
export function isReleasedAlready(status: WorkOrderStatus): boolean {
  return status === 'released' || status === 'inProgress' || status === 'completed';
}

/** Every rule that the order breaks, all at once; nothing when it can be released. */
export function releaseFindings(facts: ReleaseFacts, expectedRevision?: string): readonly ReleaseFinding[] {
  return [
    ...statusFindings(facts.order),
    ...revisionFindings(facts.order, expectedRevision),
    ...billFindings(facts),
    ...routingFindings(facts),
    ...componentFindings(facts),
    ...workCenterFindings(facts),
    ...dateFindings(facts),
  ];
}

function statusFindings({ workOrderId, status }: WorkOrder): readonly ReleaseFinding[] {
  if (status === 'created') return [];
  if (status === 'held') return [finding('ORDER_HELD', '/status', `Work order ${workOrderId} is held in the ERP.`, 'Take the hold away in the ERP.')];
  const fix = isReleasedAlready(status) ? 'Nothing; it was released before.' : 'Make a created order of it in the ERP, or release another one.';
  return [finding('ORDER_STATUS', '/status', `Work order ${workOrderId} is ${status}; only a created order can be released.`, fix)];
}

function revisionFindings({ workOrderId, revision }: WorkOrder, expected: string | undefined): readonly ReleaseFinding[] {
  if (expected === undefined || expected === revision) return [];
  return [finding('REVISION_STALE', '/revision', `Work order ${workOrderId} has revision ${revision} by now, not ${expected}.`, 'Look at the order again and decide anew.')];
}

function billFindings({ order, billOfMaterial, startsOn }: ReleaseFacts): readonly ReleaseFinding[] {
  const why = whyNotValid(billOfMaterial, startsOn);
  return why === undefined ? [] : [finding('BILL_NOT_VALID', '/billOfMaterial', `The bill of material of ${order.itemId} ${why}.`, 'Maintain a bill that is valid on the planned start, or move the start.')];
}

function routingFindings({ order, routing, startsOn }: ReleaseFacts): readonly ReleaseFinding[] {
  const why = whyNotValid(routing, startsOn) ?? (order.operations.length === 0 ? 'has given the order no operation' : undefined);
  return why === undefined ? [] : [finding('ROUTING_NOT_VALID', '/routing', `The routing of ${order.itemId} ${why}.`, 'Maintain a routing that is valid on the planned start, or move the start.')];
}

function whyNotValid(valid: Pick<BillOfMaterial | Routing, 'validFrom' | 'validTo'> | undefined, startsOn: string): string | undefined {
  if (valid === undefined) return 'is missing';
  if (startsOn < valid.validFrom) return `is valid from ${valid.validFrom}, and the order starts on ${startsOn}`;
  if (valid.validTo !== undefined && startsOn > valid.validTo) return `was valid until ${valid.validTo}, and the order starts on ${startsOn}`;
  return undefined;
}

function componentFindings({ components }: ReleaseFacts): readonly ReleaseFinding[] {
  return components.filter(({ needed, available }) => compare(needed, available) > 0).map(({ itemId, needed, available }) =>
    finding('COMPONENT_SHORT', `/components/${itemId}`, `The order needs ${needed.value} ${needed.unit} of ${itemId}; ${available.value} are in unrestricted stock.`, 'Receive or free the component, or make less.'));
}

function workCenterFindings({ order, workCenters }: ReleaseFacts): readonly ReleaseFinding[] {
  return order.operations.flatMap(({ operationId, workCenterId }) => {
    const known = workCenters.find(({ code }) => code === workCenterId);
    if (known?.active) return [];
    return [finding('WORK_CENTER_CLOSED', `/operations/${operationId}/workCenterId`, `Work center ${workCenterId} of operation ${operationId} is ${known ? 'closed' : 'not known in the ERP'}.`, 'Open the work center, or plan the operation elsewhere.')];
  });
}

function dateFindings({ order: { workOrderId, startAt, dueAt }, now }: ReleaseFacts): readonly ReleaseFinding[] {
  if (compareInstants(dueAt, startAt) < 0) return [finding('DATES_INVALID', '/dueAt', `Work order ${workOrderId} is due at ${dueAt}, before its start at ${startAt}.`, 'Correct the dates of the order.')];
  if (compareInstants(dueAt, now.toISOString()) < 0) return [finding('DATES_INVALID', '/dueAt', `Work order ${workOrderId} was due at ${dueAt}; it is ${now.toISOString()}.`, 'Give the order a due date that is still to come.')];
  return [];
}

const finding = (code: ReleaseRule, path: string, problem: string, fix: string): ReleaseFinding => ({ code, path, problem, fix });
