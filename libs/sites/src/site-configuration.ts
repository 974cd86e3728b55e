import type { ConfirmationPolicy, CounterPolicy, DowntimeReason, Equipment, MessageKind, PlantDate, ReferenceCode, Site } from '@plantway/canonical';

/** The four lists of codes that a plant keeps; every list is part of the API under `reference-data`. */
export const REFERENCE_LISTS = ['reasons', 'units', 'workCenters', 'downtimeReasons'] as const;
export type ReferenceList = (typeof REFERENCE_LISTS)[number];

/**
 * How one ERP writes our codes: key is our code, value the ERP's. One to one, so that both directions are certain.
 * `reasons` and `workCenters` that are absent mean "the same on both sides"; `units` is never assumed.
 */
export interface ErpCodes {
  /** UN/ECE Rec. 20 code → code of the ERP: `{ H87: 'PC' }`. */
  readonly units: Readonly<Record<string, string>>;
  readonly reasons?: Readonly<Record<string, string>>;
  readonly workCenters?: Readonly<Record<string, string>>;
  readonly items?: Readonly<Record<string, string>>;
}

/** When a system is in maintenance, by the clock of the plant; nothing is sent to it then. */
export interface MaintenanceWindow {
  /** ISO 8601 days of the week on which it begins, 1 is Monday; every day when neither they nor a date are named. */
  readonly days?: readonly number[];
  /** The one day on which it begins. */
  readonly date?: PlantDate;
  /** Wall clock `HH:mm`. */
  readonly startsAt: string;
  /** Wall clock `HH:mm`; not after `startsAt`: on the next day. */
  readonly endsAt: string;
}

/** What a system bears, from all workers of the gateway together; the gateway's settings count where it says nothing. */
export interface SystemLimits {
  /** Messages on their way at the same time, from 1. */
  readonly concurrentRequests?: number;
  /** Writes and read-backs in a second, above 0; what is read to plan them is not counted. */
  readonly requestsPerSecond?: number;
}

/** A system of a site that messages are written to. */
export interface SystemEntry {
  readonly backend: string;
  /** Name of the installation, when several sites share it: circuit and limits are then those of all of them together, and of different limits the smaller one counts. */
  readonly instance?: string;
  readonly limits?: SystemLimits;
  readonly maintenanceWindows?: readonly MaintenanceWindow[];
}

/** System families beside ERP and MES; a site names a backend for those that it has. */
export const SYSTEM_FAMILIES = ['planning', 'maintenance', 'customer', 'quality', 'equipment'] as const;
export type SystemFamily = (typeof SYSTEM_FAMILIES)[number];

/** Everything from outside that somebody owns; a write by anybody else is refused with `NOT_OWNER`. */
export const OWNED_OBJECTS = [
  'productionConfirmation', 'confirmationReversal', 'materialConsumption', 'workOrderRelease', 'workOrderChange', 'jobOrderAcknowledgement', 'plannedOrder', 'plannedOrderConversion',
  'scheduleVersion', 'nonconformity', 'qualityDecision', 'equipmentEvent', 'downtimeReason',
] as const;
export type OwnedObject = (typeof OWNED_OBJECTS)[number];

/** What the site decides about machines that stand still. */
export interface EquipmentPolicy {
  /** A stop shorter than this is a micro-stop, which alarms nobody, seconds of business time, 0 to 3,600. */
  readonly microStopBelowSeconds: number;
  /** Everything that happens on one line within this time makes one replan, seconds of business time, 1 to 86,400. */
  readonly replanWindowSeconds: number;
  /** Fault code of a machine → code of the site's downtime reasons. */
  readonly faultCodes: Readonly<Record<string, string>>;
  /** How the counters of the machines are read; running totals of a MES have their own rule. */
  readonly counters: CounterPolicy;
}

/** When the plant works, beyond its shifts. */
export interface WorkCalendar {
  /** ISO 8601 days of the week on which shifts begin, 1 is Monday. */
  readonly workDays: readonly number[];
  readonly nonWorkingDays: readonly PlantDate[];
  /** Planned breaks within shifts, wall clock `HH:mm`. */
  readonly breaks: readonly { readonly shiftId: string; readonly startsAt: string; readonly endsAt: string }[];
}

/** A plant as it runs now: the canonical site, its code lists, and which ERP stands behind it. Source: `sites/<siteId>/site.yaml`. */
export interface SiteConfiguration extends Site {
  /** Revision of the configuration that runs, from 1; the database's, not the file's. */
  readonly revision: number;
  readonly erp: SystemEntry;
  /** How job orders reach the MES. Absent: they are only offered, and whoever has a key of the role `mes` fetches them. */
  readonly mes?: SystemEntry;
  readonly confirmationPolicy: ConfirmationPolicy;
  /** Codes per backend; the backend of a later swap may stand beside the running one. */
  readonly erpCodes: Readonly<Record<string, ErpCodes>>;
  readonly referenceData: Readonly<Record<Exclude<ReferenceList, 'downtimeReasons'>, readonly ReferenceCode[]>> & { readonly downtimeReasons: readonly DowntimeReason[] };
  /** Backends of the other families; a family that is absent has no system at this site. */
  readonly systems: Readonly<Partial<Record<SystemFamily, SystemEntry>>>;
  readonly workCalendar: WorkCalendar;
  /** The equipment hierarchy: areas (lines), work centers, work units. */
  readonly equipment: readonly Equipment[];
  readonly equipmentPolicy: EquipmentPolicy;
  /** The tree of downtime reasons as the file has it; `referenceData.downtimeReasons` has those as well that have left it. */
  readonly downtimeReasons: readonly DowntimeReason[];
  /** `automatic`: a published planned order is converted at once. `approve`: as soon as a second person agrees. `manual`: when somebody asks for it. */
  readonly plannedOrders: { readonly conversion: 'automatic' | 'approve' | 'manual' };
  /** When the books are compared with the ERP each night: wall clock of the plant, `HH:mm`. */
  readonly reconciliation: { readonly nightlyAt: string };
  /** How long a message of the kind may take from acceptance to posted, seconds of technical time. */
  readonly latencyTargets: Readonly<Partial<Record<MessageKind, number>>>;
  /** Roles, or `source:` and a source system, that may write the object. */
  readonly ownership: Readonly<Record<OwnedObject, readonly string[]>>;
  /** Demo plant whose machines, items and orders the estate simulator gives this site; absent at a real one. */
  readonly demoPlant?: string;
}
