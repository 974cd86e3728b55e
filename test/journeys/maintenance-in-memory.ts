import type { MaintenanceRequest, MaintenanceStatus, MaintenanceWork } from '@plantway/canonical';
import type { DeliveryReceipt, MaintenanceFilter, MaintenancePort, Page } from '@plantway/ports';

const ASKED_AT = '2026-11-22T08:00:00.000Z';
/** When it says how far its requests are. */
export const MAINTENANCE_SAYS_AT = '2026-11-22T09:00:00.000Z';

/** A maintenance system that knows a repeated reference, and shows one request a page. */
export class MaintenanceInMemory implements MaintenancePort {
  readonly asked: MaintenanceRequest[] = [];
  /** How far it is with all of its requests; `silent`: it does not answer how far it is. */
  progress: MaintenanceStatus | 'silent' = 'requested';
  private readonly receipts = new Map<string, DeliveryReceipt>();
  private readonly work: MaintenanceWork[] = [];

  async capabilities(): ReturnType<MaintenancePort['capabilities']> {
    return { backend: 'in-memory', guaranteeClass: 'K', longestWriteMs: 500 };
  }

  async post(request: MaintenanceRequest, reference: string): Promise<DeliveryReceipt> {
    this.asked.push(request);
    const { siteId, equipmentId } = request;
    const number = `MR-${this.asked.length}`;
    const receipt = { reference, backend: 'in-memory', documents: [{ type: 'maintenanceRequest', number }], postedAt: ASKED_AT };
    this.receipts.set(reference, receipt);
    this.work.push({ number, reference, siteId, equipmentId, status: 'requested', requestedAt: ASKED_AT });
    return receipt;
  }

  async find(_request: MaintenanceRequest, reference: string): Promise<readonly DeliveryReceipt[]> {
    return [this.receipts.get(reference)].filter((receipt) => receipt !== undefined);
  }

  requests(_siteId: string, { equipmentId, cursor = '0' }: MaintenanceFilter): Promise<Page<MaintenanceWork>> {
    const { progress } = this;
    if (progress === 'silent') return new Promise(() => undefined);
    const place = Number(cursor);
    const found = this.work.filter((each) => each.equipmentId === equipmentId).map((each) => ({ ...each, status: progress, ...(progress === 'done' && { doneAt: MAINTENANCE_SAYS_AT }) }));
    return Promise.resolve({ items: found.slice(place, place + 1), nextCursor: place + 1 < found.length ? String(place + 1) : null, asOf: MAINTENANCE_SAYS_AT });
  }
}
