/** States of a message; these names and no others, in code, table, API and log. */
export const MESSAGE_STATES = ['accepted', 'posting', 'posted', 'retrying', 'waiting', 'inDoubt', 'parked', 'awaitingApproval', 'postedWithFollowUp', 'discarded', 'annulled'] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];
/** Kinds of message; each names its lane key and its flow. */
export const MESSAGE_KINDS = [
  'productionConfirmation', 'confirmationReversal', 'materialConsumption', 'workOrderRelease', 'workOrderChange', 'jobOrderDispatch', 'jobOrderAcknowledgement',
  'plannedOrder', 'plannedOrderConversion', 'scheduleVersion', 'replanRequest', 'maintenanceRequest', 'promiseDate', 'nonconformity', 'qualityDecision',
] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** What stands between a message and its ERP document, in a person's words. */
export interface MessageError {
  readonly kind: 'technical' | 'throttled' | 'inDoubt' | 'business' | 'mapping' | 'defect';
  readonly code: string;
  /** What happened, naming the object. */
  readonly reason: string;
  /** Role that can do something about it. */
  readonly owner: 'supervisor' | 'planner' | 'erpTeam' | 'mes' | 'maintenance' | 'quality' | 'admin';
  /** What to do. */
  readonly fix: string;
  /** What must become true for it to go on by itself; absent when a person must act. */
  readonly unblockCondition?: string;
}
