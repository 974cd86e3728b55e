import type { JobOrder, JobOrderState, WorkOrderOperation } from '@plantway/canonical';

/** What is known of the work on one operation, by reports that stand or by the ERP. */
export interface WorkOnOperation {
  readonly operationId: string;
  readonly hasYield: boolean;
  readonly hasBegun: boolean;
  readonly hasEnded: boolean;
}

/**
 * State in which a job order is by what was reported about it. Source: OPC 10031-4. What stands still or is called off is as the MES was told; else it has ended with its last report, runs since its first
 * one, and may begin as soon as the operation before it has made something good.
 */
export function shownState({ state, operationId, predecessorOperationId }: JobOrder, work: readonly WorkOnOperation[]): JobOrderState {
  if (state !== 'AllowedToStart') return state;
  const of = (operation: string): readonly WorkOnOperation[] => work.filter((known) => known.operationId === operation);
  const own = of(operationId);
  if (own.some(({ hasEnded }) => hasEnded)) return 'Ended';
  if (own.some(({ hasBegun }) => hasBegun)) return 'Running';
  return predecessorOperationId === undefined || of(predecessorOperationId).some(({ hasYield }) => hasYield) ? 'AllowedToStart' : 'NotAllowedToStart';
}

/** What the ERP shows of the work on each operation: it knows what was entered on its screens, too. */
export function workInErp(operations: readonly WorkOrderOperation[]): readonly WorkOnOperation[] {
  return operations.map(({ operationId, status, yieldConfirmed, scrapConfirmed, reworkConfirmed }) => ({
    operationId,
    hasYield: isSome(yieldConfirmed.value),
    hasBegun: [yieldConfirmed, scrapConfirmed, reworkConfirmed].some(({ value }) => isSome(value)),
    hasEnded: status === 'completed',
  }));
}

/** Whether a decimal is another one than zero. */
export function isSome(decimal: string): boolean {
  return /[1-9]/.test(decimal);
}
