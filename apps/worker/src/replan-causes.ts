import { WORK_ORDER_HAPPENINGS, type HoldScope, type Instant, type ReplanCause, type WorkOrderHappening } from '@plantway/canonical';

/** What an event says about a schedule that is wrong by now, and where: at a piece of equipment, or wherever a work order is scheduled. */
export interface WrongSchedule {
  readonly cause: ReplanCause;
  /** Line, when the event knows it. */
  readonly lineId?: string;
}

/** A downtime as its events tell it. */
export interface ToldDowntime {
  readonly downtimeId: string;
  readonly equipmentId: string;
  readonly startedAt: Instant;
  readonly alertedAt?: Instant;
  readonly endedAt?: Instant;
  readonly workCenterId?: string;
  readonly lineId?: string;
  readonly workOrderId?: string;
}

/** A hold as its event tells it. */
export interface ToldHold {
  readonly holdId: string;
  readonly scope: HoldScope;
  readonly placedAt: Instant;
}

/** A change of an order as its event tells it. */
export interface ToldChange {
  readonly workOrderId: string;
  /** As it was told, maybe by another release of the gateway, which knows more. */
  readonly what: string;
  readonly changedAt: Instant;
}

export function causeOfAlert({ alertedAt, startedAt, ...downtime }: ToldDowntime): WrongSchedule {
  return causeOfDowntime('equipmentDown', downtime, alertedAt ?? startedAt);
}

/** Undefined for a stop that alarmed nobody: the schedule was not made anew for it. */
export function causeOfEnd({ alertedAt, endedAt, ...downtime }: ToldDowntime): WrongSchedule | undefined {
  return alertedAt === undefined || endedAt === undefined ? undefined : causeOfDowntime('equipmentUp', downtime, endedAt);
}

/** Undefined for a held lot: no place in the schedule is wrong by it. */
export function causeOfHold({ holdId, scope, placedAt }: ToldHold): WrongSchedule | undefined {
  const said = { trigger: 'qualityHold', objectId: holdId, occurredAt: placedAt } as const;
  switch (scope.type) {
    case 'equipment': return { cause: { ...said, equipmentId: scope.equipmentId } };
    case 'workOrder': return { cause: { ...said, workOrderId: scope.workOrderId } };
    case 'lot': return undefined;
  }
}

/** Undefined for a change that no schedule minds. */
export function causeOfChange({ workOrderId, what, changedAt }: ToldChange): WrongSchedule | undefined {
  const known: Readonly<Record<string, WorkOrderHappening | undefined>> = WORK_ORDER_HAPPENINGS;
  return known[what]?.replans === true ? { cause: { trigger: 'orderChanged', objectId: workOrderId, occurredAt: changedAt, workOrderId } } : undefined;
}

function causeOfDowntime(trigger: 'equipmentDown' | 'equipmentUp', { downtimeId, equipmentId, workCenterId, lineId, workOrderId }: Omit<ToldDowntime, 'startedAt'>, occurredAt: Instant): WrongSchedule {
  return {
    cause: { trigger, objectId: downtimeId, occurredAt, equipmentId, ...(workCenterId !== undefined && { workCenterId }), ...(workOrderId !== undefined && { workOrderId }) },
    ...(lineId !== undefined && { lineId }),
  };
}
