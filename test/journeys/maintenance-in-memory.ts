import type { MaintenanceRequest } from '@plantway/canonical';
import type { DeliveryReceipt, MaintenancePort } from '@plantway/ports';

/** A maintenance system that knows a repeated reference. */
export class MaintenanceInMemory {
  readonly asked: MaintenanceRequest[] = [];
  private readonly receipts = new Map<string, DeliveryReceipt>();

  async capabilities(): ReturnType<MaintenancePort['capabilities']> {
    return { backend: 'in-memory', guaranteeClass: 'K', longestWriteMs: 500 };
  }

  async post(request: MaintenanceRequest, reference: string): Promise<DeliveryReceipt> {
    this.asked.push(request);
    const receipt = { reference, backend: 'in-memory', documents: [{ type: 'maintenanceRequest', number: `MR-${this.asked.length}` }], postedAt: '2026-11-22T08:00:00.000Z' };
    this.receipts.set(reference, receipt);
    return receipt;
  }

  async find(_request: MaintenanceRequest, reference: string): Promise<readonly DeliveryReceipt[]> {
    return [this.receipts.get(reference)].filter((receipt) => receipt !== undefined);
  }
}
