import type { MaintenanceRequest, MaintenanceWork } from '@plantway/canonical';
import type { CallOptions, DeliveryReceipt, MaintenanceFilter, MaintenancePort, Page } from '@plantway/ports';
import { createClient } from './generated/system-maintenance/client/index.js';
import { SystemMaintenanceApi } from './generated/system-maintenance/index.js';
import type { MaintenanceRequestWriteDto } from './generated/system-maintenance/index.js';
import { systemClientConfig, type SystemConnection } from './system-calls.js';
import { SystemClient } from './system-client.js';

/** The maintenance port over the maintenance system API, for a process tier that runs in a process of its own. It retries nothing. */
export class SystemMaintenanceClient extends SystemClient<MaintenanceRequest, DeliveryReceipt, MaintenanceRequestWriteDto> implements MaintenancePort {
  private readonly api: SystemMaintenanceApi;

  constructor(connection: SystemConnection) {
    const api = new SystemMaintenanceApi({ client: createClient(systemClientConfig(connection)) });
    super('MAINTENANCE', connection, { capabilities: (call) => api.readCapabilities(call), post: (call) => api.postRequest(call), find: (call) => api.findRequest(call) });
    this.api = api;
  }

  async requests(siteId: string, { status, equipmentId, cursor, limit }: MaintenanceFilter, options?: CallOptions): Promise<Page<MaintenanceWork>> {
    return this.read((call) => this.api.listRequests({ ...call, path: { siteId }, query: { status, equipmentId, cursor, limit } }), options);
  }

  /** The same failure may stand under the reference of an earlier request: the receipt says which. */
  protected override provesWrite({ reference }: DeliveryReceipt): boolean {
    return typeof reference === 'string' && reference !== '';
  }
}
