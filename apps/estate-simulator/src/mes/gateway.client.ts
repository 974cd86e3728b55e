import { createProcessClient, createSystemErpApiClient, problemOf } from '@plantway/clients';
import { isAxiosError } from 'axios';
import type { GatewayForMes } from './gateway-for-mes.js';
import type { Outgoing, SendOutcome } from './outgoing.js';

export interface GatewayConnection {
  /** Where the process API is. */
  readonly baseUrl: string;
  /** Where the ERP system API is; often the same. */
  readonly systemErpUrl: string;
  readonly apiKey: string;
  readonly siteId: string;
}

const PAGE = 500;
/** Answers that mean "never with this body". A credential may be renewed and a route may come back, so 401, 403 and 404 are tried again. */
const FOREVER_REFUSED: readonly number[] = [400, 409, 413, 415, 422];
/** What an answer or a wish is about is there when we speak of it: 404 with one of these is for ever. */
const GONE_CODES: readonly string[] = ['JOB_ORDER_NOT_FOUND', 'CONFIRMATION_NOT_FOUND', 'NOT_FOUND'];

/** The gateway as its public clients show it: job orders, reports and outcomes by the process API, stock by the ERP system API. */
export function gatewayClient({ baseUrl, systemErpUrl, apiKey, siteId }: GatewayConnection): GatewayForMes {
  const process = createProcessClient({ baseUrl, apiKey });
  const erp = createSystemErpApiClient({ baseUrl: systemErpUrl, apiKey });
  const page = (cursor: string | undefined) => ({ limit: PAGE, ...(cursor === undefined ? {} : { cursor }) });
  const accept = (outgoing: Outgoing) => {
    switch (outgoing.type) {
      case 'report': return process.confirmProduction({ path: { siteId }, body: outgoing.body });
      case 'consumption': return process.consumeMaterial({ path: { siteId }, body: outgoing.body });
      case 'reversal': return process.reverseProductionConfirmation({ path: { siteId, confirmationId: outgoing.confirmationId }, body: outgoing.body });
      case 'acknowledgement': return process.acknowledgeJobOrder({ path: { siteId, jobOrderId: outgoing.jobOrderId }, body: outgoing.body });
    }
  };
  return {
    jobOrders: async (cursor) => {
      const { data } = await process.listJobOrders({ path: { siteId }, query: page(cursor) });
      return { jobOrders: data.items, nextCursor: data.nextCursor };
    },
    send: async (outgoing) => {
      try {
        return { outcome: 'accepted', messageId: (await accept(outgoing)).data.messageId };
      } catch (error) {
        return outcomeOf(error, outgoing.type === 'reversal' || outgoing.type === 'acknowledgement');
      }
    },
    changes: async (cursor) => {
      const { data } = await process.listMessageChanges({ path: { siteId }, query: page(cursor) });
      return { messages: data.items, nextCursor: data.nextCursor };
    },
    freeMaterial: async (itemId) => {
      const { data } = await erp.listInventoryBalances({ path: { siteId }, query: { itemId, limit: PAGE } });
      return data.items.filter(({ status }) => status === 'unrestricted').map(({ lotId, quantity }) => ({ quantity, ...(lotId === undefined ? {} : { lotId }) }));
    },
  };
}

function outcomeOf(error: unknown, isAboutSomething: boolean): SendOutcome {
  if (!isAxiosError(error)) throw error;
  const problem = problemOf(error);
  if (problem !== undefined && (FOREVER_REFUSED.includes(problem.status) || (isAboutSomething && problem.status === 404 && GONE_CODES.includes(problem.code)))) {
    return { outcome: 'refused', code: problem.code, detail: problem.detail ?? problem.title };
  }
  const retryAfter = Number(error.response?.headers['retry-after']);
  return retryAfter > 0 ? { outcome: 'later', retryAfterMs: retryAfter * 1000 } : { outcome: 'later' };
}
