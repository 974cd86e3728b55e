import type { MaintenanceRequest, MaintenanceWork } from '@plantway/canonical';
import type { CallOptions, Clock, DeliveryReceipt, MaintenanceFilter, MaintenancePort, Page, SystemCapabilities } from '@plantway/ports';
import { WireClient, type WireSettings } from '@plantway/wire';
import { requestBody, requestReceipt, workOf } from './cmms-simulated.mapper.js';

export const CMMS_SIMULATED = 'cmms-simulated';
/** From the wire's document: the system has decided by then. */
const LONGEST_WRITE_MS = 20_000;

/** The maintenance system of the estate, behind the maintenance port. It opens connections when it is asked and keeps no state. */
export function cmmsSimulated(settings: WireSettings, clock: Pick<Clock, 'now'>): MaintenancePort {
  return new CmmsSimulatedBackend(new WireClient({ root: 'cmms', family: 'MAINTENANCE', name: 'maintenance system' }, settings, clock));
}

class CmmsSimulatedBackend implements MaintenancePort {
  constructor(private readonly client: WireClient) {}

  async capabilities(): Promise<SystemCapabilities> {
    return { backend: CMMS_SIMULATED, guaranteeClass: 'K', longestWriteMs: LONGEST_WRITE_MS };
  }

  async post(request: MaintenanceRequest, reference: string, options?: CallOptions): Promise<DeliveryReceipt> {
    const target = { path: [request.siteId, 'requests'], about: `maintenance request ${request.maintenanceRequestId}`, options } as const;
    return this.client.write(target, requestBody(request, reference), (row) => requestReceipt(row, request, CMMS_SIMULATED));
  }

  async find(request: MaintenanceRequest, reference: string, options?: CallOptions): Promise<readonly DeliveryReceipt[]> {
    const target = { path: [request.siteId, 'requests'], about: `read-back of maintenance request ${request.maintenanceRequestId}`, options } as const;
    return (await this.client.list(target, { limit: 2 }, { reference }, (row) => requestReceipt(row, request, CMMS_SIMULATED))).items;
  }

  async requests(siteId: string, { status, equipmentId, ...page }: MaintenanceFilter, options?: CallOptions): Promise<Page<MaintenanceWork>> {
    return this.client.list({ path: [siteId, 'requests'], about: `requests of ${siteId}`, options }, page, { status, equipmentId }, (row) => workOf(row, siteId));
  }
}
