import { randomUUID } from 'node:crypto';
import { BusinessException, type JobOrderDispatch } from '@plantway/canonical';
import type { CallOptions, DispatchReceipt, MesCapabilities, MesPort, MesTotals, MesTotalsQuestion } from '@plantway/ports';
import { OPERATION_TOTALS, totalsOf, totalsQuery } from '@plantway/wire';
import type { MesWebhookClient } from './mes-webhook.client.js';
import { dispatchBody, dispatchReceipt, standingReceipt } from './mes-webhook.mapper.js';

export const MES_WEBHOOK = 'mes-webhook';
/** From the wire's document: the MES has decided by then. */
const LONGEST_WRITE_MS = 20_000;

/** A MES that takes its job orders by webhook, behind the MES port. */
export class MesWebhookBackend implements MesPort {
  constructor(private readonly client: MesWebhookClient) {}

  async capabilities(): Promise<MesCapabilities> {
    return { backend: MES_WEBHOOK, style: 'push', guaranteeClass: 'K', longestWriteMs: LONGEST_WRITE_MS, totals: 'supported' };
  }

  async dispatch(dispatch: JobOrderDispatch, reference: string, options?: CallOptions): Promise<DispatchReceipt> {
    const { siteId, workOrderId, version } = dispatch;
    return this.client.exchange(
      { kind: 'write', path: pathOf(siteId, 'job-orders'), about: `dispatch of ${workOrderId}@${version}`, reference, body: dispatchBody(dispatch, reference), options },
      (answer) => ([200, 202, 409].includes(answer.status) ? dispatchReceipt(answer, dispatch, reference, MES_WEBHOOK) : undefined),
    );
  }

  async find({ siteId, workOrderId }: JobOrderDispatch, reference: string, options?: CallOptions): Promise<readonly DispatchReceipt[]> {
    return this.client.exchange(
      { kind: 'read', path: pathOf(siteId, 'job-orders', workOrderId), about: `read-back of the job orders of ${workOrderId}`, reference, options },
      (answer) => {
        if (answer.status === 404 && answer.text('code') === 'UNKNOWN') return [];
        return answer.status === 200 ? [standingReceipt(answer, workOrderId, MES_WEBHOOK)] : undefined;
      },
    );
  }

  async totals(siteId: string, { workOrderIds, withReports = false }: MesTotalsQuestion, options?: CallOptions): Promise<MesTotals> {
    const { workOrderId, reports } = totalsQuery(workOrderIds, withReports);
    const query = new URLSearchParams([...workOrderId.map((id) => ['workOrderId', id]), ...(reports === undefined ? [] : [['reports', reports]])]);
    const path = `${pathOf(siteId, OPERATION_TOTALS)}?${query.toString()}`;
    return this.client.exchange(
      { kind: 'read', path, about: `totals of ${workOrderIds.length} work orders of ${siteId}`, reference: randomUUID(), options }, // a name for the signature only
      (answer) => (answer.status === 200 ? totalsOf(answer.row, workOrderIds) : undefined),
    );
  }
}

function pathOf(siteId: string, ...segments: readonly string[]): string {
  const vanishing = segments.find((segment) => segment === '.' || segment === '..'); // a URL would resolve them away and ask for something else
  if (vanishing !== undefined) throw new BusinessException('NOT_FOUND', `"${vanishing}" is no id. Check the id.`);
  return [siteId, ...segments].map(encodeURIComponent).join('/');
}
