import { CMMS_SIMULATED, CMMS_SIMULATED_SETTINGS, cmmsSimulated } from '@plantway/backends/cmms-simulated';
import { loadProcessSettings } from '@plantway/config';
import { siteSystem } from '@plantway/sites';
import { SYSTEM_API_PROCESS_SETTINGS, serveSystemApi } from '@plantway/system-api';
import { SYSTEM_MAINTENANCE_API_SETTINGS } from './system-maintenance-api.config.js';
import { SystemMaintenanceApiModule } from './system-maintenance-api.module.js';

// The maintenance system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { cmms, ...process } = loadProcessSettings({ api: SYSTEM_MAINTENANCE_API_SETTINGS, cmms: CMMS_SIMULATED_SETTINGS, ...SYSTEM_API_PROCESS_SETTINGS });

await serveSystemApi({
  name: 'Maintenance', service: 'system-maintenance-api', ...process,
  module: ({ sites, clock }) => {
    const maintenance = siteSystem({ directory: sites, family: 'maintenance', backends: new Map([[CMMS_SIMULATED, cmmsSimulated(cmms, clock)]]) });
    return SystemMaintenanceApiModule.forRoot({ maintenance, sites, clock });
  },
});
