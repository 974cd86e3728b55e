import type { ReplanRequest, ScheduleVersion } from '@plantway/canonical';
import type { CallOptions, DeliveryReceipt, PlanningPort, Snapshot } from '@plantway/ports';
import { createClient } from './generated/system-planning/client/index.js';
import { SystemPlanningApi } from './generated/system-planning/index.js';
import type { ReplanRequestWriteDto } from './generated/system-planning/index.js';
import { systemClientConfig, type SystemConnection } from './system-calls.js';
import { SystemClient } from './system-client.js';

/** The planning port over the planning system API, for a process tier that runs in a process of its own. It retries nothing. */
export class SystemPlanningClient extends SystemClient<ReplanRequest, DeliveryReceipt, ReplanRequestWriteDto> implements PlanningPort {
  private readonly api: SystemPlanningApi;

  constructor(connection: SystemConnection) {
    const api = new SystemPlanningApi({ client: createClient(systemClientConfig(connection)) });
    super('PLANNING', connection, { capabilities: (call) => api.readCapabilities(call), post: (call) => api.postReplanRequest(call), find: (call) => api.findReplanRequest(call) });
    this.api = api;
  }

  async currentSchedule(siteId: string, options?: CallOptions): Promise<Snapshot<ScheduleVersion>> {
    const { asOf, ...value } = await this.read<ScheduleVersion & { readonly asOf: string }>((call) => this.api.readSchedule({ ...call, path: { siteId } }), options);
    return { value, asOf };
  }
}
