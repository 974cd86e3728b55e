import { systemApiSettings } from '@plantway/system-api';

/** Settings of the planning system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_PLANNING_API_SETTINGS = systemApiSettings(3005);
