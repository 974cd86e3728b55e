import type { JobOrder } from '@plantway/canonical';
import { orderStatus } from '@plantway/simulation';
import type { ErpOrder, SimulatedErp } from '@plantway/simulation';
import type { FreeMaterial } from '../src/mes/floor/material.js';
import type { ChangedMessage, GatewayForMes } from '../src/mes/gateway-for-mes.js';
import type { Report } from '../src/mes/mes-fact.js';
import type { Outgoing, OutgoingAcknowledgement, SendOutcome } from '../src/mes/outgoing.js';

/** What a MES meets, at its simplest: makes job orders of what the ERP has released, keeps what it is told, and can be away or lose an answer. */
export class SimulatedGateway implements GatewayForMes {
  /** Told and kept, in order, each once. */
  readonly accepted: Outgoing[] = [];
  /** Everything that came, in order, also what was told again. */
  readonly received: Outgoing[] = [];
  away = false;
  loseNextAnswers = 0;
  refuse: string | undefined;
  /** False: what it was told is kept and not posted yet. */
  posts = true;
  private readonly versions = new Map<string, number>();

  constructor(private readonly erp: SimulatedErp, readonly siteId: string) {}

  get reports(): readonly Report[] {
    return this.accepted.flatMap((outgoing) => (outgoing.type === 'report' ? [outgoing.body] : []));
  }
  get acknowledgements(): readonly OutgoingAcknowledgement[] {
    return this.accepted.filter((outgoing) => outgoing.type === 'acknowledgement');
  }

  /** All job orders of a work order, as a dispatch brings them. */
  async dispatch(workOrderId: string, version = 1): Promise<readonly JobOrder[]> {
    this.versions.set(workOrderId, version);
    return this.erp.read(({ view }) => jobOrdersOf(view.orders.get(workOrderId)!, version, (itemId) => view.items.get(itemId)!), this.siteId);
  }

  async released(): Promise<readonly string[]> {
    return this.erp.read(({ view }) => [...view.orders.values()].filter((order) => ['released', 'inProgress'].includes(orderStatus(order))).map(({ workOrderId }) => workOrderId), this.siteId);
  }

  async jobOrders(cursor: string | undefined): Promise<{ readonly jobOrders: readonly JobOrder[]; readonly nextCursor: string }> {
    if (this.away) throw new Error('nobody answers');
    const all = (await Promise.all((await this.released()).map((workOrderId) => this.dispatch(workOrderId)))).flat();
    const from = Number(cursor ?? 0);
    const jobOrders = all.slice(from, from + 5); // a page ends in the middle of a work order
    return { jobOrders, nextCursor: String(from + jobOrders.length) };
  }

  async send(outgoing: Outgoing): Promise<SendOutcome> {
    if (this.away) return { outcome: 'later' };
    this.received.push(structuredClone(outgoing));
    if (this.refuse === outgoing.id) return { outcome: 'refused', code: 'VALIDATION_FAILED', detail: 'no' };
    const known = this.accepted.find(({ id }) => id === outgoing.id);
    if (known === undefined) this.accepted.push(structuredClone(outgoing));
    else if (JSON.stringify(known.body) !== JSON.stringify(outgoing.body)) return { outcome: 'refused', code: 'CONFIRMATION_CONFLICT', detail: 'another body' };
    if (this.loseNextAnswers > 0) {
      this.loseNextAnswers -= 1;
      return { outcome: 'later' };
    }
    return { outcome: 'accepted', messageId: `message-${outgoing.id}` };
  }

  async changes(cursor: string | undefined): Promise<{ readonly messages: readonly ChangedMessage[]; readonly nextCursor: string }> {
    if (this.away) throw new Error('nobody answers');
    const from = Number(cursor ?? 0);
    const settled = this.posts ? this.accepted.slice(from, from + 3) : [];
    const kinds = { report: 'productionConfirmation', consumption: 'materialConsumption', reversal: 'confirmationReversal', acknowledgement: 'jobOrderAcknowledgement' };
    return { messages: settled.map(({ id, type }) => ({ messageId: `message-${id}`, kind: kinds[type], state: 'posted' })), nextCursor: String(from + settled.length) };
  }

  async freeMaterial(itemId: string): Promise<readonly FreeMaterial[]> {
    if (this.away) throw new Error('nobody answers');
    const rows = await this.erp.read((engine) => engine.balances().filter((row) => row.itemId === itemId && row.status === 'unrestricted'), this.siteId);
    return rows.map(({ lotId, quantity }) => ({ quantity: { ...quantity }, ...(lotId === undefined ? {} : { lotId }) }));
  }
}

function jobOrdersOf(order: ErpOrder, version: number, item: (itemId: string) => { readonly baseUnit: string; readonly tracking: JobOrder['tracking'] }): readonly JobOrder[] {
  return order.operations.map(({ operationId, workCenterId }, place) => ({
    jobOrderId: `${order.workOrderId}-${operationId}`, version, workOrderId: order.workOrderId, operationId, itemId: order.itemId, workCenterId, quantity: { ...order.quantity },
    state: orderStatus(order) === 'held' ? 'Interrupted' : 'AllowedToStart', startAt: order.startAt, dueAt: order.dueAt, tracking: item(order.itemId).tracking,
    ...(place === 0 ? {} : { predecessorOperationId: order.operations[place - 1].operationId }),
    components: order.components.filter((component) => component.operationId === operationId)
      .map(({ itemId, required, issueMethod }) => ({ itemId, issueMethod, required: { value: required, unit: item(itemId).baseUnit } })),
  }));
}
