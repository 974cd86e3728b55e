import type { SettingDeclarations } from '@plantway/canonical';
import { OBSERVABILITY_SETTINGS } from '@plantway/observability';
import { THROTTLE_SETTINGS } from '@plantway/security';

/** Settings of a system API in a process of its own, which listens on `port` by default; each backend declares its own beside them. */
export const systemApiSettings = (port: number) => ({
  host: { variable: 'HTTP_HOST', type: 'text', meaning: 'Address to listen on.', default: '127.0.0.1' },
  port: { variable: 'HTTP_PORT', type: 'integer', meaning: 'Port to listen on; 0 takes a free one.', default: port, minimum: 0, maximum: 65_535 },
  databaseUrl: { variable: 'DATABASE_URL', type: 'secret', meaning: 'The gateway\'s PostgreSQL: postgres://user:password@host:port/database.' },
} as const satisfies SettingDeclarations);

/** Groups of settings that every process of a system API reads beside its own. */
export const SYSTEM_API_PROCESS_SETTINGS = { throttle: THROTTLE_SETTINGS, observability: OBSERVABILITY_SETTINGS } as const;
