import { systemApiSettings } from '@plantway/system-api';

/** Settings of the MES system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_MES_API_SETTINGS = systemApiSettings(3004);
