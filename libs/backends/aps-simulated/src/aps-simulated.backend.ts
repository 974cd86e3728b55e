import type { ReplanRequest, ScheduleVersion } from '@plantway/canonical';
import type { CallOptions, Clock, DeliveryReceipt, PlanningPort, Snapshot, SystemCapabilities } from '@plantway/ports';
import { WireClient, type WireSettings } from '@plantway/wire';
import { replanBody, replanReceipt, scheduleOf } from './aps-simulated.mapper.js';

export const APS_SIMULATED = 'aps-simulated';
/** From the wire's document: the system has decided by then. */
const LONGEST_WRITE_MS = 20_000;

/** The planning system of the estate, behind the planning port. It opens connections when it is asked and keeps no state. */
export function apsSimulated(settings: WireSettings, clock: Pick<Clock, 'now'>): PlanningPort {
  return new ApsSimulatedBackend(new WireClient({ root: 'aps', family: 'PLANNING', name: 'planning system' }, settings, clock));
}

class ApsSimulatedBackend implements PlanningPort {
  constructor(private readonly client: WireClient) {}

  async capabilities(): Promise<SystemCapabilities> {
    return { backend: APS_SIMULATED, guaranteeClass: 'K', longestWriteMs: LONGEST_WRITE_MS };
  }

  async post(request: ReplanRequest, reference: string, options?: CallOptions): Promise<DeliveryReceipt> {
    const target = { path: [request.siteId, 'replans'], about: `replan request ${request.replanRequestId}`, options } as const;
    return this.client.write(target, replanBody(request, reference), (row) => replanReceipt(row, reference, APS_SIMULATED));
  }

  async find({ siteId, replanRequestId }: ReplanRequest, reference: string, options?: CallOptions): Promise<readonly DeliveryReceipt[]> {
    return this.client.find({ path: [siteId, 'replans', reference], about: `read-back of replan request ${replanRequestId}`, options }, (row) => replanReceipt(row, reference, APS_SIMULATED));
  }

  async currentSchedule(siteId: string, options?: CallOptions): Promise<Snapshot<ScheduleVersion>> {
    return this.client.read({ path: [siteId, 'schedule'], about: `schedule of ${siteId}`, options }, (row) => scheduleOf(row.row('schedule'), siteId));
  }
}
