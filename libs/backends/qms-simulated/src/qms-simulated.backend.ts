import type { Inspection, Nonconformity } from '@plantway/canonical';
import type { CallOptions, Clock, DeliveryReceipt, InspectionFilter, Page, QualityPort, SystemCapabilities } from '@plantway/ports';
import { WireClient, type WireSettings } from '@plantway/wire';
import { inspectionOf, inspectionReceipt, nonconformityBody } from './qms-simulated.mapper.js';

export const QMS_SIMULATED = 'qms-simulated';
/** From the wire's document: the system has decided by then. */
const LONGEST_WRITE_MS = 20_000;

/** The quality system of the estate, behind the quality port. It opens connections when it is asked and keeps no state. */
export function qmsSimulated(settings: WireSettings, clock: Pick<Clock, 'now'>): QualityPort {
  return new QmsSimulatedBackend(new WireClient({ root: 'qms', family: 'QUALITY', name: 'quality system' }, settings, clock));
}

class QmsSimulatedBackend implements QualityPort {
  constructor(private readonly client: WireClient) {}

  async capabilities(): Promise<SystemCapabilities> {
    return { backend: QMS_SIMULATED, guaranteeClass: 'K', longestWriteMs: LONGEST_WRITE_MS };
  }

  async post(nonconformity: Nonconformity, reference: string, options?: CallOptions): Promise<DeliveryReceipt> {
    const target = { path: [nonconformity.siteId, 'nonconformities'], about: `nonconformity ${nonconformity.qualityEventId}`, options } as const;
    return this.client.write(target, nonconformityBody(nonconformity, reference), (row) => inspectionReceipt(row, reference, QMS_SIMULATED));
  }

  async find({ siteId, qualityEventId }: Nonconformity, reference: string, options?: CallOptions): Promise<readonly DeliveryReceipt[]> {
    return this.client.find({ path: [siteId, 'nonconformities', reference], about: `read-back of nonconformity ${qualityEventId}`, options }, (row) => inspectionReceipt(row, reference, QMS_SIMULATED));
  }

  async inspections(siteId: string, { status, ...page }: InspectionFilter, options?: CallOptions): Promise<Page<Inspection>> {
    return this.client.list({ path: [siteId, 'inspections'], about: `inspections of ${siteId}`, options }, page, { status }, (row) => inspectionOf(row, siteId));
  }
}
