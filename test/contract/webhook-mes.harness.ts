import { mesWebhook } from '@plantway/backends/mes-webhook';
import type { JobOrder, JobOrderDispatch } from '@plantway/canonical';
import type { Clock, MesHarness, MesPort } from '@plantway/ports';
import { WebhookMes } from './webhook-mes.js';

/** Short, so that a lost answer costs a test little; far above what the MES needs to answer. */
export const DEADLINE_MS = 400;
export const WALL_CLOCK: Clock = { now: () => new Date(), sleep: () => Promise.reject(new Error('nobody sleeps here')) };
const OTHER_SECRET = `whsec_${Buffer.alloc(32, 9).toString('base64')}`;

/** All job orders of a work order of FG-100 in version 1. */
export function dispatchOf(workOrderId: string, siteId = 'BER1'): JobOrderDispatch {
  const job = (operationId: string, changes: Partial<JobOrder>): JobOrder => ({
    jobOrderId: `${workOrderId}-${operationId}`, version: 1, workOrderId, operationId, itemId: 'FG-100', workCenterId: 'WC-10', quantity: { value: '100', unit: 'H87' }, state: 'AllowedToStart',
    startAt: '2026-11-22T08:00:00.000Z', dueAt: '2026-11-25T08:00:00.000Z', tracking: 'none', components: [{ itemId: 'RM-1', required: { value: '75', unit: 'KGM' }, issueMethod: 'backflush' }], ...changes,
  });
  return {
    siteId, workOrderId, version: 1, verb: 'Store',
    jobOrders: [job('0010', {}), job('0020', { workCenterId: 'WC-20', state: 'NotAllowedToStart', predecessorOperationId: '0010', components: [] })],
  };
}

/** A fresh MES over its own wire, and the harness around whatever port speaks to it. */
export interface WebhookMesStand {
  readonly simulation: WebhookMes;
  /** The backend, bound to this MES or, for what goes wrong, to another address or secret; `deadlineMs` longer where no answer is lost. */
  backend(binding?: { readonly baseUrl?: string; readonly secret?: string; readonly deadlineMs?: number }): MesPort;
  /** `bind` makes the port that is judged out of a backend. */
  harness(bind: (backend: MesPort) => MesPort): MesHarness;
  close(): Promise<void>;
}

export async function openWebhookMes(): Promise<WebhookMesStand> {
  const simulation = await WebhookMes.start();
  const backend: WebhookMesStand['backend'] = ({ baseUrl = simulation.url, secret = simulation.secret, deadlineMs = DEADLINE_MS } = {}) =>
    mesWebhook({ baseUrl, secret, deadlineMs, answerLimitBytes: 65_536 }, WALL_CLOCK);
  return { simulation, backend, harness: (bind) => harnessOf(simulation, backend, bind), close: () => simulation.close() };
}

function harnessOf(simulation: WebhookMes, backend: WebhookMesStand['backend'], bind: (backend: MesPort) => MesPort): MesHarness {
  let orders = 0;
  return {
    mes: bind(backend()),
    siteId: 'BER1',
    control: {
      refuseNext: async (reason) => (simulation.plan({ kind: 'refuse', reason }), reason),
      throttleNext: async (seconds) => simulation.plan({ kind: 'throttle', seconds }),
      outageNext: async (seconds) => (simulation.plan({ kind: 'outage', seconds }), seconds),
      loseNextAnswer: async () => simulation.plan({ kind: 'lose-answer' }),
      loseNextRequest: async () => simulation.plan({ kind: 'lose-request' }),
      breakNextAnswer: async () => simulation.plan({ kind: 'half-answer' }),
      answerNextWithPage: async () => simulation.plan({ kind: 'page' }),
    },
    newDispatch: () => dispatchOf(`WO-9${String((orders += 1)).padStart(3, '0')}`),
    counts: async (workOrderId, operationId, pieces) => simulation.counts('BER1', workOrderId, operationId, { yield: pieces }),
    standing: async (workOrderId) => simulation.standing('BER1', workOrderId),
    unreachable: () => bind(backend({ baseUrl: 'http://127.0.0.1:1' })),
    withoutAccess: () => bind(backend({ secret: OTHER_SECRET })),
  };
}
