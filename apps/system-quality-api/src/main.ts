import { QMS_SIMULATED, QMS_SIMULATED_SETTINGS, qmsSimulated } from '@plantway/backends/qms-simulated';
import { loadProcessSettings } from '@plantway/config';
import { siteSystem } from '@plantway/sites';
import { SYSTEM_API_PROCESS_SETTINGS, serveSystemApi } from '@plantway/system-api';
import { SYSTEM_QUALITY_API_SETTINGS } from './system-quality-api.config.js';
import { SystemQualityApiModule } from './system-quality-api.module.js';

// The quality system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { qms, ...process } = loadProcessSettings({ api: SYSTEM_QUALITY_API_SETTINGS, qms: QMS_SIMULATED_SETTINGS, ...SYSTEM_API_PROCESS_SETTINGS });

await serveSystemApi({
  name: 'Quality', service: 'system-quality-api', ...process,
  module: ({ sites, clock }) => {
    const quality = siteSystem({ directory: sites, family: 'quality', backends: new Map([[QMS_SIMULATED, qmsSimulated(qms, clock)]]) });
    return SystemQualityApiModule.forRoot({ quality, sites, clock });
  },
});
