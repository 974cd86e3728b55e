import type { DecimalText, HoldScope, Instant, PlantDate, QualityDecision, Quantity } from '@plantway/canonical';

/** Systems beside ERP and MES whose deeds are told. */
export const SYSTEM_FAMILIES = ['aps', 'crm', 'cmms', 'qms', 'machines'] as const;
export type SystemFamily = (typeof SYSTEM_FAMILIES)[number];

/** Which of them a site has: what one of these never tells is missed. */
export interface SystemsFact {
  readonly type: 'systems';
  readonly families: readonly SystemFamily[];
}

/** How far a system is, now and then. */
export interface SystemStatusFact {
  readonly type: 'systemStatus';
  readonly family: SystemFamily;
  /** Facts in its list. */
  readonly facts: number;
  /** What it has to say to the gateway and has no final answer. */
  readonly unanswered: number;
}

/** The gateway will never take what a system said. */
export interface SaidInVainFact {
  readonly type: 'saidInVain';
  readonly family: SystemFamily;
  /** The system's own id of what it said. */
  readonly senderId: string;
  readonly code: string;
  readonly detail: string;
}

/** The planning system said a planned order, and the gateway took it on. */
export interface PlannedOrderFact {
  readonly type: 'plannedOrderSaid';
  readonly plannedOrderId: string;
  readonly itemId: string;
  readonly quantity: Quantity;
  readonly customerOrderId?: string;
  readonly customerOrderLineId?: string;
}

/** The planning system said a schedule, and the gateway took it on. */
export interface ScheduledFact {
  readonly type: 'scheduled';
  /** Counts from 1. */
  readonly version: number;
  /** When the last operation of each work order ends. */
  readonly finishes: readonly { readonly workOrderId: string; readonly finishAt: Instant }[];
}

/** The planning system was asked for a new schedule. */
export interface ReplanFact {
  readonly type: 'replanAsked';
  readonly reference: string;
  readonly replanRequestId: string;
}

/** How a plant counts its days. */
export interface PlantCalendarFact {
  readonly type: 'plantCalendar';
  /** IANA zone. */
  readonly timeZone: string;
  /** Wall clock `HH:mm` at which a production day begins. */
  readonly dayStartsAt: string;
}

/** An order that the customer system knows, and when its customer takes goods in. */
export interface CustomerOrderFact {
  readonly type: 'customerOrder';
  readonly customerOrderId: string;
  readonly lineIds: readonly string[];
  readonly customer: {
    readonly customerId: string;
    /** ISO 8601 days of the week, 1 is Monday. */
    readonly workDays: readonly number[];
    readonly holidays: readonly PlantDate[];
    /** Working days of the customer between the plant day of the finish and the promised day. */
    readonly leadTimeDays: number;
  };
}

/** The customer system was told when a line will be ready, and promised a day. */
export interface PromisedFact {
  readonly type: 'promised';
  readonly reference: string;
  readonly customerOrderId: string;
  readonly lineId: string;
  readonly workOrderId: string;
  readonly scheduledFinishAt: Instant;
  readonly scheduleVersion: number;
  readonly promisedOn: PlantDate;
}

/** The maintenance system was asked. `isRepeated`: for a failure that it had a request for. */
export interface MaintenanceAskedFact {
  readonly type: 'maintenanceAsked';
  readonly number: string;
  readonly reference: string;
  readonly maintenanceRequestId: string;
  readonly equipmentId: string;
  readonly failedAt: Instant;
  /** The order that the request says it stops. */
  readonly workOrderId?: string;
  readonly isRepeated: boolean;
}

/** From how long a standstill is a failure, and how the counters of the machines go. */
export interface MachineRuleFact {
  readonly type: 'machineRule';
  readonly microStopBelowSeconds: number;
  /** A counter that shows less than before, and does not say that it began anew, has begun again at zero here. */
  readonly countersRollOverAt?: DecimalText;
}

/** A machine stood still, unplanned, and told so. */
export interface MachineStoppedFact {
  readonly type: 'machineStopped';
  readonly equipmentId: string;
  readonly stoppedAt: Instant;
  /** The order that it named when it stopped; one that works on nothing names none. */
  readonly workOrderId?: string;
}

/** It goes again. */
export interface MachineWentOnFact {
  readonly type: 'machineWentOn';
  readonly equipmentId: string;
  readonly stoppedAt: Instant;
  readonly wentOnAt: Instant;
}

/** A counter of a machine showed this, and the machine told so. */
export interface CounterReadFact {
  readonly type: 'counterRead';
  readonly equipmentId: string;
  readonly counterId: string;
  readonly value: DecimalText;
  readonly takenAt: Instant;
  /** It began anew. */
  readonly isReset?: boolean;
}

/** Somebody saw at the gateway what a counter has counted since its first reading. Told now and then. */
export interface CounterSeenFact {
  readonly type: 'counterSeen';
  readonly equipmentId: string;
  readonly counterId: string;
  readonly total: DecimalText;
  /** Of the last reading that is counted. */
  readonly takenAt: Instant;
}

/** The quality system was asked to look at something. */
export interface NonconformityFact {
  readonly type: 'nonconformityTaken';
  readonly reference: string;
  readonly nonconformityId: string;
  readonly scope: HoldScope;
}

/** The quality system decided, and the gateway took it on. */
export interface QualityDecidedFact {
  readonly type: 'qualityDecided';
  /** Name under which the gateway knows the quality system; part of every reference. */
  readonly sourceSystem: string;
  readonly decision: QualityDecision;
  /** When the quality system knew of that. */
  readonly acceptedAt: Instant;
}

/** What a system beside ERP and MES did. Each list begins at 1, without a gap. */
export type SystemFact =
  | PlannedOrderFact | ScheduledFact | ReplanFact | PlantCalendarFact | CustomerOrderFact | PromisedFact | MaintenanceAskedFact | MachineRuleFact | MachineStoppedFact | MachineWentOnFact
  | CounterReadFact | NonconformityFact | QualityDecidedFact | SaidInVainFact;
