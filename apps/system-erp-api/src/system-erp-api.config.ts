import { systemApiSettings } from '@plantway/system-api';

/** Settings of the ERP system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_ERP_API_SETTINGS = systemApiSettings(3003);
