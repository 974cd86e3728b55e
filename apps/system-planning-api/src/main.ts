import { APS_SIMULATED, APS_SIMULATED_SETTINGS, apsSimulated } from '@plantway/backends/aps-simulated';
import { loadProcessSettings } from '@plantway/config';
import { siteSystem } from '@plantway/sites';
import { SYSTEM_API_PROCESS_SETTINGS, serveSystemApi } from '@plantway/system-api';
import { SYSTEM_PLANNING_API_SETTINGS } from './system-planning-api.config.js';
import { SystemPlanningApiModule } from './system-planning-api.module.js';

// The planning system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { aps, ...process } = loadProcessSettings({ api: SYSTEM_PLANNING_API_SETTINGS, aps: APS_SIMULATED_SETTINGS, ...SYSTEM_API_PROCESS_SETTINGS });

await serveSystemApi({
  name: 'Planning', service: 'system-planning-api', ...process,
  module: ({ sites, clock }) => {
    const planning = siteSystem({ directory: sites, family: 'planning', backends: new Map([[APS_SIMULATED, apsSimulated(aps, clock)]]) });
    return SystemPlanningApiModule.forRoot({ planning, sites, clock });
  },
});
