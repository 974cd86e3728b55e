import { SystemCustomerClient, SystemMaintenanceClient, SystemPlanningClient, SystemQualityClient } from '@plantway/clients';
import type { SettingsOf } from '@plantway/config';
import type { SystemPorts } from '@plantway/ports';
import type { WORKER_SETTINGS } from './worker.config.js';

/** The systems beside ERP and MES, reached through their system APIs. */
export function systemClients(settings: SettingsOf<typeof WORKER_SETTINGS>): SystemPorts {
  const timeoutMs = settings.systemTimeoutMs;
  return {
    planning: new SystemPlanningClient({ baseUrl: settings.systemPlanningUrl, apiKey: settings.systemPlanningApiKey, timeoutMs }),
    maintenance: new SystemMaintenanceClient({ baseUrl: settings.systemMaintenanceUrl, apiKey: settings.systemMaintenanceApiKey, timeoutMs }),
    customer: new SystemCustomerClient({ baseUrl: settings.systemCustomerUrl, apiKey: settings.systemCustomerApiKey, timeoutMs }),
    quality: new SystemQualityClient({ baseUrl: settings.systemQualityUrl, apiKey: settings.systemQualityApiKey, timeoutMs }),
  };
}
