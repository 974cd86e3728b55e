import type { Instant } from './site.js';

/** A wish that maintenance looks at equipment that failed. Source: ISA-95 part 3, maintenance work request. */
export interface MaintenanceRequest {
  /** "{downtimeId}" of the failure: one failure makes one request. */
  readonly maintenanceRequestId: string;
  readonly siteId: string;
  readonly equipmentId: string;
  readonly workCenterId?: string;
  readonly failedAt: Instant;
  /** Code of the site's downtime reasons, when known. */
  readonly reasonCode?: string;
  /** What it stops. */
  readonly workOrderId?: string;
  readonly priority: 'normal' | 'high';
  readonly text: string;
}

export const MAINTENANCE_STATUSES = ['requested', 'assigned', 'done', 'cancelled'] as const;
export type MaintenanceStatus = (typeof MAINTENANCE_STATUSES)[number];

/** A request as the maintenance system shows it. */
export interface MaintenanceWork {
  /** The maintenance system's own number. */
  readonly number: string;
  /** Reference under which we asked. */
  readonly reference: string;
  readonly siteId: string;
  readonly equipmentId: string;
  readonly status: MaintenanceStatus;
  /** Pseudonym of whoever has it. */
  readonly assignedTo?: string;
  readonly requestedAt: Instant;
  readonly doneAt?: Instant;
}
