import { APS_SIMULATED, apsSimulated } from '@plantway/backends/aps-simulated';
import { CMMS_SIMULATED, cmmsSimulated } from '@plantway/backends/cmms-simulated';
import { CRM_SIMULATED, crmSimulated } from '@plantway/backends/crm-simulated';
import { QMS_SIMULATED, qmsSimulated } from '@plantway/backends/qms-simulated';
import type { Clock, SystemPorts } from '@plantway/ports';
import { siteSystem, type SiteDirectory } from '@plantway/sites';

/** Where the simulated business systems serve, with the key of each. */
export interface BusinessSystems {
  readonly url: string;
  readonly keys: Readonly<Record<'aps' | 'cmms' | 'crm' | 'qms', string>>;
}

/** The systems beside ERP and MES, each site at the backend that its file names. */
export function boundSystems({ url: baseUrl, keys }: BusinessSystems, call: { readonly deadlineMs: number; readonly answerLimitBytes: number }, directory: SiteDirectory, clock: Clock): SystemPorts {
  const wire = (apiKey: string) => ({ baseUrl, apiKey, ...call });
  return {
    planning: siteSystem({ directory, family: 'planning', backends: new Map([[APS_SIMULATED, apsSimulated(wire(keys.aps), clock)]]) }),
    maintenance: siteSystem({ directory, family: 'maintenance', backends: new Map([[CMMS_SIMULATED, cmmsSimulated(wire(keys.cmms), clock)]]) }),
    customer: siteSystem({ directory, family: 'customer', backends: new Map([[CRM_SIMULATED, crmSimulated(wire(keys.crm), clock)]]) }),
    quality: siteSystem({ directory, family: 'quality', backends: new Map([[QMS_SIMULATED, qmsSimulated(wire(keys.qms), clock)]]) }),
  };
}
