import { createProcessClient, createSystemErpApiClient, problemOf } from '@plantway/clients';
import { isAxiosError } from 'axios';
import type { GatewayForMes, MesOrder, SendOutcome } from './gateway-for-mes.js';

export interface GatewayConnection {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly siteId: string;
}

const PAGE = 500;
/** Answers that mean "never with this body". A credential may be renewed and a route may come back, so 401, 403 and 404 are tried again. */
const FOREVER_REFUSED: readonly number[] = [400, 409, 413, 415, 422];

/** The gateway as its public clients show it: orders by the ERP system API, reports by the process API. */
export function gatewayClient({ baseUrl, apiKey, siteId }: GatewayConnection): GatewayForMes {
  const process = createProcessClient({ baseUrl, apiKey });
  const erp = createSystemErpApiClient({ baseUrl, apiKey });
  const ordersIn = async (status: 'released' | 'inProgress'): Promise<readonly MesOrder[]> => {
    const orders: MesOrder[] = [];
    let cursor: string | undefined;
    do {
      const { data } = await erp.listWorkOrders({ path: { siteId }, query: { status, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } });
      orders.push(...data.items);
      cursor = data.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return orders;
  };
  return {
    workableOrders: async () => [...(await ordersIn('released')), ...(await ordersIn('inProgress'))],
    item: async (itemId) => (await erp.readItem({ path: { siteId, itemId } })).data,
    send: async (body) => {
      try {
        const { data } = await process.confirmProduction({ path: { siteId }, body });
        return { outcome: 'accepted', messageId: data.messageId };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    changes: async (cursor) => {
      const { data } = await process.listMessageChanges({ path: { siteId }, query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) } });
      return { messages: data.items, nextCursor: data.nextCursor };
    },
  };
}

function outcomeOf(error: unknown): SendOutcome {
  if (!isAxiosError(error)) throw error;
  const problem = problemOf(error);
  if (problem !== undefined && FOREVER_REFUSED.includes(problem.status)) return { outcome: 'refused', code: problem.code, detail: problem.detail ?? problem.title };
  const retryAfter = Number(error.response?.headers['retry-after']);
  return retryAfter > 0 ? { outcome: 'later', retryAfterMs: retryAfter * 1000 } : { outcome: 'later' };
}
