import { systemApiSettings } from '@plantway/system-api';

/** Settings of the quality system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_QUALITY_API_SETTINGS = systemApiSettings(3008);
