import type { SettingDeclarations } from '@plantway/canonical';

/** Settings of the worker as a process of its own. */
export const WORKER_SETTINGS = {
  databaseUrl: { variable: 'DATABASE_URL', type: 'secret', meaning: 'The gateway\'s PostgreSQL: postgres://user:password@host:port/database.' },
  host: { variable: 'HTTP_HOST', type: 'text', meaning: 'Address to listen on, for health and metrics.', default: '127.0.0.1' },
  port: { variable: 'HTTP_PORT', type: 'integer', meaning: 'Port to listen on; 0 takes a free one.', default: 3002, minimum: 0, maximum: 65_535 },
  systemErpUrl: { variable: 'SYSTEM_ERP_URL', type: 'url', meaning: 'Address of the ERP system API: http://127.0.0.1:3003.' },
  systemErpApiKey: { variable: 'SYSTEM_ERP_API_KEY', type: 'secret', meaning: 'API key of the worker at the ERP system API; role admin or erpTeam.' },
  systemErpTimeoutMs: { variable: 'SYSTEM_ERP_TIMEOUT_MS', type: 'milliseconds', meaning: 'How long one call of the ERP system API may take. Longer than the backend behind it, shorter than the send deadline of delivery.', default: 15_000, minimum: 100, maximum: 600_000 },
  systemMesUrl: { variable: 'SYSTEM_MES_URL', type: 'url', meaning: 'Address of the MES system API: http://127.0.0.1:3004.' },
  systemMesApiKey: { variable: 'SYSTEM_MES_API_KEY', type: 'secret', meaning: 'API key of the worker at the MES system API; role admin or erpTeam.' },
  systemMesTimeoutMs: { variable: 'SYSTEM_MES_TIMEOUT_MS', type: 'milliseconds', meaning: 'How long one call of the MES system API may take. Longer than the backend behind it, shorter than the send deadline of delivery.', default: 10_000, minimum: 100, maximum: 600_000 },
  systemPlanningUrl: { variable: 'SYSTEM_PLANNING_URL', type: 'url', meaning: 'Address of the planning system API: http://127.0.0.1:3005.' },
  systemPlanningApiKey: { variable: 'SYSTEM_PLANNING_API_KEY', type: 'secret', meaning: 'API key of the worker at the planning system API; role admin or erpTeam.' },
  systemMaintenanceUrl: { variable: 'SYSTEM_MAINTENANCE_URL', type: 'url', meaning: 'Address of the maintenance system API: http://127.0.0.1:3006.' },
  systemMaintenanceApiKey: { variable: 'SYSTEM_MAINTENANCE_API_KEY', type: 'secret', meaning: 'API key of the worker at the maintenance system API; role admin or erpTeam.' },
  systemCustomerUrl: { variable: 'SYSTEM_CUSTOMER_URL', type: 'url', meaning: 'Address of the customer system API: http://127.0.0.1:3007.' },
  systemCustomerApiKey: { variable: 'SYSTEM_CUSTOMER_API_KEY', type: 'secret', meaning: 'API key of the worker at the customer system API; role admin or erpTeam.' },
  systemQualityUrl: { variable: 'SYSTEM_QUALITY_URL', type: 'url', meaning: 'Address of the quality system API: http://127.0.0.1:3008.' },
  systemQualityApiKey: { variable: 'SYSTEM_QUALITY_API_KEY', type: 'secret', meaning: 'API key of the worker at the quality system API; role admin or erpTeam.' },
  systemTimeoutMs: { variable: 'SYSTEM_TIMEOUT_MS', type: 'milliseconds', meaning: 'How long one call of the planning, maintenance, customer or quality system API may take. Longer than the backend behind it, shorter than the send deadline of delivery.', default: 10_000, minimum: 100, maximum: 600_000 },
} as const satisfies SettingDeclarations;
