/** docs/configuration.md from the declarations of the built code, one table for each lib or app that reads settings. */
const from = (path) => import(`../dist/${path}.js`);
const { settingsMarkdown } = await from('libs/config/src/index');
const { PROCESS_API_SETTINGS } = await from('apps/process-api/src/process-api.config');
const { SYSTEM_ERP_API_SETTINGS } = await from('apps/system-erp-api/src/system-erp-api.config');
const { SYSTEM_MES_API_SETTINGS } = await from('apps/system-mes-api/src/system-mes-api.config');
const { WORKER_SETTINGS } = await from('apps/worker/src/worker.config');
const { SIMULATED_ERP_SETTINGS } = await from('libs/backends/erp-simulated/src/index');
const { MES_WEBHOOK_SETTINGS } = await from('libs/backends/mes-webhook/src/index');
const { EVENTS_SETTINGS } = await from('libs/events/src/index');
const { EXECUTION_SETTINGS } = await from('libs/execution/src/index');
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
  Worker: WORKER_SETTINGS,
  'ERP system API': SYSTEM_ERP_API_SETTINGS,
  'MES system API': SYSTEM_MES_API_SETTINGS,
  'Backend erp-simulated': SIMULATED_ERP_SETTINGS,
  'Backend mes-webhook': MES_WEBHOOK_SETTINGS,
  Messaging: MESSAGING_SETTINGS,
  Execution: EXECUTION_SETTINGS,
  Events: EVENTS_SETTINGS,
  Throttling: THROTTLE_SETTINGS,
  Observability: OBSERVABILITY_SETTINGS,
})}`;
}
