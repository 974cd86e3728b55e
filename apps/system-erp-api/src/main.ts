import { SIMULATED_ERP, SIMULATED_ERP_SETTINGS, simulatedErp } from '@plantway/backends/erp-simulated';
import { loadProcessSettings } from '@plantway/config';
import { DatabaseCrossReference, siteErp, siteMappingPreviews } from '@plantway/sites';
import { SYSTEM_API_PROCESS_SETTINGS, serveSystemApi } from '@plantway/system-api';
import { SYSTEM_ERP_API_SETTINGS } from './system-erp-api.config.js';
import { SystemErpApiModule } from './system-erp-api.module.js';

// The ERP system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { simulated, ...process } = loadProcessSettings({ api: SYSTEM_ERP_API_SETTINGS, simulated: SIMULATED_ERP_SETTINGS, ...SYSTEM_API_PROCESS_SETTINGS });

await serveSystemApi({
  name: 'ERP', service: 'system-erp-api', ...process,
  module: ({ sites, clock, pool }) => {
    const backends = new Map([[SIMULATED_ERP, simulatedErp(simulated, clock)]]);
    const crossReference = new DatabaseCrossReference(pool);
    return SystemErpApiModule.forRoot({ erp: siteErp({ directory: sites, backends, crossReference }), previews: siteMappingPreviews({ directory: sites, crossReference, pool }), sites, clock });
  },
});
