import type { SettingDeclarations } from '@plantway/canonical';
import { systemApiSettings } from '@plantway/system-api';

/** Settings of the equipment system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_EQUIPMENT_API_SETTINGS = {
  ...systemApiSettings(3009),
  processUrl: { variable: 'PROCESS_API_URL', type: 'url', meaning: 'Address of the process API, which keeps what machines say: http://127.0.0.1:3001.' },
  processApiKey: { variable: 'PROCESS_API_KEY', type: 'secret', meaning: 'API key of the equipment system API at the process API; role edge.' },
} as const satisfies SettingDeclarations;
