import { MES_PULL, MES_PULL_SETTINGS, mesPull } from '@plantway/backends/mes-pull';
import { MES_WEBHOOK, MES_WEBHOOK_SETTINGS, mesWebhook } from '@plantway/backends/mes-webhook';
import { loadProcessSettings } from '@plantway/config';
import { siteMes } from '@plantway/sites';
import { SYSTEM_API_PROCESS_SETTINGS, serveSystemApi } from '@plantway/system-api';
import { SYSTEM_MES_API_SETTINGS } from './system-mes-api.config.js';
import { SystemMesApiModule } from './system-mes-api.module.js';

// The MES system API as a process of its own. A new backend adds one line of settings and one to `backends`.
const { webhook, pull, ...process } = loadProcessSettings({ api: SYSTEM_MES_API_SETTINGS, webhook: MES_WEBHOOK_SETTINGS, pull: MES_PULL_SETTINGS, ...SYSTEM_API_PROCESS_SETTINGS });

await serveSystemApi({
  name: 'MES', service: 'system-mes-api', ...process,
  module: ({ sites, clock }) => {
    const mes = siteMes({ directory: sites, backends: new Map([[MES_WEBHOOK, mesWebhook(webhook, clock)], [MES_PULL, mesPull(clock, pull)]]) });
    return SystemMesApiModule.forRoot({ mes, sites, clock });
  },
});
