import { CRM_SIMULATED, CRM_SIMULATED_SETTINGS, crmSimulated } from '@plantway/backends/crm-simulated';
import { loadProcessSettings } from '@plantway/config';
import { siteSystem } from '@plantway/sites';
import { SYSTEM_API_PROCESS_SETTINGS, serveSystemApi } from '@plantway/system-api';
import { SYSTEM_CUSTOMER_API_SETTINGS } from './system-customer-api.config.js';
import { SystemCustomerApiModule } from './system-customer-api.module.js';

// The customer system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { crm, ...process } = loadProcessSettings({ api: SYSTEM_CUSTOMER_API_SETTINGS, crm: CRM_SIMULATED_SETTINGS, ...SYSTEM_API_PROCESS_SETTINGS });

await serveSystemApi({
  name: 'Customer', service: 'system-customer-api', ...process,
  module: ({ sites, clock }) => {
    const customer = siteSystem({ directory: sites, family: 'customer', backends: new Map([[CRM_SIMULATED, crmSimulated(crm, clock)]]) });
    return SystemCustomerApiModule.forRoot({ customer, sites, clock });
  },
});
