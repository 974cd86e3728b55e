import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the MES system API in a process of its own; each backend declares its own beside them. */
export const SYSTEM_MES_API_SETTINGS = {
  host: { variable: 'HTTP_HOST', type: 'text', meaning: 'Address to listen on.', default: '127.0.0.1' },
  port: { variable: 'HTTP_PORT', type: 'integer', meaning: 'Port to listen on; 0 takes a free one.', default: 3004, minimum: 0, maximum: 65_535 },
  databaseUrl: { variable: 'DATABASE_URL', type: 'secret', meaning: 'The gateway\'s PostgreSQL: postgres://user:password@host:port/database.' },
} as const satisfies SettingDeclarations;
