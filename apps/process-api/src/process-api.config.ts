import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the process API as a process of its own. */
export const PROCESS_API_SETTINGS = {
  databaseUrl: { variable: 'DATABASE_URL', type: 'secret', meaning: 'The gateway\'s PostgreSQL: postgres://user:password@host:port/database.' },
  host: { variable: 'HTTP_HOST', type: 'text', meaning: 'Address to listen on.', default: '127.0.0.1' },
  port: { variable: 'HTTP_PORT', type: 'integer', meaning: 'Port to listen on; 0 takes a free one.', default: 3001, minimum: 0, maximum: 65_535 },
} as const satisfies SettingDeclarations;
