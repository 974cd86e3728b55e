import { DEFAULT_CONFIRMATION_POLICY } from '@plantway/canonical';
import type { EquipmentPolicy, OwnedObject, WorkCalendar } from './site-configuration.js';

/** Who writes what where the site says nothing else. Source: ISA-95 part 1, the functions of enterprise and control systems. */
export const DEFAULT_OWNERSHIP: Readonly<Record<OwnedObject, readonly string[]>> = {
  productionConfirmation: ['mes', 'edge'],
  confirmationReversal: ['mes', 'supervisor'],
  materialConsumption: ['mes', 'edge'],
  workOrderRelease: ['planner', 'supervisor'],
  workOrderChange: ['planner', 'supervisor', 'erpTeam'],
  jobOrderAcknowledgement: ['mes'],
  plannedOrder: ['aps', 'planner'],
  plannedOrderConversion: ['planner', 'supervisor'],
  scheduleVersion: ['aps'],
  nonconformity: ['mes', 'quality', 'supervisor', 'edge'],
  qualityDecision: ['qms', 'quality'],
  equipmentEvent: ['edge', 'mes'],
  downtimeReason: ['mes', 'supervisor', 'maintenance'],
};

export const DEFAULT_EQUIPMENT_POLICY: EquipmentPolicy = { microStopBelowSeconds: 120, replanWindowSeconds: 300, faultCodes: {}, counters: { resetAboveDropPercent: DEFAULT_CONFIRMATION_POLICY.runningTotals.resetAboveDropPercent } };

/** The plant works every day, without planned breaks. */
export const DEFAULT_WORK_CALENDAR: WorkCalendar = { workDays: [1, 2, 3, 4, 5, 6, 7], nonWorkingDays: [], breaks: [] };

/** In the quiet of the night, between the shifts' own work. */
export const DEFAULT_RECONCILIATION = { nightlyAt: '02:30' } as const;
