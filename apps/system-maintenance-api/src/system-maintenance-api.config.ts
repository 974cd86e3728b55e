import { systemApiSettings } from '@plantway/system-api';

/** Settings of the maintenance system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_MAINTENANCE_API_SETTINGS = systemApiSettings(3006);
