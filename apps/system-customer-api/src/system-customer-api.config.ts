import { systemApiSettings } from '@plantway/system-api';

/** Settings of the customer system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_CUSTOMER_API_SETTINGS = systemApiSettings(3007);
