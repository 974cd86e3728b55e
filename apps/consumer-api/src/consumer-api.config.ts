import type { SettingDeclarations } from '@plantway/canonical';

/** How the feed of events is kept alive; the embedded gateway reads it too. */
export const CONSUMER_SETTINGS = {
  heartbeatMs: { variable: 'CONSUMER_HEARTBEAT_MS', type: 'milliseconds', meaning: 'Longest silence of a feed of events: a heartbeat tells its reader that it is alive, and how far it is.', default: 15_000, minimum: 100, maximum: 300_000 },
  streamMs: { variable: 'CONSUMER_STREAM_MS', type: 'milliseconds', meaning: 'How long one connection of a feed lasts. Its reader connects again by itself and goes on where it was; whether its credential still holds is checked then.', default: 600_000, minimum: 1_000, maximum: 86_400_000 },
} as const satisfies SettingDeclarations;

/** Settings of the consumer API as a process of its own. */
export const CONSUMER_API_SETTINGS = {
  databaseUrl: { variable: 'DATABASE_URL', type: 'secret', meaning: 'The gateway\'s PostgreSQL: postgres://user:password@host:port/database.' },
  host: { variable: 'HTTP_HOST', type: 'text', meaning: 'Address to listen on.', default: '127.0.0.1' },
  port: { variable: 'HTTP_PORT', type: 'integer', meaning: 'Port to listen on; 0 takes a free one.', default: 3010, minimum: 0, maximum: 65_535 },
  processApiUrl: { variable: 'PROCESS_API_URL', type: 'url', meaning: 'Address of the process API, which is asked for backlog and exceptions; it may be down: http://127.0.0.1:3001.' },
  processApiKey: { variable: 'PROCESS_API_KEY', type: 'secret', meaning: 'API key of the consumer API at the process API; role supervisor or admin: it only reads.' },
  processApiTimeoutMs: { variable: 'PROCESS_API_TIMEOUT_MS', type: 'milliseconds', meaning: 'How long the process API may take for one answer.', default: 5_000, minimum: 100, maximum: 60_000 },
} as const satisfies SettingDeclarations;
