import type { SystemPorts } from '@plantway/ports';
import { siteDirectoryOf, siteSystem } from '@plantway/sites';
import type { SiteConfiguration } from '@plantway/sites';
import { openBusinessSystems } from './business-systems.harness.js';
import { runSystemContract } from './run-system-contract.js';

const BACKEND_OF = { planning: 'aps-simulated', maintenance: 'cmms-simulated', customer: 'crm-simulated', quality: 'qms-simulated' } as const;
const directory = siteDirectoryOf([{ siteId: 'BER1', systems: Object.fromEntries(Object.entries(BACKEND_OF).map(([family, backend]) => [family, { backend }])) } as unknown as SiteConfiguration]);
const open = () => openBusinessSystems((family, backend) => siteSystem({ directory, family, backends: new Map([[BACKEND_OF[family], backend]]) }));

for (const family of Object.keys(BACKEND_OF) as (keyof SystemPorts)[]) runSystemContract(family, 'bound in the process', open);
