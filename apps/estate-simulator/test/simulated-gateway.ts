import { operationStatus, orderStatus } from '@plantway/simulation';
import type { SimulatedErp } from '@plantway/simulation';
import type { ChangedMessage, GatewayForMes, MesItem, MesOrder, Report, SendOutcome } from '../src/mes/gateway-for-mes.js';

/** What a MES meets, at its simplest: reads orders from the ERP, keeps reports, and can be away or lose an answer. */
export class SimulatedGateway implements GatewayForMes {
  readonly accepted: Report[] = [];
  /** Every body that came, in order, also those whose answer was lost. */
  readonly received: Report[] = [];
  away = false;
  loseNextAnswers = 0;
  refuse: string | undefined;

  constructor(private readonly erp: SimulatedErp) {}

  async workableOrders(): Promise<readonly MesOrder[]> {
    if (this.away) throw new Error('nobody answers');
    return this.erp.read(({ view }) => [...view.orders.values()].filter((order) => ['released', 'inProgress'].includes(orderStatus(order))).map((order): MesOrder => ({
      workOrderId: order.workOrderId, siteId: view.siteId, itemId: order.itemId, quantity: { ...order.quantity }, overDeliveryTolerancePercent: order.overDeliveryTolerancePercent,
      status: orderStatus(order), startAt: order.startAt, dueAt: order.dueAt, revision: String(order.revision),
      operations: order.operations.map((operation) => {
        const quantity = (value: string) => ({ value, unit: order.quantity.unit });
        return {
          operationId: operation.operationId, description: operation.description, workCenterId: operation.workCenterId, status: operationStatus(order, operation),
          yieldConfirmed: quantity(operation.yield.booked), scrapConfirmed: quantity(operation.scrap.booked), reworkConfirmed: quantity(operation.rework.booked), remaining: quantity('0'),
        };
      }),
      components: order.components.map((component) => {
        const { baseUnit: unit } = view.items.get(component.itemId)!;
        return { componentItemId: component.itemId, operationId: component.operationId, issueMethod: component.issueMethod, required: { value: component.required, unit }, withdrawn: { value: component.withdrawn, unit } };
      }),
    })));
  }

  async item(itemId: string): Promise<MesItem> {
    return this.erp.read(({ view }) => structuredClone(view.items.get(itemId)) as unknown as MesItem);
  }

  async send(report: Report): Promise<SendOutcome> {
    if (this.away) return { outcome: 'later' };
    this.received.push(structuredClone(report));
    if (this.refuse === report.confirmationId) return { outcome: 'refused', code: 'VALIDATION_FAILED', detail: 'no' };
    const known = this.accepted.find(({ confirmationId }) => confirmationId === report.confirmationId);
    if (known === undefined) this.accepted.push(structuredClone(report));
    else if (JSON.stringify(known) !== JSON.stringify(report)) return { outcome: 'refused', code: 'CONFIRMATION_CONFLICT', detail: 'another body' };
    if (this.loseNextAnswers > 0) {
      this.loseNextAnswers -= 1;
      return { outcome: 'later' };
    }
    return { outcome: 'accepted', messageId: `message-${report.confirmationId}` };
  }

  async changes(cursor: string | undefined): Promise<{ readonly messages: readonly ChangedMessage[]; readonly nextCursor: string }> {
    const from = Number(cursor ?? 0);
    const messages = this.accepted.slice(from, from + 3).map(({ confirmationId }) => ({ confirmationId, state: 'posted' as const }));
    return { messages, nextCursor: String(from + messages.length) };
  }
}
