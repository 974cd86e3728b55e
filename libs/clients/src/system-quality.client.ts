import type { Inspection, Nonconformity } from '@plantway/canonical';
import type { CallOptions, DeliveryReceipt, InspectionFilter, Page, QualityPort } from '@plantway/ports';
import { createClient } from './generated/system-quality/client/index.js';
import { SystemQualityApi } from './generated/system-quality/index.js';
import type { NonconformityWriteDto } from './generated/system-quality/index.js';
import { systemClientConfig, type SystemConnection } from './system-calls.js';
import { SystemClient } from './system-client.js';

/** The quality port over the quality system API, for a process tier that runs in a process of its own. It retries nothing. */
export class SystemQualityClient extends SystemClient<Nonconformity, DeliveryReceipt, NonconformityWriteDto> implements QualityPort {
  private readonly api: SystemQualityApi;

  constructor(connection: SystemConnection) {
    const api = new SystemQualityApi({ client: createClient(systemClientConfig(connection)) });
    super('QUALITY', connection, { capabilities: (call) => api.readCapabilities(call), post: (call) => api.postNonconformity(call), find: (call) => api.findNonconformity(call) });
    this.api = api;
  }

  async inspections(siteId: string, { status, cursor, limit }: InspectionFilter, options?: CallOptions): Promise<Page<Inspection>> {
    return this.read((call) => this.api.listInspections({ ...call, path: { siteId }, query: { status, cursor, limit } }), options);
  }
}
