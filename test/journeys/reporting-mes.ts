import type { MessageState } from '@plantway/canonical';
import type { GatewayStand } from './gateway-stand.js';

/** What the tests look at of a message. */
export interface SeenMessage {
  readonly messageId: string;
  readonly state: MessageState;
  readonly note?: string;
  readonly error?: { readonly code: string; readonly reason: string };
  readonly erp?: { readonly documents: readonly { readonly type: string; readonly number: string }[] };
  readonly parts: readonly unknown[];
  readonly attempts: readonly { readonly purpose: string; readonly outcome?: string }[];
  readonly postingDate: string;
  readonly reversedByMessageId?: string;
  readonly reversal?: { readonly messageId: string; readonly state: MessageState };
  readonly notCarried?: readonly { readonly field: string; readonly reason: string }[];
}

/** A confirmation in the ERP's own books, as the tests look at it. */
export interface SeenDocument {
  readonly number: string;
  readonly workOrderId: string;
  readonly operationId: string;
  readonly yield: string;
  readonly reverses?: string;
}

export const pieces = (value: string) => ({ value, unit: 'H87' });

/** A MES that reports, takes back and looks what became of it. */
export class ReportingMes {
  constructor(private readonly gateway: GatewayStand) {}

  /** Reports ten good pieces of operation 0010 of WO-1001, unless `change` says otherwise. */
  async report(confirmationId: string, change: object = {}): Promise<string> {
    const body = {
      confirmationId, workOrderId: 'WO-1001', operationId: '0010', kind: 'partial', yield: pieces('10'), startedAt: '2026-11-22T06:00:00+01:00', finishedAt: '2026-11-22T06:40:00+01:00', ...change,
    };
    const answer = await this.gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/production-confirmations', payload: body });
    if (answer.statusCode !== 202) throw new Error(answer.body);
    return answer.json<{ messageId: string }>().messageId;
  }

  /** Uses three of CP-3 at operation 0010 of WO-1001, unless `change` says otherwise. */
  async consume(consumptionId: string, change: object = {}): Promise<string> {
    const body = { consumptionId, workOrderId: 'WO-1001', operationId: '0010', itemId: 'CP-3', quantity: pieces('3'), consumedAt: '2026-11-22T06:30:00+01:00', ...change };
    const answer = await this.gateway.request({ method: 'POST', url: '/process/v1/sites/BER1/material-consumptions', payload: body });
    if (answer.statusCode !== 202) throw new Error(answer.body);
    return answer.json<{ messageId: string }>().messageId;
  }

  async takeBack(confirmationId: string, body?: object): Promise<string> {
    const answer = await this.gateway.request({ method: 'POST', url: `/process/v1/sites/BER1/production-confirmations/${confirmationId}/reversal`, ...(body && { payload: body }) });
    if (answer.statusCode !== 202) throw new Error(answer.body);
    return answer.json<{ messageId: string }>().messageId;
  }

  async message(messageId: string): Promise<SeenMessage> {
    return (await this.gateway.request({ method: 'GET', url: `/process/v1/sites/BER1/messages/${messageId}` })).json();
  }

  /** What became of a report, by the MES's own id. */
  async seen(confirmationId: string): Promise<SeenMessage> {
    return (await this.gateway.request({ method: 'GET', url: `/process/v1/sites/BER1/production-confirmations/${confirmationId}` })).json();
  }

  async state(messageId: string): Promise<MessageState> {
    return (await this.message(messageId)).state;
  }

  /** Every confirmation and reversal in the ERP's books, in the order of posting. */
  documents(): Promise<readonly SeenDocument[]> {
    return this.gateway.simulation.read((engine) => engine.confirmations().map(({ number, workOrderId, operationId, entry, reverses }) => ({ number, workOrderId, operationId, yield: entry.yield.value, ...(reverses !== undefined && { reverses }) })));
  }

  /** Good output that stands in the ERP for an operation of an order. */
  async confirmed(operationId = '0010', workOrderId = 'WO-1001'): Promise<string> {
    const { value } = await this.gateway.erp.workOrder('BER1', workOrderId);
    return value.operations.find((operation) => operation.operationId === operationId)!.yieldConfirmed.value;
  }
}
