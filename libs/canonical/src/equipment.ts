import type { Quantity } from './quantity-types.js';
import type { Instant } from './site.js';

/**
 * States of a piece of equipment. Source: ISO 22400-2 (actual production time, unplanned and planned down time) with the names of OPC 40001-1 annex C where that has one.
 * `running`: it makes pieces. `idle`: it could, and has nothing to do. `setup`: it is prepared. `down`: it cannot, unplanned. `plannedDown`: maintenance, cleaning, break.
 * `off`: switched off, out of shift. `unknown`: it does not say.
 */
export const EQUIPMENT_STATES = ['running', 'idle', 'setup', 'down', 'plannedDown', 'off', 'unknown'] as const;
export type EquipmentState = (typeof EQUIPMENT_STATES)[number];

interface EquipmentEventFrame {
  /** Given by the sender, unique within its source system and site; the same id again is the same event. */
  readonly eventId: string;
  readonly siteId: string;
  readonly equipmentId: string;
  readonly occurredAt: Instant;
}

/** The state changed, or is said again. */
export interface EquipmentStateEvent extends EquipmentEventFrame {
  readonly type: 'state';
  readonly state: EquipmentState;
  /** Code of the site's downtime reasons, or the machine's own fault code, which the site's table maps; only with `down` and `plannedDown`. */
  readonly reasonCode?: string;
  /** Work order and operation that the machine works on, when it knows. */
  readonly workOrderId?: string;
  readonly operationId?: string;
}

/** A counter that only grows, until it is reset or rolls over. */
export interface EquipmentCounterEvent extends EquipmentEventFrame {
  readonly type: 'counter';
  /** "produced", "good", "scrap", "cycles" or another name of the machine. */
  readonly counterId: string;
  /** What it shows, not negative. */
  readonly reading: Quantity;
  /** True: the machine says that it began anew since the last reading. */
  readonly isReset?: boolean;
}

/** Something that happened and has no length: an alarm, a door, a tool. One of the severity `alarm` raises an alert, which holds until the machine runs again. */
export interface EquipmentOccurrenceEvent extends EquipmentEventFrame {
  readonly type: 'occurrence';
  readonly code: string;
  readonly severity: 'information' | 'warning' | 'alarm';
  readonly text?: string;
}

/** What a machine says. Source: ISA-95 part 2, equipment; part 4, operations event. */
export type EquipmentEvent = EquipmentStateEvent | EquipmentCounterEvent | EquipmentOccurrenceEvent;

/** A reason of standing still in the site's tree. Source: ISO 22400-2 leaves it to the plant; levels as in OPC 40001-1 annex C. */
export interface DowntimeReason {
  readonly code: string;
  readonly description: string;
  /** Reason above; absent at the top. */
  readonly parentCode?: string;
  /** Whether it counts as planned. */
  readonly isPlanned: boolean;
  readonly active: boolean;
}

/** An interval in which equipment stood still. Shorter than the site's threshold it is a micro-stop, which alarms nobody. */
export interface Downtime {
  /** "{equipmentId}@{startedAt}" shortened where it must be; stable from the first event on. */
  readonly downtimeId: string;
  readonly siteId: string;
  readonly equipmentId: string;
  readonly startedAt: Instant;
  /** Absent while it lasts. */
  readonly endedAt?: Instant;
  readonly kind: 'down' | 'plannedDown';
  readonly isMicroStop: boolean;
  readonly reasonCode?: string;
  /** Who said the reason. */
  readonly reasonFrom?: 'machine' | 'operator';
  /** From the equipment hierarchy. */
  readonly workCenterId?: string;
  readonly lineId?: string;
  /** What ran there when it began. */
  readonly workOrderId?: string;
  readonly operationId?: string;
  readonly alertedAt?: Instant;
  /** Request to maintenance for this failure. */
  readonly maintenanceRequestId?: string;
}
