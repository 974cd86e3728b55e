import type { SettingDeclarations } from '@plantway/canonical';

/** How a release is checked before it is accepted; the embedded gateway reads it too. */
export const RELEASE_SETTINGS = {
  releaseCheckTimeoutMs: { variable: 'RELEASE_CHECK_TIMEOUT_MS', type: 'milliseconds', meaning: 'How long the ERP may take to answer all that a release is checked by. After that the release is accepted and checked at delivery; a dry run is answered with 503. As long it may take to answer what it keeps for a planned order, and the maintenance system how far a request is.', default: 3_000, minimum: 100, maximum: 60_000 },
} as const satisfies SettingDeclarations;

/** Settings of the process API as a process of its own. */
export const PROCESS_API_SETTINGS = {
  databaseUrl: { variable: 'DATABASE_URL', type: 'secret', meaning: 'The gateway\'s PostgreSQL: postgres://user:password@host:port/database.' },
  host: { variable: 'HTTP_HOST', type: 'text', meaning: 'Address to listen on.', default: '127.0.0.1' },
  port: { variable: 'HTTP_PORT', type: 'integer', meaning: 'Port to listen on; 0 takes a free one.', default: 3001, minimum: 0, maximum: 65_535 },
  systemErpUrl: { variable: 'SYSTEM_ERP_URL', type: 'url', meaning: 'Address of the ERP system API: http://127.0.0.1:3003. Asked before a release is accepted; it may be down.' },
  systemErpApiKey: { variable: 'SYSTEM_ERP_API_KEY', type: 'secret', meaning: 'API key of the process API at the ERP system API; role planner or admin: it only reads.' },
  systemMaintenanceUrl: { variable: 'SYSTEM_MAINTENANCE_URL', type: 'url', meaning: 'Address of the maintenance system API: http://127.0.0.1:3006. Asked how far a request is when somebody reads a downtime; it may be down.' },
  systemMaintenanceApiKey: { variable: 'SYSTEM_MAINTENANCE_API_KEY', type: 'secret', meaning: 'API key of the process API at the maintenance system API; role planner or admin: it only reads.' },
} as const satisfies SettingDeclarations;
