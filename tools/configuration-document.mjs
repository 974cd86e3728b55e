/** docs/configuration.md from the declarations of the built code, one table for each lib or app that reads settings. */
const from = (path) => import(`../dist/${path}.js`);
const { BUSINESS_TIME_SETTINGS, settingsMarkdown } = await from('libs/config/src/index');
const { CONSUMER_API_SETTINGS, CONSUMER_SETTINGS } = await from('apps/consumer-api/src/consumer-api.config');
const { PROCESS_API_SETTINGS } = await from('apps/process-api/src/process-api.config');
const { SYSTEM_ERP_API_SETTINGS } = await from('apps/system-erp-api/src/system-erp-api.config');
const { SYSTEM_MES_API_SETTINGS } = await from('apps/system-mes-api/src/system-mes-api.config');
const { SYSTEM_PLANNING_API_SETTINGS } = await from('apps/system-planning-api/src/system-planning-api.config');
const { SYSTEM_MAINTENANCE_API_SETTINGS } = await from('apps/system-maintenance-api/src/system-maintenance-api.config');
const { SYSTEM_CUSTOMER_API_SETTINGS } = await from('apps/system-customer-api/src/system-customer-api.config');
const { SYSTEM_QUALITY_API_SETTINGS } = await from('apps/system-quality-api/src/system-quality-api.config');
const { SYSTEM_EQUIPMENT_API_SETTINGS } = await from('apps/system-equipment-api/src/system-equipment-api.config');
const { WORKER_SETTINGS } = await from('apps/worker/src/worker.config');
const { EQUIPMENT_MQTT_SETTINGS } = await from('libs/backends/equipment-mqtt/src/index');
const { SIMULATED_ERP_SETTINGS } = await from('libs/backends/erp-simulated/src/index');
const { MES_PULL_SETTINGS } = await from('libs/backends/mes-pull/src/index');
const { MES_WEBHOOK_SETTINGS } = await from('libs/backends/mes-webhook/src/index');
const { APS_SIMULATED_SETTINGS } = await from('libs/backends/aps-simulated/src/index');
const { CMMS_SIMULATED_SETTINGS } = await from('libs/backends/cmms-simulated/src/index');
const { CRM_SIMULATED_SETTINGS } = await from('libs/backends/crm-simulated/src/index');
const { QMS_SIMULATED_SETTINGS } = await from('libs/backends/qms-simulated/src/index');
const { EVENTS_SETTINGS } = await from('libs/events/src/index');
const { EQUIPMENT_SETTINGS, EXECUTION_SETTINGS } = await from('libs/execution/src/index');
const { MESSAGING_SETTINGS } = await from('libs/messaging/src/index');
const { OBSERVABILITY_SETTINGS } = await from('libs/observability/src/index');
const { THROTTLE_SETTINGS } = await from('libs/security/src/index');

export function configurationDocument() {
  return `<!-- Generated from the declarations in the code by \`npm run generate\`: do not edit. -->
# Configuration

Every variable of the environment that a process reads. All are checked at its start and every fault is reported at once, by name and never by value.
The embedded shape (\`npm start\`) finds its database, addresses and keys by itself; there the groups Messaging, Execution, Events, Throttling and Observability apply.

${settingsMarkdown({
  'Process API': PROCESS_API_SETTINGS,
  'Consumer API': { ...CONSUMER_API_SETTINGS, ...CONSUMER_SETTINGS },
  Worker: WORKER_SETTINGS,
  'ERP system API': SYSTEM_ERP_API_SETTINGS,
  'MES system API': SYSTEM_MES_API_SETTINGS,
  'Planning system API': SYSTEM_PLANNING_API_SETTINGS,
  'Maintenance system API': SYSTEM_MAINTENANCE_API_SETTINGS,
  'Customer system API': SYSTEM_CUSTOMER_API_SETTINGS,
  'Quality system API': SYSTEM_QUALITY_API_SETTINGS,
  'Equipment system API': SYSTEM_EQUIPMENT_API_SETTINGS,
  'Backend equipment-mqtt': EQUIPMENT_MQTT_SETTINGS,
  'Backend erp-simulated': SIMULATED_ERP_SETTINGS,
  'Backend mes-webhook': MES_WEBHOOK_SETTINGS,
  'Backend mes-pull': MES_PULL_SETTINGS,
  'Backend aps-simulated': APS_SIMULATED_SETTINGS,
  'Backend cmms-simulated': CMMS_SIMULATED_SETTINGS,
  'Backend crm-simulated': CRM_SIMULATED_SETTINGS,
  'Backend qms-simulated': QMS_SIMULATED_SETTINGS,
  'Business time': BUSINESS_TIME_SETTINGS,
  Messaging: MESSAGING_SETTINGS,
  Execution: EXECUTION_SETTINGS,
  Equipment: EQUIPMENT_SETTINGS,
  Events: EVENTS_SETTINGS,
  Throttling: THROTTLE_SETTINGS,
  Observability: OBSERVABILITY_SETTINGS,
})}`;
}
